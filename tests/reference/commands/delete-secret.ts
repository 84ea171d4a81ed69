import fc from "fast-check";
import { mostly, rarely } from "../../support/arbitraries.js";
import { anywhere, call } from "./command.js";

export const deleteSecret = (where = anywhere()) =>
	fc
		.record({
			...where,
			RecoveryWindowInDays: rarely(
				mostly(fc.constantFrom(7, 8, 30), fc.constantFrom(0, 6, 31, -7), 5),
				2,
			),
			ForceDeleteWithoutRecovery: rarely(fc.constantFrom(true, true, false), 3),
		})
		.map(({ scope, secret, ...input }) =>
			call("DeleteSecret", scope, secret, input),
		);
