import { describe, expect, it } from "vitest";
import type { Role } from "../../src/model/role.js";
import { STANDALONE } from "../../src/model/role.js";
import { fromSnapshot, toSnapshot } from "../../src/store/snapshot.js";
import {
	checkRoleSnapshot,
	copyOfRole,
	toRoleSnapshot,
} from "../../src/store/snapshot-role.js";
import { createStore } from "../../src/store/store.js";
import { inRegion, primaryOf, REPLICA, UNDER_WAY } from "../model/a-role.js";
import { NOON } from "../support/given.js";
import { aStore, named } from "./a-store.js";

const json = (value: unknown) => JSON.parse(JSON.stringify(value));
const roles: readonly (readonly [what: string, role: Role])[] = [
	["standalone", STANDALONE],
	["replica", REPLICA],
	[
		"primary",
		primaryOf(
			inRegion("eu-west-1", { lastAccessedDate: NOON }),
			inRegion("eu-west-2", { progress: UNDER_WAY }),
			inRegion("xx-nowhere-1", {
				progress: { status: "Failed", message: "lone \ud800" },
			}),
			inRegion("eu-west-3", { progress: { ...UNDER_WAY, refusal: "no" } }),
			inRegion("eu-north-1", {
				progress: { status: "Failed", message: "no", refused: true },
			}),
		),
	],
];

describe.each(roles)("law 10: the role %s", (_, role) => {
	const snapshot = toRoleSnapshot(role);

	it("is read as it was taken", () => {
		expect(json(snapshot)).toEqual(snapshot);
		expect(checkRoleSnapshot(json(snapshot), "role")).toBeUndefined();
		expect(copyOfRole(json(snapshot))).toStrictEqual(role);
	});

	it("shares nothing with its snapshot, on the way out or in", () => {
		const before = json(role);
		const out = toRoleSnapshot(copyOfRole(toRoleSnapshot(role)));
		const read = copyOfRole(out);
		overwrite(out);
		expect(json(role)).toEqual(before);
		expect(json(read)).toEqual(before);
	});
});

/** Overwrites everything in a value, however deep. */
function overwrite(value: object): void {
	for (const [key, member] of Object.entries(value)) {
		if (typeof member === "object" && member !== null) overwrite(member);
		(value as Record<string, unknown>)[key] = "overwritten";
	}
}

describe("no role is", () => {
	const primary = (member: object) => ({
		kind: "primary",
		replicas: [{ ...inRegion("eu-west-1"), ...member }],
	});
	const KINDS = "role.kind must be one of standalone, primary, replica";
	const AT = "role.replicas[0]";
	const STATUSES = `${AT}.progress.status must be one of InProgress, InSync, Failed`;
	const DUE =
		/^role\.replicas\[0\]\.progress\.due must be a whole number from /;

	it.each<[value: unknown, message: string | RegExp]>([
		[undefined, KINDS],
		["standalone", KINDS],
		[{}, KINDS],
		[{ kind: "constructor" }, KINDS],
		[{ kind: "replica" }, "role.primaryRegion must be a region name"],
		[
			{ kind: "replica", primaryRegion: "here" },
			"role.primaryRegion must be a region name",
		],
		[{ kind: "primary" }, "role.replicas must be a list"],
		[{ kind: "primary", replicas: [1] }, `${AT} must be an object`],
		[primary({ region: "here" }), `${AT}.region must be a region name`],
		[primary({ kmsKeyId: undefined }), `${AT}.kmsKeyId must be a text`],
		[primary({ progress: undefined }), STATUSES],
		[primary({ progress: { status: "Lost" } }), STATUSES],
		[
			primary({ progress: { status: "Failed" } }),
			`${AT}.progress.message must be a text`,
		],
		[primary({ progress: { ...UNDER_WAY, due: 0.5 } }), DUE],
		[primary({ progress: { ...UNDER_WAY, due: undefined } }), DUE],
		[
			primary({ progress: { ...UNDER_WAY, overwrites: "yes" } }),
			`${AT}.progress.overwrites must be true or false`,
		],
		[
			primary({ progress: { ...UNDER_WAY, refusal: 1 } }),
			`${AT}.progress.refusal must be a text`,
		],
		[
			primary({ progress: { status: "Failed", message: "", refused: "yes" } }),
			`${AT}.progress.refused must be true or false`,
		],
		[
			primary({ lastAccessedDate: "noon" }),
			/^role\.replicas\[0\]\.lastAccessedDate must be a whole number from /,
		],
	])("%j", (value, message) => {
		const said = checkRoleSnapshot(value, "role");
		if (typeof message === "string") expect(said).toBe(message);
		else expect(said).toMatch(message);
	});

	it("one that breaks a law of its store", () => {
		const store = aStore([named("a", { role: primaryOf("eu-west-1") })]);
		expect(fromSnapshot(json(toSnapshot(store)))).toMatchObject({
			ok: false,
			error: {
				message: expect.stringContaining("has no replica in eu-west-1"),
			},
		});
	});
});

describe("the time that replication takes", () => {
	it.each(["immediate", { afterMs: 5000 }] as const)(
		"%j is kept",
		(replication) => {
			const snapshot = toSnapshot(createStore({ replication }));
			expect(snapshot.options.replication).toEqual(replication);
			const read = fromSnapshot(json(snapshot));
			expect(read.ok && toSnapshot(read.value)).toEqual(snapshot);
		},
	);

	it.each([
		undefined,
		null,
		5000,
		"later",
		{},
		{ afterMs: -1 },
		{ afterMs: 5, unit: "s" },
	])("is not %j", (replication) => {
		const snapshot = json(toSnapshot(createStore()));
		snapshot.options.replication = replication;
		expect(fromSnapshot(snapshot)).toMatchObject({
			ok: false,
			error: {
				message: expect.stringContaining(
					'snapshot.options.replication must be "immediate" or { afterMs }',
				),
			},
		});
	});
});
