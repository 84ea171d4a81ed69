import type { Operation } from "../api/operation.js";
import type { Caller } from "../iam/caller.js";
import { type Explanation, explanationOf } from "../iam/explanation.js";
import { inLowerCase } from "../iam/keys.js";
import { keyArnNamed } from "../kms/key-ring.js";
import type { EncryptionContext } from "../kms/kms.js";
import { operations } from "../operations/table.js";
import { locateById, locateByName, type Target } from "../store/locate.js";
import { requireStore, type SecretStore } from "../store/store.js";
import { parseSecretArn } from "../values/arn.js";
import {
	type Access,
	accessToAll,
	accessToKey,
	accessToOther,
	accessToSecret,
	noKeys,
} from "./access.js";
import { accessBy, keysOfRequest } from "./authorize.js";
import { type Call, callerOf, callOf } from "./call.js";
import { type Context, checkContext } from "./context.js";
import { decode } from "./decode.js";
import { policiesFor, reasonOf, requestFor, ruleOn } from "./permission.js";

/** When and where the call would be made that is explained. */
export interface ExplainContext extends Omit<Context, "caller"> {
	/** The request of the operation, `{ VersionStage: "AWSCURRENT" }` say: what conditions may ask of it. */
	readonly input?: unknown;
	/** The encryption context of the use of a key, such as `{ SecretARN, SecretVersionId }`. */
	readonly encryptionContext?: EncryptionContext | undefined;
}

/**
 * Explains whether a caller may do something, as a call in this context would be decided: which statement decides, which
 * others apply, and why the rest does not. Nothing is changed.
 *
 * @param caller Without one (`undefined`), the root of the context's account, which is trusted there.
 * @param action An operation, `secretsmanager:GetSecretValue`, the use of a key, `kms:Decrypt`, or any other action.
 * @param resource The ARN of a secret, a key, a function; the SecretId or new Name of a secret; or `*`.
 *
 * An invalid action, resource, context or caller is a TypeError that names it and the remedy.
 */
export function explain(
	store: SecretStore,
	caller: Caller | undefined,
	action: string,
	resource: string,
	context: ExplainContext,
): Explanation {
	requireStore(store);
	checkContext(context);
	if (!isAction(action))
		throw new TypeError(
			'explain: action must be a service and an action, such as "secretsmanager:GetSecretValue".',
		);
	if (typeof resource !== "string" || resource === "")
		throw new TypeError(
			'explain: resource must be an ARN, the SecretId of a secret, or "*".',
		);
	const call = callOf({ ...context, caller });
	const access = accessOf(store, action, resource, context, call);
	const ruling = ruleOn(access, call);
	return explanationOf(
		{
			caller: callerOf(call).arn,
			action,
			resource: access.resource === "*" ? "*" : resource,
		},
		requestFor(access, call),
		policiesFor(access, call),
		ruling,
		reasonOf(ruling, action),
	);
}

const isAction = (action: unknown): action is string =>
	typeof action === "string" && /^[^\s:*?]+:[^\s:*?]+$/.test(action);

/** What an action wants access to. */
function accessOf(
	store: SecretStore,
	action: string,
	resource: string,
	{ input, encryptionContext = {} }: ExplainContext,
	call: Call,
): Access {
	const [service = "", name = ""] = inLowerCase(action).split(":");
	if (service === "kms") {
		const keyArn = keyArnNamed(store.keys, resource, call.context) ?? resource;
		return accessToKey(action, keyArn, store.keys, encryptionContext, call);
	}
	if (service !== "secretsmanager") return accessToOther(action, resource);
	const operation = OPERATIONS.get(name);
	if (operation === undefined)
		return resource === "*"
			? accessToAll(action, noKeys, call)
			: accessToUnknown(store, action, resource, call);
	const request = requestIn(operation, input);
	if (operation.on === "store" || resource === "*")
		return accessToAll(action, noKeys, call);
	const target = targetOf(store, operation.identifiedBy, resource, call);
	const keys = keysOfRequest(operation, target, request, store);
	return accessBy(operation, action, target, keys, store, call);
}

/** By their names in lower case, since the case of an action does not count. */
const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
	Object.values(operations).map((each) => [
		inLowerCase(each.name),
		each as unknown as Operation,
	]),
);

/** An action on a secret that is no operation here. */
function accessToUnknown(
	store: SecretStore,
	action: string,
	resource: string,
	call: Call,
): Access {
	const { arn, secret } = locateById(store, resource, call.context);
	return accessToSecret(action, arn, secret, noKeys, call);
}

function targetOf(
	store: SecretStore,
	identifiedBy: "SecretId" | "Name",
	resource: string,
	{ context }: Call,
): Target {
	if (identifiedBy === "SecretId") return locateById(store, resource, context);
	const name = parseSecretArn(resource)?.name ?? resource;
	return locateByName(store, name, context);
}

/** A request of an operation, read. */
function requestIn(operation: Operation, input: unknown): unknown {
	const decoded = decode(operation.input, input);
	if (!decoded.ok)
		throw new TypeError(
			`explain: context.input must be a request of ${operation.name}: ${decoded.error.message}`,
		);
	return decoded.value;
}
