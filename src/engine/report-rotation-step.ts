import { developmentKms } from "../kms/local-kms.js";
import { withoutValues } from "../model/rotation/message.js";
import { reportStep } from "../model/rotation/report.js";
import { locateById } from "../store/locate.js";
import { requireStore, type SecretStore } from "../store/store.js";
import { type Advanced, replaceSecret } from "../store/transition.js";
import { parseSecretArn } from "../values/arn.js";
import { ROTATION_STEPS, type RotationStep } from "../values/rotation-step.js";
import { type Context, checkContext } from "./context.js";

/** How the host fared with the step that an effect asked for. */
export interface RotationReport {
	/** The complete ARN of the secret: `event.SecretId` of the effect. */
	readonly arn: string;
	/** `event.ClientRequestToken` of the effect. */
	readonly token: string;
	readonly step: RotationStep;
	readonly ok: boolean;
	/** Why the step failed, for the event that tells of it; values of the secret are taken out of it. */
	readonly message?: string | undefined;
}

/**
 * Takes a host's report of a step, and answers with the next one as an effect, or with none when the rotation is over. A
 * report about anything but the step under way changes nothing (the same store): a rotation that was cancelled or
 * abandoned, a step that was reported before, a secret that is gone. A report or context that is none is a TypeError.
 */
export function reportRotationStep(
	store: SecretStore,
	report: RotationReport,
	context: Context,
): Advanced {
	requireStore(store);
	requireReport(report);
	checkContext(context);
	const { now, seed, kms = developmentKms } = context;
	const arn = parseSecretArn(report.arn);
	const secret = arn && locateById(store, report.arn, { now, ...arn }).secret;
	if (secret === undefined) return { store, effects: [], events: [] };
	const reported = reportStep(secret, report, {
		now,
		seed,
		kms,
		account: secret.account,
		keys: store.keys,
		maxVersions: store.limits.maxVersions,
	});
	const why = report.ok
		? undefined
		: withoutValues(report.message, secret, kms);
	return replaceSecret(
		store,
		secret,
		reported.secret,
		{ now, seed, kms },
		reported.problem ?? why,
	);
}

function requireReport(report: RotationReport): void {
	const { arn, token, step, ok, message } = Object(report);
	if (typeof arn !== "string" || typeof token !== "string")
		throw new TypeError(
			"report.arn and report.token must be the SecretId and the ClientRequestToken of the effect's event.",
		);
	if (!ROTATION_STEPS.includes(step))
		throw new TypeError(
			`report.step must be the Step of the effect's event, one of ${ROTATION_STEPS.join(", ")}.`,
		);
	if (typeof ok !== "boolean")
		throw new TypeError(
			"report.ok must be true, or false where the step failed.",
		);
	if (message !== undefined && typeof message !== "string")
		throw new TypeError("report.message must be a text, or be left out.");
}
