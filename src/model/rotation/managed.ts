import { randomText } from "../../base/random.js";
import type { Result } from "../../base/result.js";
import { err, ok } from "../../base/result.js";
import {
	type Failure,
	invalidRequest,
	MARKED_FOR_DELETION,
} from "../../values/failure.js";
import type { Payload } from "../../values/payload.js";
import { CURRENT, PENDING } from "../../values/stage.js";
import { openPayload } from "../sealing.js";
import { arnOf, type Secret } from "../secret.js";
import { holderOf, moveStage, selectVersion } from "../stages.js";
import { findVersion } from "../versions.js";
import { type WriteContext, writeValue } from "../writing.js";
import type { RotationRun } from "./record.js";

/** What RotateSecret says where nobody rotates the secret. */
export const NO_FUNCTION = invalidRequest(
	"No Lambda rotation function ARN is associated with this secret.",
);

/** Whether a secret needs no function: its owning service rotates it, or the partner that its type names. */
export const isRotatedByOwner = ({ owningService, type }: Secret): boolean =>
	owningService !== undefined || type !== undefined;

/**
 * Does what the owning service does in a step of its own rotation, which it may not where it no longer owns the secret, and
 * not on one that is marked for deletion.
 * Assumed: a managed rotation goes through the steps of a function; it replaces the member `password` of a JSON value, and stores any other value again as it is.
 */
export function ownersStep(
	secret: Secret,
	{ step, token }: RotationRun,
	context: WriteContext,
): Result<Secret, Failure> {
	if (!isRotatedByOwner(secret)) return err(NO_FUNCTION);
	if (secret.deletion !== undefined) return err(MARKED_FOR_DELETION);
	if (step === "createSecret") return createNext(secret, token, context);
	if (step !== "finishSecret") return ok(secret);
	const holder = holderOf(secret.stages, CURRENT);
	return moveStage(secret, CURRENT, holder, token, context.now);
}

function createNext(
	secret: Secret,
	token: string,
	context: WriteContext,
): Result<Secret, Failure> {
	// An earlier attempt may have stored it, with a password from another seed.
	if (findVersion(secret, token) !== undefined) return ok(secret);
	const current = selectVersion(secret, undefined, CURRENT);
	if (!current.ok) return current;
	const value = openPayload(secret, current.value, context);
	if (!value.ok) return value;
	const place = ["managed password", arnOf(secret), token];
	const password = randomText(context.seed, place, LETTERS_AND_DIGITS, 32);
	const payload = withPassword(value.value, password);
	const write = { id: token, payload, stages: [PENDING] };
	return writeValue(secret, write, context);
}

const LETTERS_AND_DIGITS =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function withPassword(value: Payload, password: string): Payload {
	if (value.kind !== "string") return value;
	const members = membersIn(value.text);
	return members === undefined || !Object.hasOwn(members, "password")
		? value
		: { kind: "string", text: JSON.stringify({ ...members, password }) };
}

function membersIn(text: string): object | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === "object" && value !== null && !Array.isArray(value)
			? value
			: undefined;
	} catch {
		return undefined;
	}
}
