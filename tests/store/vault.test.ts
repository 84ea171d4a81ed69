import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entriesOf } from "../../src/base/ordered-map.js";
import { restore, scheduleDeletion } from "../../src/model/deletion.js";
import { arnOf } from "../../src/model/secret.js";
import {
	emptyVault,
	secretNamed,
	type Vault,
	withNewSecret,
	withoutSecret,
	withSecret,
} from "../../src/store/vault.js";
import { aSecret } from "../model/a-secret.js";
import { assertLaw, sequence } from "../support/depth.js";
import { DAY, NOON } from "../support/given.js";
import { expectSame } from "../support/same.js";

const named = (name: string) => aSecret({}, { name });
const empty = emptyVault("123456789012", "us-east-1");
const listed = (vault: Vault) => ({
	rows: [...entriesOf(vault.rows)].map(([at, { name }]) => [at, name]),
	byName: [...entriesOf(vault.byName)],
	due: [...entriesOf(vault.due)],
});
const cohorts = (vault: Vault) => [...entriesOf(vault.byCohort)];

describe("a vault", () => {
	const two = withNewSecret(withNewSecret(empty, named("b")), named("a"));

	it("lists secrets in the order of creation and of their names", () => {
		expect(listed(two)).toEqual({
			rows: [
				[0, "b"],
				[1, "a"],
			],
			byName: [
				["a", 1],
				["b", 0],
			],
			due: [],
		});
	});

	it("knows the names of each cohort, and forgets those that are gone", () => {
		const later = { ...two, nextOrdinal: 5000 };
		const three = withNewSecret(later, named("0"));
		expect(cohorts(three)).toEqual([
			[[0, "a"], 1],
			[[0, "b"], 0],
			[[4, "0"], 5000],
		]);
		expect(cohorts(withoutSecret(withoutSecret(three, "0"), "b"))).toEqual([
			[[0, "a"], 1],
		]);
	});

	it("finds a secret by its exact name", () => {
		expect(secretNamed(two, "a")?.name).toBe("a");
		for (const name of ["A", "", "toString", "__proto__"])
			expect(secretNamed(two, name)).toBeUndefined();
	});

	it("takes hostile words for names", () => {
		const vault = withNewSecret(empty, named("__proto__"));
		expect(secretNamed(vault, "__proto__")?.name).toBe("__proto__");
		expect(secretNamed(vault, "constructor")).toBeUndefined();
	});

	it("puts a secret in its place and keeps the others the same objects", () => {
		const changed = { ...named("b"), description: "new" };
		const vault = withSecret(two, changed);
		expect(secretNamed(vault, "b")).toBe(changed);
		expect(secretNamed(vault, "a")).toBe(secretNamed(two, "a"));
		expect(listed(vault)).toEqual(listed(two));
		expect(secretNamed(two, "b")).not.toBe(changed);
	});

	it("never uses a place twice", () => {
		const vault = withNewSecret(withoutSecret(two, "a"), named("a"));
		expect(listed(vault).rows).toEqual([
			[0, "b"],
			[2, "a"],
		]);
	});

	it("stays as it is without a name that it does not know", () => {
		expect(withoutSecret(two, "c")).toBe(two);
	});

	it("has no place for a changed secret that it does not know", () => {
		expect(() => withSecret(two, named("c"))).toThrow("Invariant broken");
	});

	it("notes what is due, the earliest first, of one instant by creation", () => {
		const names = ["a", "b", "c", "d"];
		const days = [30, 7, 7, 8];
		const vault = names.reduce(
			(vault, name, i) =>
				withSecret(
					withNewSecret(vault, named(name)),
					scheduleDeletion(named(name), days[i] ?? 0, NOON),
				),
			empty,
		);
		expect(listed(vault).due).toEqual([
			[[NOON + 7 * DAY, 1], "b"],
			[[NOON + 7 * DAY, 2], "c"],
			[[NOON + 8 * DAY, 3], "d"],
			[[NOON + 30 * DAY, 0], "a"],
		]);
	});

	it("keeps what is due untouched when no instant changes", () => {
		const scheduled = scheduleDeletion(named("a"), 7, NOON);
		const vault = withSecret(two, scheduled);
		expect(withSecret(vault, { ...scheduled, description: "x" }).due).toBe(
			vault.due,
		);
		expect(withNewSecret(vault, named("c")).due).toBe(vault.due);
	});
});

describe("whatever is added, changed and removed", () => {
	const name = fc.constantFrom("a", "b", "c", "d", "__proto__");
	const step = fc.oneof(
		fc.record({ add: name, days: fc.constantFrom(undefined, 7, 8) }),
		fc.record({ schedule: name, days: fc.integer({ min: 7, max: 9 }) }),
		fc.record({ restore: name }),
		fc.record({ remove: name }),
	);

	it("names and what is due agree with the secrets that are there", () => {
		assertLaw(
			fc.property(sequence(step, 30), (steps) => {
				let vault = empty;
				for (const each of steps) {
					if ("add" in each) {
						if (secretNamed(vault, each.add) !== undefined) continue;
						const secret = named(each.add);
						vault = withNewSecret(
							vault,
							each.days === undefined
								? secret
								: scheduleDeletion(secret, each.days, NOON),
						);
					} else if ("remove" in each) {
						vault = withoutSecret(vault, each.remove);
					} else if ("restore" in each) {
						const secret = secretNamed(vault, each.restore);
						if (secret) vault = withSecret(vault, restore(secret, NOON));
					} else {
						const secret = secretNamed(vault, each.schedule);
						if (secret)
							vault = withSecret(
								vault,
								scheduleDeletion(secret, each.days, NOON),
							);
					}
					const rows = [...entriesOf(vault.rows)];
					const due = rows.flatMap(([ordinal, { name, deletion }]) =>
						deletion ? [[[deletion.deletionDate, ordinal], name] as const] : [],
					);
					expectSame(
						listed(vault).byName,
						rows
							.map(([ordinal, { name }]) => [name, ordinal] as const)
							.sort(([a], [b]) => (a < b ? -1 : 1)),
					);
					expectSame(
						listed(vault).due,
						due.sort(
							([[at, ordinal]], [[otherAt, other]]) =>
								(at ?? 0) - (otherAt ?? 0) || (ordinal ?? 0) - (other ?? 0),
						),
					);
					expect(new Set(rows.map(([, secret]) => arnOf(secret))).size).toBe(
						rows.length,
					);
				}
			}),
		);
	});
});
