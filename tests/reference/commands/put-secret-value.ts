import fc from "fast-check";
import {
	illegalStages,
	mostly,
	rarely,
	stages,
	write,
} from "../../support/arbitraries.js";
import { anywhere, call } from "./command.js";

export const putSecretValue = (where = anywhere()) =>
	fc
		.record({
			...where,
			write: write(),
			VersionStages: rarely(mostly(stages(), illegalStages(), 12), 2),
		})
		.map(({ scope, secret, write, ...input }) =>
			call("PutSecretValue", scope, secret, { ...input, ...write }),
		);
