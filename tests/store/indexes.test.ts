import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { namesByCreation } from "../../src/store/indexes.js";
import {
	emptyVault,
	type Vault,
	withNewSecret,
	withoutSecret,
} from "../../src/store/vault.js";
import { aSecret } from "../model/a-secret.js";
import { assertLaw } from "../support/depth.js";

/** Names by ordinal, of which many begin alike; between them lie cohorts that nothing is left of. */
const world = fc
	.uniqueArray(
		fc.record({
			name: fc.string({
				unit: fc.constantFrom("a", "b", "/"),
				minLength: 1,
				maxLength: 4,
			}),
			gap: fc.constantFrom(1, 1, 1, 500, 1024, 5000),
			goes: fc.constantFrom(false, false, false, true),
		}),
		{ selector: ({ name }) => name, maxLength: 40, size: "max" },
	)
	.map((entries) => {
		let vault: Vault = emptyVault("123456789012", "us-east-1");
		const ordinals = new Map<string, number>();
		for (const { name, gap } of entries) {
			const nextOrdinal = vault.nextOrdinal + gap;
			vault = withNewSecret({ ...vault, nextOrdinal }, aSecret({}, { name }));
			ordinals.set(name, nextOrdinal);
		}
		for (const { name, goes } of entries) {
			if (!goes) continue;
			vault = withoutSecret(vault, name);
			ordinals.delete(name);
		}
		return { vault, ordinals };
	});

const prefixes = fc.constantFrom(["a"], ["b", "a/"], ["/", "aa", "b"], ["zz"]);

describe("the names with a prefix, by creation", () => {
	it("are what sorting them all gives, in both directions, from any place on", () => {
		const seen = { some: 0, none: 0, "cohorts apart": 0 };
		assertLaw(
			fc.property(
				world,
				prefixes,
				fc.boolean(),
				fc.option(fc.nat(60_000), { nil: undefined }),
				({ vault, ordinals }, prefixes, descending, after) => {
					const expected = [...ordinals]
						.filter(([name]) => prefixes.some((each) => name.startsWith(each)))
						.map(([, ordinal]) => ordinal)
						.filter(
							(each) =>
								after === undefined ||
								(descending ? each < after : each > after),
						)
						.sort((a, b) => (descending ? b - a : a - b));
					const found = namesByCreation(vault, prefixes, descending, after);
					expect([...found]).toEqual(expected);
					seen[expected.length > 0 ? "some" : "none"]++;
					if (Math.abs((expected[0] ?? 0) - (expected.at(-1) ?? 0)) > 3000)
						seen["cohorts apart"]++;
				},
			),
			300,
			seen,
		);
	});

	it("are found behind a million ordinals that are gone, without looking at each", () => {
		const first = withNewSecret(
			emptyVault("123456789012", "us-east-1"),
			aSecret({}, { name: "a1" }),
		);
		const far = 2 ** 52; // to count to it would take years
		const vault = withNewSecret(
			{ ...first, nextOrdinal: far },
			aSecret({}, { name: "a2" }),
		);
		expect([...namesByCreation(vault, ["a"], false, undefined)]).toEqual([
			0,
			far,
		]);
		expect([...namesByCreation(vault, ["a"], true, undefined)]).toEqual([
			far,
			0,
		]);
	});
});
