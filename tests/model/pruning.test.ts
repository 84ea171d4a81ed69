import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prune } from "../../src/model/pruning.js";
import type { Secret } from "../../src/model/secret.js";
import { assertLaw } from "../support/depth.js";
import { DAY, HOUR, NOON } from "../support/given.js";
import { accepted, aSecret, aVersion } from "./a-secret.js";

interface Age {
	/** How long ago the version was made. */
	readonly ago: number;
	readonly labelled: boolean;
}

/** A secret with versions of these ages, the oldest first. */
const secretOf = (ages: readonly Age[]): Secret =>
	aSecret(
		{},
		{
			versions: ages.map(({ ago }, i) =>
				aVersion(`v${i}`, i, { createdDate: NOON - ago }),
			),
			stages: ages.flatMap(({ labelled }, i) =>
				labelled ? [[`l${i}`, `v${i}`] as const] : [],
			),
		},
	);
const idsOf = (secret: Secret) => secret.versions.map(({ id }) => id);
const times = <T>(count: number, value: T): T[] =>
	Array.from({ length: count }, () => value);

const old = { ago: 2 * DAY, labelled: false };
const young = { ago: HOUR, labelled: false };
const labelled = { ago: 2 * DAY, labelled: true };
const NO_LIMIT = Number.POSITIVE_INFINITY;
const REFUSED = {
	ok: false,
	error: {
		name: "LimitExceededException",
		message: "You exceeded the maximum number of versions allowed on a secret.",
	},
};

describe("law 7: pruning", () => {
	const age = fc.record({
		ago: fc.constantFrom(0, HOUR, DAY - 1, DAY, DAY + 1, 2 * DAY, 30 * DAY),
		labelled: fc.boolean(),
	});
	const ages = fc
		.array(age, { maxLength: 130, size: "max" })
		.map((ages) => ages.sort((a, b) => b.ago - a.ago));
	const maxVersions = fc.constantFrom(NO_LIMIT, 150, 120, 100, 50, 3, 1);

	it("removes the oldest unlabelled versions of 24 hours, and no more than it must", () => {
		assertLaw(
			fc.property(ages, maxVersions, (ages, maxVersions) => {
				const secret = secretOf(ages);
				const removable = ages.flatMap(({ ago, labelled }, i) =>
					!labelled && ago >= DAY ? [`v${i}`] : [],
				);
				const surplus = Math.max(0, ages.length - Math.min(100, maxVersions));
				const gone = new Set(removable.slice(0, surplus));
				const kept = idsOf(secret).filter((id) => !gone.has(id));
				const result = prune(secret, NOON, maxVersions);
				if (kept.length > maxVersions) expect(result).toEqual(REFUSED);
				else expect(idsOf(accepted(result))).toEqual(kept);
			}),
		);
	});

	it("is idempotent and changes nothing but the versions", () => {
		assertLaw(
			fc.property(ages, maxVersions, (ages, maxVersions) => {
				const secret = secretOf(ages);
				const result = prune(secret, NOON, maxVersions);
				if (!result.ok) return;
				const pruned = result.value;
				expect(accepted(prune(pruned, NOON, maxVersions))).toBe(pruned);
				expect(pruned).toEqual({ ...secret, versions: pruned.versions });
				const before = new Set(secret.versions);
				expect(pruned.versions.every((each) => before.has(each))).toBe(true);
			}),
		);
	});
});

describe("pruning", () => {
	it("leaves 100 versions alone, however old", () => {
		const secret = secretOf(times(100, old));
		expect(accepted(prune(secret, NOON, NO_LIMIT))).toBe(secret);
	});

	it("removes the first of 101", () => {
		const secret = secretOf(times(101, old));
		const pruned = accepted(prune(secret, NOON, NO_LIMIT));
		expect(idsOf(pruned)).toEqual(idsOf(secret).slice(1));
	});

	it("passes over labelled versions", () => {
		const secret = secretOf([labelled, old, ...times(99, young)]);
		const pruned = accepted(prune(secret, NOON, NO_LIMIT));
		expect(idsOf(pruned)).toEqual(["v0", ...idsOf(secret).slice(2)]);
	});

	it.each([
		["24 hours old, to the millisecond, goes", DAY, 100],
		["a millisecond younger stays", DAY - 1, 101],
	])("a version %s", (_, ago, remain) => {
		const secret = secretOf([{ ago, labelled: false }, ...times(100, young)]);
		const pruned = accepted(prune(secret, NOON, NO_LIMIT));
		expect(pruned.versions).toHaveLength(remain);
	});

	it("accepts a burst that it may not prune", () => {
		const secret = secretOf(times(500, young));
		expect(accepted(prune(secret, NOON, NO_LIMIT))).toBe(secret);
	});
});

describe("a ceiling", () => {
	it("refuses one version more that may not be pruned", () => {
		const secret = secretOf(times(6, young));
		expect(accepted(prune(secret, NOON, 6))).toBe(secret);
		expect(prune(secret, NOON, 5)).toEqual(REFUSED);
	});

	it("below 100 is what pruning aims at", () => {
		const secret = secretOf([...times(4, old), ...times(3, young)]);
		expect(idsOf(accepted(prune(secret, NOON, 5)))).toEqual(
			idsOf(secret).slice(2),
		);
	});

	it("above 100 lets a burst through up to it", () => {
		const secret = secretOf(times(120, young));
		expect(accepted(prune(secret, NOON, 120))).toBe(secret);
		expect(prune(secret, NOON, 119)).toEqual(REFUSED);
	});

	it("is not reached while enough can be pruned", () => {
		const secret = secretOf([...times(30, old), ...times(90, young)]);
		const pruned = accepted(prune(secret, NOON, 110));
		expect(pruned.versions).toHaveLength(100);
	});
});
