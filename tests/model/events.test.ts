import { describe, expect, it } from "vitest";
import { scheduleDeletion } from "../../src/model/deletion.js";
import { eventsBetween } from "../../src/model/events.js";
import { type Role, STANDALONE } from "../../src/model/role.js";
import {
	NO_ROTATION,
	type RotationRun,
} from "../../src/model/rotation/record.js";
import { arnOf, type Secret } from "../../src/model/secret.js";
import { holderOf } from "../../src/model/stages.js";
import { DAY, NOON } from "../support/given.js";
import { AS_REPLICA, inRegion, primaryOf, UNDER_WAY } from "./a-role.js";
import { aSecret } from "./a-secret.js";
import { aRun } from "./rotation/a-rotation.js";

const secret = aSecret({ v1: ["AWSPREVIOUS", "one"], v2: ["AWSCURRENT"] });
const scheduled = scheduleDeletion(secret, 7, NOON);

/** What happened, without when and where. */
const happeningsBetween = (before?: Secret, after?: Secret) =>
	eventsBetween(before, after, NOON).map(({ name, detail }) => ({
		name,
		detail,
	}));

const labelled = (label: string, from?: string, to?: string) => ({
	name: "Secret Label Updated",
	detail: {
		label,
		...(from !== undefined && { fromVersionId: from }),
		...(to !== undefined && { toVersionId: to }),
	},
});

describe("nothing happened", () => {
	it.each([
		["to the same object", secret, secret],
		["to a secret that is not there", undefined, undefined],
		["when other members changed", secret, { ...secret, description: "new" }],
		[
			"when labels were attached in another order",
			secret,
			{ ...secret, stages: [...secret.stages].reverse() },
		],
		[
			"when a version was read",
			secret,
			{
				...secret,
				versions: secret.versions.map((each) => ({
					...each,
					lastAccessedDate: NOON,
				})),
			},
		],
		["when a secret was created without a value", undefined, aSecret()],
	])("%s", (_, before, after) => {
		expect(happeningsBetween(before, after)).toEqual([]);
	});
});

describe("labels", () => {
	it("are attached to the first version", () => {
		const created = aSecret({ v1: ["AWSCURRENT"] });
		expect(happeningsBetween(undefined, created)).toEqual([
			labelled("AWSCURRENT", undefined, "v1"),
		]);
	});

	it("are moved, attached and removed, each told once", () => {
		const after = aSecret({
			v1: [],
			v2: ["AWSPREVIOUS"],
			v3: ["AWSCURRENT", "__proto__"],
		});
		const told = happeningsBetween(secret, after);
		expect(told).toHaveLength(4);
		expect(told).toEqual(
			expect.arrayContaining([
				labelled("AWSPREVIOUS", "v1", "v2"),
				labelled("AWSCURRENT", "v2", "v3"),
				labelled("one", "v1", undefined),
				labelled("__proto__", undefined, "v3"),
			]),
		);
	});
});

describe("a rotation", () => {
	const under = (changes: Partial<RotationRun> = {}): Secret => ({
		...secret,
		rotation: { ...NO_ROTATION, enabled: true, run: aRun(changes) },
	});
	const test = { kind: "test", step: "testSecret" } as const;
	const told = (name: string, more: object = {}) => ({
		name,
		detail: { versionId: "r1", ...more },
	});
	const STARTED = [told("RotationStarted")];
	// Whoever is current took AWSPENDING away, where nobody has it.
	const ABANDONED = told("RotationAbandoned", {
		byVersionId: holderOf(secret.stages, "AWSCURRENT"),
	});
	const TEST_STARTED = [told("TestRotationStarted")];

	it.each<[what: string, before: Secret | undefined, after: Secret, object[]]>([
		["starts", secret, under(), STARTED],
		["starts, with the secret", undefined, { ...under(), stages: [] }, STARTED],
		[
			"starts again",
			under({ state: "failed" }),
			under({ attempt: 2 }),
			STARTED,
		],
		[
			"starts again in another window",
			under({ state: "failed" }),
			under(),
			STARTED,
		],
		[
			"starts after another one",
			under({ token: "r0", state: "succeeded" }),
			under(),
			STARTED,
		],
		[
			"starts before another one is over, which is abandoned for it",
			under({ token: "r0" }),
			under(),
			[
				{
					name: "RotationAbandoned",
					detail: { versionId: "r0", byVersionId: "r1" },
				},
				...STARTED,
			],
		],
		["goes on with its next step", under(), under({ step: "setSecret" }), []],
		[
			"succeeds",
			under(),
			under({ state: "succeeded" }),
			[told("RotationSucceeded")],
		],
		[
			"fails",
			under(),
			under({ state: "failed", step: "setSecret" }),
			[told("RotationFailed", { step: "setSecret" })],
		],
		["is abandoned", under(), under({ state: "abandoned" }), [ABANDONED]],
		[
			"is abandoned while it waits for its next attempt",
			under({ state: "failed" }),
			under({ state: "abandoned" }),
			[ABANDONED],
		],
		[
			"is cancelled, of which the call tells",
			under(),
			under({ state: "cancelled" }),
			[],
		],
		["is a test, and starts", secret, under(test), TEST_STARTED],
		[
			"is a test, and succeeds",
			under(test),
			under({ ...test, state: "succeeded" }),
			[told("TestRotationSucceeded")],
		],
		[
			"is a test, and fails",
			under(test),
			under({ ...test, state: "failed" }),
			[told("TestRotationFailed", { step: "testSecret" })],
		],
		[
			"is a test, and is abandoned (assumed)",
			under(test),
			under({ ...test, state: "abandoned" }),
			[ABANDONED],
		],
		["is set, and never ran", secret, { ...secret, rotation: NO_ROTATION }, []],
	])("%s", (_, before, after, happenings) => {
		expect(happeningsBetween(before, after)).toEqual(happenings);
	});

	it("fails for a reason", () => {
		const [event] = eventsBetween(
			under(),
			under({ state: "failed" }),
			NOON,
			"refused",
		);
		expect(event?.detail).toEqual({
			versionId: "r1",
			step: "createSecret",
			message: "refused",
		});
	});

	it("is told of before its labels", () => {
		const after: Secret = {
			...under(),
			stages: [...secret.stages, ["AWSPENDING", "r1"]],
		};
		expect(happeningsBetween(secret, after)).toEqual([
			...STARTED,
			labelled("AWSPENDING", undefined, "r1"),
		]);
	});
});

describe("versions", () => {
	it("that were pruned are told, those that were added are not", () => {
		const before = aSecret({ v1: [], v2: [], v3: ["AWSCURRENT"] });
		const after = aSecret({ v3: ["AWSCURRENT"], v4: [] });
		expect(happeningsBetween(before, after)).toEqual([
			{ name: "SecretVersionDeletion", detail: { versionId: "v1" } },
			{ name: "SecretVersionDeletion", detail: { versionId: "v2" } },
		]);
	});
});

describe("a deletion", () => {
	it("starts, with the end of its window", () => {
		expect(happeningsBetween(secret, scheduled)).toEqual([
			{
				name: "StartSecretVersionDelete",
				detail: { deletionDate: NOON + 7 * DAY },
			},
		]);
	});

	it("is cancelled", () => {
		expect(happeningsBetween(scheduled, secret)).toEqual([
			{ name: "CancelSecretVersionDelete", detail: {} },
		]);
	});

	it("ends, whether it was scheduled or forced", () => {
		const ended = [{ name: "EndSecretVersionDelete", detail: {} }];
		expect(happeningsBetween(scheduled, undefined)).toEqual(ended);
		expect(happeningsBetween(secret, undefined)).toEqual(ended);
	});
});

it("an event says when and where it happened, and cannot be changed", () => {
	const [event] = eventsBetween(secret, undefined, NOON + DAY);
	expect(event).toEqual({
		name: "EndSecretVersionDelete",
		at: NOON + DAY,
		arn: arnOf(secret),
		account: secret.account,
		region: secret.region,
		detail: {},
	});
	expect(Object.isFrozen(event) && Object.isFrozen(event?.detail)).toBe(true);
});

describe("a replication", () => {
	const region = "eu-west-1";
	const message = "Replication failed: why";
	const known = {
		none: STANDALONE,
		"under way": primaryOf(inRegion(region, { progress: UNDER_WAY })),
		"in sync": primaryOf(region),
		failed: primaryOf(
			inRegion(region, { progress: { status: "Failed", message } }),
		),
	} satisfies Record<string, Role>;
	type State = keyof typeof known;
	const started = { name: "ReplicationStarted", detail: { region } };
	const succeeded = { name: "ReplicationSucceeded", detail: { region } };
	const failed = { name: "ReplicationFailed", detail: { region, message } };

	it.each<[State, State, readonly object[]]>([
		["none", "under way", [started]],
		["under way", "in sync", [succeeded]],
		["under way", "failed", [failed]],
		["in sync", "under way", [started]],
		["in sync", "failed", [failed]],
		["failed", "in sync", [succeeded]],
		["failed", "under way", [started]],
		["in sync", "none", []],
		["under way", "none", []],
	])("from %s to %s", (before, after, expected) => {
		expect(
			happeningsBetween(
				{ ...secret, role: known[before] },
				{ ...secret, role: known[after] },
			),
		).toEqual(expected);
	});

	it("that arrives anew where it was in sync tells nothing", () => {
		const role = primaryOf(inRegion(region, { lastAccessedDate: NOON }));
		expect(
			happeningsBetween(
				{ ...secret, role: known["in sync"] },
				{ ...secret, role },
			),
		).toEqual([]);
	});

	it("that fails anew tells it again", () => {
		expect(
			happeningsBetween(
				{ ...secret, role: known.failed },
				{
					...secret,
					role: primaryOf(
						inRegion(region, { progress: { status: "Failed", message } }),
					),
				},
			),
		).toEqual([failed]);
	});

	it("is told of each region, with the ARN of the primary", () => {
		const role = primaryOf("us-west-2", "eu-west-1");
		expect(eventsBetween(secret, { ...secret, role }, NOON)).toMatchObject(
			["us-west-2", "eu-west-1"].map((region) => ({
				name: "ReplicationSucceeded",
				arn: arnOf(secret),
				detail: { region },
			})),
		);
	});

	it("is begun with a new secret as well", () => {
		expect(
			happeningsBetween(undefined, aSecret({}, { role: known["under way"] })),
		).toEqual([started]);
	});

	it("is not told by a replica that is promoted", () => {
		const replica = aSecret({}, AS_REPLICA);
		expect(
			happeningsBetween(replica, { ...replica, role: STANDALONE }),
		).toEqual([]);
	});
});
