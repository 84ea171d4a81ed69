import fc from "fast-check";
import {
	illegalStages,
	mostly,
	rarely,
	scope,
	secretId,
	stages,
	write,
} from "../../support/arbitraries.js";
import { call } from "./command.js";

export const putSecretValue = () =>
	fc
		.record({
			scope: scope(),
			secret: secretId(),
			write: write(),
			VersionStages: rarely(mostly(stages(), illegalStages(), 12), 2),
		})
		.map(({ scope, secret, write, ...input }) =>
			call("PutSecretValue", scope, secret, { ...input, ...write }),
		);
