import fc from "fast-check";
import {
	illegalLabel,
	illegalToken,
	label,
	mostly,
	rarely,
	token,
} from "../../support/arbitraries.js";
import { anywhere, call } from "./command.js";

export const getSecretValue = (where = anywhere()) =>
	fc
		.record({
			...where,
			VersionId: rarely(mostly(token(), illegalToken()), 3),
			VersionStage: rarely(mostly(label(), illegalLabel()), 2),
		})
		.map(({ scope, secret, ...input }) =>
			call("GetSecretValue", scope, secret, input),
		);
