import { describe, expect, it } from "vitest";
import {
	arnOf,
	checkSecret,
	newSecret,
	type Secret,
} from "../../src/model/secret.js";
import { NOON } from "../support/given.js";
import { aSecret, aVersion, closed } from "./a-secret.js";

const START = {
	account: "123456789012",
	region: "us-east-1",
	name: "db",
	suffix: "AbC123",
	description: "a database",
	kmsKeyId: undefined,
	type: undefined,
	tags: [{ key: "team", value: "red" }],
	owningService: undefined,
};

it("a new secret has its dates, no value and no label", () => {
	expect(newSecret(START, NOON)).toEqual({
		...START,
		createdDate: NOON,
		lastChangedDate: NOON,
		lastAccessedDate: undefined,
		versions: [],
		stages: [],
		deletion: undefined,
		rotation: undefined,
		role: { kind: "standalone" },
	});
});

it("the ARN is derived", () => {
	expect(arnOf(newSecret(START, NOON))).toBe(
		"arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbC123",
	);
});

describe("every law holds for", () => {
	const twenty = Array.from({ length: 19 }, (_, i) => `l${i}`);
	it.each<[what: string, Secret]>([
		["a secret without a value", aSecret()],
		["a secret with versions", aSecret({ v1: [], v2: ["AWSCURRENT", "one"] })],
		["20 labels", aSecret({ v1: ["AWSCURRENT", ...twenty] })],
		["a name of 512 characters", aSecret({}, { name: "n".repeat(512) })],
		[
			"hostile words",
			aSecret({ v1: ["AWSCURRENT", "__proto__"] }, { name: "__proto__" }),
		],
		["no tags any more", aSecret({}, { tags: [] })],
	])("%s", (_, secret) => {
		expect(checkSecret(secret)).toEqual([]);
	});
});

describe("a broken law is reported, and no other", () => {
	const current = { v1: ["AWSCURRENT"] };
	const many = Array.from({ length: 20 }, (_, i) => `l${i}`);
	it.each<[law: string, Secret]>([
		["the name has 1 to 512 legal characters", aSecret({}, { name: "" })],
		["the name has 1 to 512 legal characters", aSecret({}, { name: "a b" })],
		[
			"the name has 1 to 512 legal characters",
			aSecret({}, { name: "n".repeat(513) }),
		],
		["the suffix has six letters or digits", aSecret({}, { suffix: "abc" })],
		["the suffix has six letters or digits", aSecret({}, { suffix: "abc-12" })],
		[
			"version ids differ",
			aSecret(current, { versions: [aVersion("v1", 0), aVersion("v1", 1)] }),
		],
		[
			"version ordinals rise",
			aSecret(current, { versions: [aVersion("v1", 1), aVersion("v2", 0)] }),
		],
		[
			"version ordinals rise",
			aSecret(current, { versions: [aVersion("v1", 0), aVersion("v2", 0)] }),
		],
		[
			"a key can open each version",
			aSecret(current, {
				versions: [aVersion("v1", 0, { payload: { ...closed, keys: [] } })],
			}),
		],
		[
			"a version is under a key once",
			aSecret(current, {
				versions: [
					aVersion("v1", 0, {
						payload: { ...closed, keys: [...closed.keys, ...closed.keys] },
					}),
				],
			}),
		],
		[
			"a label is on one version",
			aSecret({ v1: ["AWSCURRENT", "one"], v2: ["one"] }),
		],
		[
			"a label is on one version",
			aSecret({ v1: ["AWSCURRENT", "AWSCURRENT"] }),
		],
		["there are at most 20 labels", aSecret({ v1: ["AWSCURRENT", ...many] })],
		[
			"a label is on a version that exists, or AWSPENDING on that of a rotation",
			aSecret(current, {
				stages: [
					["AWSCURRENT", "v1"],
					["one", "v2"],
				],
			}),
		],
		[
			"there is a version with AWSCURRENT as soon as there is a version",
			aSecret({ v1: ["AWSPREVIOUS"] }),
		],
		[
			"the recovery window ends after it begins",
			aSecret({}, { deletion: { deletedDate: NOON, deletionDate: NOON } }),
		],
		[
			"tag keys differ",
			aSecret(
				{},
				{
					tags: [
						{ key: "a", value: "1" },
						{ key: "a", value: "2" },
					],
				},
			),
		],
	])("%s", (law, secret) => {
		expect(checkSecret(secret)).toEqual([`${arnOf(secret)}: ${law}`]);
	});

	it("together with the others that are broken", () => {
		const broken = aSecret({ v1: [] }, { suffix: "", stages: [["one", "v9"]] });
		expect(checkSecret(broken)).toHaveLength(3);
	});
});
