import fc from "fast-check";
import { mostly, weighted } from "../../support/arbitraries.js";
import { command, present } from "./command.js";
import { effectSeen, storeNext } from "./rotation-function.js";

/** The function stores a value for a rotation that is under way, or was; rightly, or with tokens and labels of its own. */
export const functionStores = () =>
	fc
		.record({
			which: mostly(fc.constant(0), fc.nat(20), 3),
			given: weighted<Readonly<Record<string, unknown>>>(
				[4, {}],
				[1, { RotationToken: null }],
				[1, { RotationToken: "0".repeat(36) }],
				[1, { RotationToken: "not quite a token" }],
				[1, { ClientRequestToken: "another-000000000000000000000000" }],
				[1, { VersionStages: null }],
				[1, { VersionStages: ["AWSCURRENT"], RotationToken: null }],
				[1, { SecretString: "another value" }],
			),
		})
		.map(({ which, given }) =>
			command(
				() => `FunctionStores(${which}, ${fc.stringify(given)})`,
				(reference, world) => {
					const effect = effectSeen(reference, which);
					if (effect) storeNext(reference, world, effect, present(given));
				},
			),
		);
