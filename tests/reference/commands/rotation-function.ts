/** What rotation functions do between an effect and the report about it. */
import type { Effect } from "pure-secrets-manager";
import type { Input } from "../admission.js";
import { play, type Reference, type World } from "../play.js";
import { playReport } from "../play-time.js";

/** Something the host was asked for any time before; 0 is the latest. */
export const effectSeen = (
	{ effects }: Reference,
	which: number,
): Effect | undefined => effects.at(-1 - (which % effects.length));

/** A call of the function about its secret. */
function callBack(
	reference: Reference,
	world: World,
	operation: "PutSecretValue" | "UpdateSecretVersionStage",
	{ event }: Effect,
	input: Input,
): void {
	const { SecretId } = event;
	const [, , , region = "", account = ""] = SecretId.split(":");
	const scope = { account, region };
	play(reference, world, operation, scope, { SecretId, ...input });
}

/** In createSecret: stores the next value. */
export function storeNext(
	reference: Reference,
	world: World,
	effect: Effect,
	given: Input = {},
): void {
	const { ClientRequestToken, RotationToken } = effect.event;
	callBack(reference, world, "PutSecretValue", effect, {
		ClientRequestToken,
		SecretString: `of ${ClientRequestToken}`,
		VersionStages: ["AWSPENDING"],
		RotationToken,
		...given,
	});
}

/** In finishSecret: moves AWSCURRENT from its holder to the new version. */
export function makeCurrent(
	reference: Reference,
	world: World,
	effect: Effect,
): void {
	const { SecretId, ClientRequestToken } = effect.event;
	const [, , , region = "", account = ""] = SecretId.split(":");
	const holder = reference.model
		.secrets({ now: reference.now, account, region })
		.find(({ arn }) => arn === SecretId)
		?.labels.get("AWSCURRENT");
	callBack(reference, world, "UpdateSecretVersionStage", effect, {
		VersionStage: "AWSCURRENT",
		MoveToVersionId: ClientRequestToken,
		...(holder !== undefined && { RemoveFromVersionId: holder }),
	});
}

/** Says how the step of an effect went. */
export function report(
	reference: Reference,
	world: World,
	{ event }: Effect,
	ok: boolean,
): void {
	playReport(reference, world, {
		arn: event.SecretId,
		token: event.ClientRequestToken,
		step: event.Step,
		ok,
	});
}
