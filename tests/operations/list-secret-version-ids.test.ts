import { describe, expect, it } from "vitest";
import { DAY, given, HOUR, NOON, token, type World } from "../support/given.js";
import { keyId } from "../support/keys.js";

const create = (members: object = {}, world = given()): World =>
	world.after("CreateSecret", {
		Name: "db",
		ClientRequestToken: token("v1"),
		...members,
	});
const put = (world: World, id: string, stages?: readonly string[]): World =>
	world.after("PutSecretValue", {
		SecretId: "db",
		ClientRequestToken: token(id),
		SecretString: `value of ${id}`,
		...(stages && { VersionStages: stages }),
	});
const list = (world: World, members: object = {}) =>
	world.when("ListSecretVersionIds", { SecretId: "db", ...members });
const ids = (answer: {
	readonly Versions: readonly { readonly VersionId: string }[];
}) => answer.Versions.map(({ VersionId }) => VersionId.replace(/-+$/, ""));

const one = create({ SecretString: "value of v1" });
const ARN: string = one.when("DescribeSecret", { SecretId: "db" }).answer.ARN;
/** v1 and v2 no label, v3 AWSPREVIOUS, v4 AWSCURRENT, v5 custom; an hour between them. */
let five = one;
for (const id of ["v2", "v3", "v4"]) five = put(five.later(HOUR), id);
five = put(five.later(HOUR), "v5", ["blue"]);

describe("The answer", () => {
	it("names ARN, Name and the versions with labels [R-LS:test_deprecated_secret_version_stage]", () => {
		const entry = (id: string, hours: number, stages: readonly string[]) => ({
			VersionId: token(id),
			VersionStages: stages,
			CreatedDate: NOON + hours * HOUR,
			KmsKeyIds: ["DefaultEncryptionKey"],
		});
		list(five).answersExactly({
			ARN,
			Name: "db",
			Versions: [
				entry("v3", 2, ["AWSPREVIOUS"]),
				entry("v4", 3, ["AWSCURRENT"]),
				entry("v5", 4, ["blue"]),
			],
		});
	});

	it.each([
		["absent", {}, ["v3", "v4", "v5"]],
		["false", { IncludeDeprecated: false }, ["v3", "v4", "v5"]],
		["null", { IncludeDeprecated: null }, ["v3", "v4", "v5"]],
		["true", { IncludeDeprecated: true }, ["v1", "v2", "v3", "v4", "v5"]],
	])(
		"IncludeDeprecated %s: in ascending order of creation [R-ST-enc]",
		(_, members, listed) => {
			expect(ids(list(five, members).answer)).toEqual(listed);
		},
	);

	it("has no VersionStages for a version without labels", () => {
		const { answer } = list(five, { IncludeDeprecated: true });
		expect(answer.Versions[0]).toEqual({
			VersionId: token("v1"),
			CreatedDate: NOON,
			KmsKeyIds: ["DefaultEncryptionKey"],
		});
	});

	it("keeps the order of creation when labels move", () => {
		const world = five.after("UpdateSecretVersionStage", {
			SecretId: "db",
			VersionStage: "AWSCURRENT",
			RemoveFromVersionId: token("v4"),
			MoveToVersionId: token("v1"),
		});
		expect(ids(list(world).answer)).toEqual(["v1", "v4", "v5"]);
	});

	it("tells LastAccessedDate of the versions that were read", () => {
		const read = five
			.later(DAY)
			.after("GetSecretValue", { SecretId: "db", VersionId: token("v1") });
		const { answer } = list(read, { IncludeDeprecated: true });
		// 16:00 of the next day by now: midnight of that day.
		expect(answer.Versions[0].LastAccessedDate).toBe(NOON + 12 * HOUR);
		expect(answer.Versions[1]).not.toHaveProperty("LastAccessedDate");
	});

	it("is empty for a secret without a value", () => {
		for (const IncludeDeprecated of [false, true])
			expect(list(create(), { IncludeDeprecated }).answer).toEqual({
				ARN,
				Name: "db",
				Versions: [],
			});
	});

	it("is given for a secret scheduled for deletion, too [INF from MODEL]", () => {
		const scheduled = five.after("DeleteSecret", { SecretId: "db" });
		expect(ids(list(scheduled).answer)).toEqual(["v3", "v4", "v5"]);
	});

	it("changes nothing", () => {
		expect(list(five.later(DAY)).world.store).toBe(five.store);
	});
});

it("KmsKeyIds are of the partition, region and account of the secret", () => {
	given()
		.as({ account: "210987654321", region: "cn-north-1" })
		.withKey({ keyId: keyId("a") })
		.after("CreateSecret", {
			Name: "db",
			ClientRequestToken: token("v1"),
			SecretString: "x",
			KmsKeyId: keyId("a"),
		})
		.when("ListSecretVersionIds", { SecretId: "db" })
		.answers({
			Versions: [
				{
					KmsKeyIds: [
						`arn:aws-cn:kms:cn-north-1:210987654321:key/${keyId("a")}`,
					],
				},
			],
		});
});

describe("Pages", () => {
	/** 25 versions, each with a label of its own for the first 18, then unlabelled and current ones. */
	let many = one;
	for (let i = 2; i <= 25; i++)
		many = put(many, `v${i}`, i <= 18 ? [`L${i}`] : undefined);
	const all = Array.from({ length: 25 }, (_, i) => `v${i + 1}`);
	const pages = (
		world: World,
		members: object,
	): readonly (readonly string[])[] => {
		const { answer } = list(world, members);
		return answer.NextToken === undefined
			? [ids(answer)]
			: [
					ids(answer),
					...pages(world, { ...members, NextToken: answer.NextToken }),
				];
	};

	it("hold 10 versions by default (assumed)", () => {
		const sizes = pages(many, { IncludeDeprecated: true }).map(
			(page) => page.length,
		);
		expect(sizes).toEqual([10, 10, 5]);
	});

	it.each([1, 2, 7, 24, 25, 26, 100])(
		"of MaxResults %i make up the listing",
		(MaxResults) => {
			const found = pages(many, { IncludeDeprecated: true, MaxResults });
			expect(found.flat()).toEqual(all);
			expect(found.length).toBe(Math.ceil(25 / MaxResults));
		},
	);

	it("of labelled versions make up the shorter listing", () => {
		const found = pages(many, { MaxResults: 4 });
		expect(found.flat()).toEqual(ids(list(many, { MaxResults: 100 }).answer));
		expect(found.flat()).not.toContain("v20");
	});

	it("end without NextToken when nothing is left", () => {
		const ten = put(many, "v26");
		expect(
			list(ten, { IncludeDeprecated: true, MaxResults: 26 }).answer,
		).not.toHaveProperty("NextToken");
	});

	it("may differ in size", () => {
		const first = list(many, { IncludeDeprecated: true, MaxResults: 3 });
		const { NextToken } = first.answer;
		const second = list(many, {
			IncludeDeprecated: true,
			MaxResults: 5,
			NextToken,
		});
		expect(ids(second.answer)).toEqual(["v4", "v5", "v6", "v7", "v8"]);
	});

	it("neither lose nor repeat a version that is written between them", () => {
		const { NextToken } = list(many, {
			IncludeDeprecated: true,
			MaxResults: 20,
		}).answer;
		const later = put(many, "v26");
		expect(
			ids(list(later, { IncludeDeprecated: true, NextToken }).answer),
		).toEqual([...all.slice(20), "v26"]);
	});

	it("go on although the version at their end has lost its label", () => {
		const { NextToken } = list(many, { MaxResults: 3 }).answer;
		const unlabelled = many.after("UpdateSecretVersionStage", {
			SecretId: "db",
			VersionStage: "L3",
			RemoveFromVersionId: token("v3"),
		});
		expect(ids(list(unlabelled, { MaxResults: 2, NextToken }).answer)[0]).toBe(
			ids(list(many, { MaxResults: 2, NextToken }).answer)[0],
		);
	});

	it("go on under any form of SecretId, and with IncludeDeprecated false as absent", () => {
		const { NextToken } = list(many, { MaxResults: 3 }).answer;
		const next = ids(list(many, { MaxResults: 3, NextToken }).answer);
		for (const request of [
			{ SecretId: ARN },
			{ SecretId: ARN.slice(0, -7) },
			{ IncludeDeprecated: false },
		])
			expect(
				ids(list(many, { MaxResults: 3, NextToken, ...request }).answer),
			).toEqual(next);
	});

	describe("refuse a NextToken (assumed)", () => {
		const { NextToken } = list(many, { MaxResults: 3 }).answer;
		const refused = (world: World, members: object) =>
			list(world, members).refuses(
				"InvalidNextTokenException",
				"The NextToken value is invalid.",
			);
		const createAndFill = (world: World, Name: string) => {
			let filled = world.after("CreateSecret", {
				Name,
				ClientRequestToken: token("v1"),
				SecretString: "x",
			});
			for (const id of ["v2", "v3", "v4"])
				filled = filled.after("PutSecretValue", {
					SecretId: Name,
					ClientRequestToken: token(id),
					SecretString: "x",
					VersionStages: [id],
				});
			return filled;
		};

		it.each([
			["that is none", "garbage"],
			["of one character", "1"],
			["of another length", `${NextToken}AAAA`],
			[
				"that was altered",
				`${NextToken.startsWith("A") ? "B" : "A"}${NextToken.slice(1)}`,
			],
			["that is a version id", token("v3")],
			["of 4,096 characters", "A".repeat(4096)],
			["of odd characters", "\ud800 ü 🔑"],
		])("%s", (_, text) => {
			refused(many, { NextToken: text });
		});

		it("of the other setting of IncludeDeprecated", () => {
			refused(many, { NextToken, IncludeDeprecated: true });
		});

		it("of another secret", () => {
			const world = createAndFill(many, "other");
			list(world, { SecretId: "other", NextToken }).refuses(
				"InvalidNextTokenException",
			);
		});

		it("of a secret of the same name in another region", () => {
			refused(createAndFill(many.as({ region: "eu-west-1" }), "db"), {
				NextToken,
			});
		});

		it("of a former secret of the name", () => {
			const again = createAndFill(
				many.after("DeleteSecret", {
					SecretId: "db",
					ForceDeleteWithoutRecovery: true,
				}),
				"db",
			);
			refused(again, { NextToken });
		});

		it("after the secret was looked for", () => {
			list(many, { SecretId: "unknown", NextToken: "garbage" }).refuses(
				"ResourceNotFoundException",
				"Secrets Manager can't find the specified secret.",
			);
		});
	});
});

it("Refused: an unknown secret", () => {
	list(given()).refuses(
		"ResourceNotFoundException",
		"Secrets Manager can't find the specified secret.",
	);
});
