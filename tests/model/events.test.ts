import { describe, expect, it } from "vitest";
import { scheduleDeletion } from "../../src/model/deletion.js";
import { eventsBetween } from "../../src/model/events.js";
import { arnOf, type Secret } from "../../src/model/secret.js";
import { DAY, NOON } from "../support/given.js";
import { aSecret } from "./a-secret.js";

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
