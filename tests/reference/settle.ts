/** What is there before the commands of a test on the real store and on the naive model. */
import fc from "fast-check";
import {
	homeScope,
	minute,
	names,
	regions,
	strings,
	tokens,
} from "../support/arbitraries.js";
import { keyAliases, keyIds } from "../support/key-arbitraries.js";
import { replication } from "../support/replication-arbitraries.js";
import { play, type Reference, type World } from "./play.js";
import { playSetUp } from "./play-keys.js";
import type { Options } from "./secret-model.js";

/** Keys, some with an alias, and the first of so many names to begin with, some time apart; every other has a value. */
export function settle(model: Reference, real: World, count: number): void {
	for (const [at, keyId] of keyIds.entries())
		playSetUp(model, real, {
			name: "registerKey",
			scope: homeScope,
			input: { keyId, aliases: keyAliases.slice(at, at + 1) },
		});
	const ClientRequestToken = tokens[0];
	for (const [at, Name] of names.slice(0, count).entries()) {
		const value = at % 2 === 0 ? { SecretString: "one" } : {};
		const input = { Name, ClientRequestToken, ...value };
		play(model, real, "CreateSecret", homeScope, input);
		model.now += (at % 3) * minute;
	}
}

export const replicating: fc.Arbitrary<Options> = fc
	.tuple(
		replication(),
		fc.constantFrom<Options>(
			...[{}, {}, { maxVersions: 3 }],
			...[{ maxSecrets: 1 }, { maxSecrets: 2 }],
		),
		fc.constantFrom<Options>({}, {}, { unknownKeys: "register" }),
	)
	.map(([replication, limits, keys]) => ({ replication, ...limits, ...keys }));

/** Keys in two regions, and two secrets, the first under one of the keys and with a replica. */
export function settleReplicas(model: Reference, real: World): void {
	const scope = { ...homeScope, region: regions[2] };
	settle(model, real, 0);
	playSetUp(model, real, {
		name: "registerKey",
		scope,
		input: { keyId: keyIds[0], aliases: [keyAliases[0]] },
	});
	for (const Name of [names[0], names[3]])
		play(model, real, "CreateSecret", homeScope, {
			Name,
			...{ ClientRequestToken: tokens[0], SecretString: strings[0] },
			...(Name === names[0] && {
				KmsKeyId: keyIds[0],
				AddReplicaRegions: [{ Region: scope.region, KmsKeyId: keyAliases[0] }],
			}),
		});
}

/** Counts the texts that stand in what was refused, or in what happened. */
export function count(seen: Record<string, number>, model: Reference): void {
	const said = [...model.refusals, ...model.happened];
	for (const text of Object.keys(seen))
		if (said.some((each) => each.includes(text)))
			seen[text] = 1 + (seen[text] ?? 0);
}
