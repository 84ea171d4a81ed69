import type { Effect } from "../../values/effect.js";
import { servicePrincipal } from "../../values/principal.js";
import { arnOf, type Secret } from "../secret.js";
import type { Rotation, RotationRun } from "./record.js";

/** What a transition asks the host to do: to have the step done that came under way by it. */
export function effectsBetween(
	before: Secret | undefined,
	after: Secret | undefined,
): readonly Effect[] {
	return after === undefined || before?.rotation?.run === after.rotation?.run
		? []
		: effectsUnderWayOf(after);
}

/** What was asked for and is not reported yet: at most one step. */
export function effectsUnderWayOf(secret: Secret): readonly Effect[] {
	const { rotation } = secret;
	return rotation?.run?.state === "running"
		? [effectOf(secret, rotation, rotation.run)]
		: [];
}

function effectOf(
	secret: Secret,
	{ functionArn }: Rotation,
	{ token, step, rotationToken }: RotationRun,
): Effect {
	return {
		kind: "invokeRotationFunction",
		functionArn:
			functionArn ?? servicePrincipal(secret.owningService ?? "secretsmanager"),
		event: {
			SecretId: arnOf(secret),
			ClientRequestToken: token,
			Step: step,
			RotationToken: rotationToken,
		},
	};
}
