import { describe, expect, it } from "vitest";
import { DAY, given, HOUR, NOON, token, type World } from "../support/given.js";
import { keyId } from "../support/keys.js";
import {
	complete,
	FUNCTION,
	one,
	report,
	rotate,
} from "../support/rotation-world.js";

const create = (members: object = {}): World =>
	given()
		.withKey({ keyId: keyId("a"), aliases: ["alias/orders"] })
		.after("CreateSecret", {
			Name: "db",
			ClientRequestToken: token("v1"),
			...members,
		});
const described = (world: World) =>
	world.when("DescribeSecret", { SecretId: "db" }).answer;
const ARN: string = described(create()).ARN;

/** Everything that a secret of this version can show. */
const full = create({
	SecretString: "x",
	Description: "orders",
	KmsKeyId: "alias/orders",
	Type: "partner",
	Tags: [
		{ Key: "Env", Value: "prod" },
		{ Key: "Team", Value: "" },
	],
})
	.later(HOUR)
	.after("GetSecretValue", { SecretId: "db" })
	.after("DeleteSecret", { SecretId: "db" });

describe("The members", () => {
	it("of a full secret", () => {
		full.when("DescribeSecret", { SecretId: "db" }).answersExactly({
			ARN,
			Name: "db",
			Type: "partner",
			Description: "orders",
			KmsKeyId: "alias/orders",
			LastChangedDate: NOON + HOUR,
			LastAccessedDate: NOON - 12 * HOUR,
			DeletedDate: NOON + HOUR,
			Tags: [
				{ Key: "Env", Value: "prod" },
				{ Key: "Team", Value: "" },
			],
			VersionIdsToStages: { [token("v1")]: ["AWSCURRENT"] },
			CreatedDate: NOON,
		});
	});

	it("of an empty one: what is always there, and nothing is null", () => {
		create().when("DescribeSecret", { SecretId: "db" }).answersExactly({
			ARN,
			Name: "db",
			CreatedDate: NOON,
			LastChangedDate: NOON,
		});
		expect(Object.keys(described(create())).sort()).toEqual([
			"ARN",
			"CreatedDate",
			"LastChangedDate",
			"Name",
		]);
	});

	it.each([
		[
			"Description",
			"set and not empty",
			{ Description: "x" },
			{ Description: "" },
		],
		[
			"KmsKeyId",
			"named [R-ST-enc]",
			{ KmsKeyId: "alias/orders" },
			{ KmsKeyId: "" },
		],
		[
			"KmsKeyId",
			"named, even the default one [R-CDKD]",
			{ KmsKeyId: "alias/aws/secretsmanager" },
			{},
		],
		[
			"Tags",
			"ever tagged, with [] as well [R-LS:test_secret_tags, R-ST-auth]",
			{ Tags: [] },
			{},
		],
		["VersionIdsToStages", "given a value", { SecretString: "x" }, {}],
		["Type", "given", { Type: "partner" }, {}],
	])("%s is present when %s", (member, _, present, absent) => {
		expect(described(create(present))).toHaveProperty(member);
		expect(described(create(absent))).not.toHaveProperty(member);
	});

	it.each([
		"RotationEnabled",
		"RotationLambdaARN",
		"RotationRules",
		"LastRotatedDate",
		"NextRotationDate",
		"OwningService",
		"PrimaryRegion",
		"ReplicationStatus",
		"ExternalSecretRotationMetadata",
		"ExternalSecretRotationRoleArn",
	])("%s is absent before it was configured (assumed)", (member) => {
		const world = full.after("RestoreSecret", { SecretId: "db" });
		const written = world.after("PutSecretValue", {
			SecretId: "db",
			ClientRequestToken: token("v2"),
			SecretString: "y",
		});
		for (const each of [full, world, written])
			expect(described(each)).not.toHaveProperty(member);
	});

	describe("of a rotation:", () => {
		const RotationRules = { AutomaticallyAfterDays: 7, Duration: "3h" };
		const ExternalSecretRotationMetadata = [{ Key: "k", Value: "v" }];
		const ExternalSecretRotationRoleArn = "arn:aws:iam::123456789012:role/r";
		const configured = rotate(one, {
			RotationRules,
			ExternalSecretRotationMetadata,
			ExternalSecretRotationRoleArn,
		}).world;
		// The end of the window, three hours after it opens at 00:00 UTC.
		const NextRotationDate = NOON + 7 * DAY - 9 * HOUR - 1000;
		const rotationOf = (world: World) => {
			const {
				ARN: _,
				Name: _name,
				CreatedDate: _created,
				LastChangedDate: _changed,
				VersionIdsToStages: _stages,
				...rotation
			} = described(world);
			return rotation;
		};
		const SET = {
			RotationEnabled: true,
			RotationLambdaARN: FUNCTION,
			RotationRules,
			ExternalSecretRotationMetadata,
			ExternalSecretRotationRoleArn,
			NextRotationDate,
		};

		it.each<[when: string, world: World, members: object]>([
			["never configured", one, {}],
			["configured", configured, SET],
			[
				"done once",
				complete(configured).world,
				{ ...SET, LastRotatedDate: NOON },
			],
			[
				"cancelled",
				complete(configured).world.after("CancelRotateSecret", {
					SecretId: "db",
				}),
				{
					RotationEnabled: false,
					RotationLambdaARN: FUNCTION,
					RotationRules,
					ExternalSecretRotationMetadata,
					ExternalSecretRotationRoleArn,
					LastRotatedDate: NOON,
				},
			],
			[
				"cancelled before it was configured",
				one.after("CancelRotateSecret", { SecretId: "db" }),
				{ RotationEnabled: false },
			],
			[
				"configured with a function alone",
				rotate(one).world,
				{ RotationEnabled: true, RotationLambdaARN: FUNCTION },
			],
		])("%s", (_, world, members) => {
			expect(rotationOf(world)).toEqual(members);
		});

		it("NextRotationDate is in the past while a rotation keeps failing", () => {
			const failed = report(configured, "createSecret", { ok: false }).world;
			const later = failed.later(100 * DAY);
			expect(described(later).NextRotationDate).toBe(NextRotationDate);
		});

		it("survives a deletion that is taken back [INF]", () => {
			const restored = configured
				.after("DeleteSecret", { SecretId: "db" })
				.after("RestoreSecret", { SecretId: "db" });
			expect(rotationOf(restored)).toEqual(SET);
		});
	});

	it("LastAccessedDate is absent until the first read", () => {
		const world = create({ SecretString: "x" });
		expect(described(world)).not.toHaveProperty("LastAccessedDate");
	});

	it("DeletedDate is there while the secret is scheduled for deletion only", () => {
		const restored = full.after("RestoreSecret", { SecretId: "db" });
		expect(described(full).DeletedDate).toBe(NOON + HOUR);
		expect(described(restored)).not.toHaveProperty("DeletedDate");
	});
});

describe("VersionIdsToStages", () => {
	it("leaves out versions without labels", () => {
		let world = create({ SecretString: "x" });
		for (const id of ["v2", "v3"])
			world = world.after("PutSecretValue", {
				SecretId: "db",
				ClientRequestToken: token(id),
				SecretString: "x",
			});
		expect(described(world).VersionIdsToStages).toEqual({
			[token("v2")]: ["AWSPREVIOUS"],
			[token("v3")]: ["AWSCURRENT"],
		});
	});

	it("lists its ids in ascending order [R-ST]", () => {
		let world = create();
		for (const id of ["b", "c", "a", "B"])
			world = world.after("PutSecretValue", {
				SecretId: "db",
				ClientRequestToken: token(id),
				SecretString: "x",
				VersionStages: [id],
			});
		expect(Object.keys(described(world).VersionIdsToStages)).toEqual(
			["B", "a", "b", "c"].map(token),
		);
	});

	it("loses nothing to hostile words", () => {
		const id = "__proto__".repeat(4);
		const world = create().after("PutSecretValue", {
			SecretId: "db",
			ClientRequestToken: id,
			SecretString: "x",
			VersionStages: ["__proto__"],
		});
		expect(new Set(described(world).VersionIdsToStages[id])).toEqual(
			new Set(["__proto__", "AWSCURRENT"]),
		);
	});
});

describe("The secret", () => {
	it("is the same object afterwards", () => {
		expect(
			full.later(DAY).after("DescribeSecret", { SecretId: "db" }).store,
		).toBe(full.store);
	});

	it("is not changed through the answer", () => {
		const before = structuredClone(described(full));
		const answer = described(full);
		answer.Tags[0].Value = "changed";
		answer.Tags.push({ Key: "new", Value: "" });
		answer.VersionIdsToStages[token("v1")].push("mine");
		expect(described(full)).toEqual(before);
	});
});

it("Refused: an unknown secret [R-LS:test_secret_not_found]", () => {
	given()
		.when("DescribeSecret", { SecretId: "db" })
		.refuses(
			"ResourceNotFoundException",
			"Secrets Manager can't find the specified secret.",
		);
});
