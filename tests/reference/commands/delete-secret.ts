import fc from "fast-check";
import { mostly, rarely, scope, secretId } from "../../support/arbitraries.js";
import { call } from "./command.js";

export const deleteSecret = () =>
	fc
		.record({
			scope: scope(),
			secret: secretId(),
			RecoveryWindowInDays: rarely(
				mostly(fc.constantFrom(7, 8, 30), fc.constantFrom(0, 6, 31, -7), 5),
				2,
			),
			ForceDeleteWithoutRecovery: rarely(fc.constantFrom(true, true, false), 3),
		})
		.map(({ scope, secret, ...input }) =>
			call("DeleteSecret", scope, secret, input),
		);
