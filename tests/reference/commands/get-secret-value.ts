import fc from "fast-check";
import {
	illegalLabel,
	illegalToken,
	label,
	mostly,
	rarely,
	scope,
	secretId,
	token,
} from "../../support/arbitraries.js";
import { call } from "./command.js";

export const getSecretValue = () =>
	fc
		.record({
			scope: scope(),
			secret: secretId(),
			VersionId: rarely(mostly(token(), illegalToken()), 3),
			VersionStage: rarely(mostly(label(), illegalLabel()), 2),
		})
		.map(({ scope, secret, ...input }) =>
			call("GetSecretValue", scope, secret, input),
		);
