import { describe, expect, it } from "vitest";
import {
	DAY,
	given,
	HOUR,
	NOON,
	ResourcePolicy,
	token,
	type World,
} from "../support/given.js";
import { keyId } from "../support/keys.js";

/** Which call touches which date. Every secret below is made at noon; every call comes an hour later. */
const LATER = NOON + HOUR;
const MIDNIGHT = NOON - 12 * HOUR;

const version = (id: string, text = `value of ${id}`) => ({
	ClientRequestToken: token(id),
	SecretString: text,
});
/** v1 AWSPREVIOUS, v2 AWSCURRENT */
const live = given()
	.withKey({ keyId: keyId("a"), aliases: ["alias/new"] })
	.after("CreateSecret", { Name: "db", ...version("v1"), Description: "d" })
	.after("PutSecretValue", { SecretId: "db", ...version("v2") })
	.later(HOUR);
const scheduled = live
	.later(-HOUR)
	.after("DeleteSecret", { SecretId: "db" })
	.later(HOUR);

const Tags = [{ Key: "Env", Value: "prod" }];
/** The same with a tag and a policy. */
const owned = live
	.later(-HOUR)
	.after("TagResource", { SecretId: "db", Tags })
	.after("PutResourcePolicy", { SecretId: "db", ResourcePolicy })
	.later(HOUR);

const ROTATION = {
	ClientRequestToken: token("r1"),
	RotationLambdaARN: "arn:aws:lambda:us-east-1:123456789012:function:f",
};

interface Dates {
	readonly created: number;
	readonly changed: number;
	readonly accessed: number | undefined;
	readonly deleted: number | undefined;
}
function datesOf(world: World): Dates {
	const { answer } = world.when("DescribeSecret", { SecretId: "db" });
	return {
		created: answer.CreatedDate,
		changed: answer.LastChangedDate,
		accessed: answer.LastAccessedDate,
		deleted: answer.DeletedDate,
	};
}
const UNTOUCHED: Dates = {
	created: NOON,
	changed: NOON,
	accessed: undefined,
	deleted: undefined,
};

it("CreateSecret sets CreatedDate and LastChangedDate to the one now of the call", () => {
	const created = given().after("CreateSecret", {
		Name: "db",
		...version("v1"),
	});
	expect(datesOf(created)).toEqual(UNTOUCHED);
});

describe("LastChangedDate is the time of", () => {
	it.each<[title: string, operation: string, input: object]>([
		["PutSecretValue", "PutSecretValue", version("v3")],
		[
			"PutSecretValue with VersionStages",
			"PutSecretValue",
			{ ...version("v3"), VersionStages: ["blue"] },
		],
		[
			"a replay that adds a label",
			"PutSecretValue",
			{ ...version("v2"), VersionStages: ["REPLAY"] },
		],
		["UpdateSecret with a value", "UpdateSecret", version("v3")],
		["UpdateSecret with a description", "UpdateSecret", { Description: "new" }],
		[
			"UpdateSecret with the description that it has",
			"UpdateSecret",
			{ Description: "d" },
		],
		[
			"UpdateSecret with a key [R-ST-enc]",
			"UpdateSecret",
			{ KmsKeyId: "alias/new" },
		],
		["UpdateSecret with a type", "UpdateSecret", { Type: "new" }],
		["UpdateSecret with nothing (assumed)", "UpdateSecret", {}],
		[
			"UpdateSecret with a replayed value and a description",
			"UpdateSecret",
			{ ...version("v2"), Description: "d" },
		],
		[
			"UpdateSecret with a replayed value and the key that it has",
			"UpdateSecret",
			{ ...version("v2"), KmsKeyId: "" },
		],
		[
			"UpdateSecretVersionStage that moves",
			"UpdateSecretVersionStage",
			{
				VersionStage: "AWSCURRENT",
				RemoveFromVersionId: token("v2"),
				MoveToVersionId: token("v1"),
			},
		],
		[
			"UpdateSecretVersionStage that attaches",
			"UpdateSecretVersionStage",
			{ VersionStage: "blue", MoveToVersionId: token("v1") },
		],
		[
			"UpdateSecretVersionStage that removes",
			"UpdateSecretVersionStage",
			{ VersionStage: "AWSPREVIOUS", RemoveFromVersionId: token("v1") },
		],
		["TagResource", "TagResource", { Tags: [{ Key: "Team" }] }],
		[
			"TagResource with the tags that it has [R-ST-auth:tag-resource-owner-reset]",
			"TagResource",
			{ Tags },
		],
		["TagResource with nothing", "TagResource", { Tags: [] }],
		[
			"PutResourcePolicy with the policy that it has",
			"PutResourcePolicy",
			{ ResourcePolicy },
		],
		["DeleteResourcePolicy [R-ST-meta]", "DeleteResourcePolicy", {}],
		["RotateSecret [R-ST-rot]", "RotateSecret", ROTATION],
		[
			"RotateSecret that only tests [R-ST-rot]",
			"RotateSecret",
			{ ...ROTATION, RotateImmediately: false },
		],
		["CancelRotateSecret [R-ST-rot]", "CancelRotateSecret", {}],
	])("%s", (_, operation, input) => {
		for (const before of [live, owned]) {
			const world = before.after(operation, { SecretId: "db", ...input });
			expect(datesOf(world)).toEqual({ ...UNTOUCHED, changed: LATER });
		}
	});

	it("UntagResource never, though tags go [R-ST-meta]", () => {
		const world = owned.after("UntagResource", {
			SecretId: "db",
			TagKeys: ["Env"],
		});
		expect(world.store).not.toBe(owned.store);
		expect(datesOf(world)).toEqual(UNTOUCHED);
	});

	it("DeleteSecret with a window, which is DeletedDate, too [R-ST-life]", () => {
		const world = live.after("DeleteSecret", { SecretId: "db" });
		expect(datesOf(world)).toEqual({
			...UNTOUCHED,
			changed: LATER,
			deleted: LATER,
		});
	});

	it("RestoreSecret, which takes DeletedDate away [R-ST-life]", () => {
		expect(datesOf(scheduled)).toEqual({ ...UNTOUCHED, deleted: NOON });
		const world = scheduled.after("RestoreSecret", { SecretId: "db" });
		expect(datesOf(world)).toEqual({ ...UNTOUCHED, changed: LATER });
	});
});

describe("No date is touched by", () => {
	it.each<[title: string, world: World, operation: string, input: object]>([
		["DescribeSecret", live, "DescribeSecret", {}],
		["ListSecretVersionIds", live, "ListSecretVersionIds", {}],
		["RestoreSecret of an active secret (assumed)", live, "RestoreSecret", {}],
		["a replay of PutSecretValue", live, "PutSecretValue", version("v1")],
		[
			"… whose labels are there",
			live,
			"PutSecretValue",
			{ ...version("v2"), VersionStages: ["AWSCURRENT"] },
		],
		["a replay of UpdateSecret", live, "UpdateSecret", version("v1")],
		[
			"a replay of RotateSecret",
			live
				.later(-HOUR)
				.after("RotateSecret", { SecretId: "db", ...ROTATION })
				.later(HOUR),
			"RotateSecret",
			ROTATION,
		],
		[
			"UpdateSecretVersionStage whose label is there",
			live,
			"UpdateSecretVersionStage",
			{ VersionStage: "AWSCURRENT", MoveToVersionId: token("v2") },
		],
		["ListSecrets", live, "ListSecrets", {}],
		["GetRandomPassword", live, "GetRandomPassword", {}],
		["GetResourcePolicy", owned, "GetResourcePolicy", {}],
		[
			"ValidateResourcePolicy",
			owned,
			"ValidateResourcePolicy",
			{ ResourcePolicy },
		],
		[
			"UntagResource with a key that no tag has",
			owned,
			"UntagResource",
			{ TagKeys: ["env"] },
		],
		["DescribeSecret of a scheduled secret", scheduled, "DescribeSecret", {}],
		[
			"ListSecretVersionIds of a scheduled secret",
			scheduled,
			"ListSecretVersionIds",
			{},
		],
	])("%s", (_, world, operation, input) => {
		expect(world.after(operation, { SecretId: "db", ...input }).store).toBe(
			world.store,
		);
	});

	it("a replay of CreateSecret", () => {
		expect(
			live.after("CreateSecret", { Name: "db", ...version("v1") }).store,
		).toBe(live.store);
	});

	it.each<[title: string, world: World, operation: string, input: object]>([
		[
			"GetSecretValue of an unknown label",
			live,
			"GetSecretValue",
			{ VersionStage: "blue" },
		],
		["GetSecretValue of a scheduled secret", scheduled, "GetSecretValue", {}],
		[
			"PutSecretValue of another value",
			live,
			"PutSecretValue",
			version("v2", "another"),
		],
		[
			"UpdateSecret of another value",
			live,
			"UpdateSecret",
			{ ...version("v2", "another"), Description: "new" },
		],
		[
			"UpdateSecretVersionStage from nobody",
			live,
			"UpdateSecretVersionStage",
			{ VersionStage: "AWSCURRENT", MoveToVersionId: token("v1") },
		],
		[
			"DeleteSecret with a bad window",
			live,
			"DeleteSecret",
			{ RecoveryWindowInDays: 1 },
		],
		["DeleteSecret of a scheduled secret", scheduled, "DeleteSecret", {}],
		[
			"RotateSecret without a function",
			live,
			"RotateSecret",
			{ ClientRequestToken: token("r1") },
		],
		["RotateSecret of a scheduled secret", scheduled, "RotateSecret", ROTATION],
		[
			"CancelRotateSecret of a scheduled secret",
			scheduled,
			"CancelRotateSecret",
			{},
		],
		[
			"TagResource with a key of AWS",
			owned,
			"TagResource",
			{ Tags: [{ Key: "aws:x" }] },
		],
		[
			"PutResourcePolicy of what is none",
			owned,
			"PutResourcePolicy",
			{ ResourcePolicy: "{}" },
		],
		[
			"DeleteResourcePolicy of a scheduled secret",
			scheduled,
			"DeleteResourcePolicy",
			{},
		],
		[
			"CreateSecret of its name",
			live,
			"CreateSecret",
			{ Name: "db", ...version("v3") },
		],
	])("a refused call: %s", (_, world, operation, input) => {
		const { world: after } = world.when(operation, {
			SecretId: "db",
			...input,
		});
		expect(after.store).toBe(world.store);
		expect(datesOf(after)).toEqual(datesOf(world));
	});
});

describe("LastAccessedDate", () => {
	it.each([
		["the current version", {}],
		["a version by id", { VersionId: token("v1") }],
		["a version by label", { VersionStage: "AWSPREVIOUS" }],
	])(
		"is midnight UTC after GetSecretValue of %s, and LastChangedDate stays [R-LS:test_last_accessed_date]",
		(_, choice) => {
			const world = live.after("GetSecretValue", { SecretId: "db", ...choice });
			expect(datesOf(world)).toEqual({ ...UNTOUCHED, accessed: MIDNIGHT });
		},
	);

	it.each<[title: string, input: object]>([
		["its id", { SecretIdList: ["db"] }],
		["a filter", { Filters: [{ Key: "name", Values: ["db"] }] }],
	])(
		"is midnight UTC after BatchGetSecretValue by %s, and LastChangedDate stays [R-ST-enc]",
		(_, input) => {
			const world = live.after("BatchGetSecretValue", input);
			expect(datesOf(world)).toEqual({ ...UNTOUCHED, accessed: MIDNIGHT });
		},
	);

	it.each([
		["the last millisecond of the day", 11 * HOUR - 1, MIDNIGHT],
		["midnight", 11 * HOUR, MIDNIGHT + DAY],
		["the first millisecond of the day", 11 * HOUR + 1, MIDNIGHT + DAY],
		["a day of the next year", 60 * DAY, MIDNIGHT + 60 * DAY],
	])("at %s is that day's", (_, after, accessed) => {
		const world = live.later(after).after("GetSecretValue", { SecretId: "db" });
		expect(datesOf(world).accessed).toBe(accessed);
	});

	it("stays with every change of the secret", () => {
		const read = live.after("GetSecretValue", { SecretId: "db" }).later(DAY);
		const changed = read
			.after("PutSecretValue", { SecretId: "db", ...version("v3") })
			.after("UpdateSecret", { SecretId: "db", Description: "new" })
			.after("DeleteSecret", { SecretId: "db" })
			.after("RestoreSecret", { SecretId: "db" });
		expect(datesOf(changed).accessed).toBe(MIDNIGHT);
	});

	it("of a region is its own", () => {
		const world = live
			.as({ region: "eu-west-1" })
			.after("CreateSecret", { Name: "db", ...version("v1") })
			.after("GetSecretValue", { SecretId: "db" });
		expect(datesOf(world).accessed).toBe(MIDNIGHT);
		expect(datesOf(world.as({ region: "us-east-1" })).accessed).toBeUndefined();
	});
});

describe("CreatedDate", () => {
	it("of a version is the moment when its value was stored, and stays", () => {
		const world = live
			.after("PutSecretValue", { SecretId: "db", ...version("v3") })
			.later(HOUR)
			.after("PutSecretValue", { SecretId: "db", ...version("v3") })
			.after("UpdateSecret", { SecretId: "db", KmsKeyId: "alias/new" })
			.after("GetSecretValue", { SecretId: "db" });
		const { answer } = world.when("ListSecretVersionIds", {
			SecretId: "db",
			IncludeDeprecated: true,
		});
		expect(
			answer.Versions.map((each: { CreatedDate: number }) => each.CreatedDate),
		).toEqual([NOON, NOON, LATER]);
		world
			.when("GetSecretValue", { SecretId: "db" })
			.answers({ CreatedDate: LATER });
	});

	it("of a re-created secret is the new one's", () => {
		const world = live
			.after("DeleteSecret", {
				SecretId: "db",
				ForceDeleteWithoutRecovery: true,
			})
			.after("CreateSecret", { Name: "db", ...version("v1") });
		expect(datesOf(world)).toEqual({
			...UNTOUCHED,
			created: LATER,
			changed: LATER,
		});
	});
});

describe("DeletionDate", () => {
	it.each([
		["the call and its window", { RecoveryWindowInDays: 7 }, LATER + 7 * DAY],
		["the call and 30 days", {}, LATER + 30 * DAY],
		["the call, when forced", { ForceDeleteWithoutRecovery: true }, LATER],
	])(
		"is %s; DeletedDate is never the end of the window [R-ST-life]",
		(_, members, date) => {
			live
				.when("DeleteSecret", { SecretId: "db", ...members })
				.answers({ DeletionDate: date });
		},
	);
});
