import { createStore } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { CONTEXT, DAY, given, HOUR, NOON, token } from "../support/given.js";

/** The shortest request that is accepted: a name and a token. */
const EMPTY = { Name: "db", ClientRequestToken: token("v1") };
const WITH_VALUE = { ...EMPTY, SecretString: "one" };

const describeDb = (world: ReturnType<typeof given>) =>
	world.when("DescribeSecret", { SecretId: "db" }).answer;

describe("The answer", () => {
	it("names ARN, Name and, with a value, VersionId, which is the token", () => {
		const { answer } = given().when("CreateSecret", WITH_VALUE);
		expect(answer).toEqual({
			ARN: expect.stringMatching(
				/^arn:aws:secretsmanager:us-east-1:123456789012:secret:db-[A-Za-z0-9]{6}$/,
			),
			Name: "db",
			VersionId: token("v1"),
		});
	});

	it("has no VersionId without a value [R-LS:test_create_secret_version_from_empty_secret]", () => {
		const { answer } = given().when("CreateSecret", EMPTY);
		expect(Object.keys(answer).sort()).toEqual(["ARN", "Name"]);
	});
});

describe("The ARN", () => {
	it.each([
		["us-east-1", "aws"],
		["eu-central-1", "aws"],
		["cn-north-1", "aws-cn"],
		["us-gov-west-1", "aws-us-gov"],
		["us-iso-east-1", "aws-iso"],
		["us-isob-east-1", "aws-iso-b"],
		["us-isof-south-1", "aws-iso-f"],
		["eu-isoe-west-1", "aws-iso-e"],
	])("of a secret in %s is of the partition %s [DOC]", (region, partition) => {
		const { answer } = given().as({ region }).when("CreateSecret", EMPTY);
		expect(answer.ARN).toMatch(
			new RegExp(
				`^arn:${partition}:secretsmanager:${region}:123456789012:secret:db-[A-Za-z0-9]{6}$`,
			),
		);
	});

	it("names the account of the caller", () => {
		const { answer } = given()
			.as({ account: "000000000001" })
			.when("CreateSecret", EMPTY);
		expect(answer.ARN).toContain(":us-east-1:000000000001:secret:db-");
	});

	it("keeps the whole name, slashes and all, before the suffix", () => {
		const Name = "/prod/app-abc123/_+=.@!-";
		const { answer } = given().when("CreateSecret", { ...EMPTY, Name });
		expect(answer.Name).toBe(Name);
		expect(answer.ARN).toMatch(/:secret:\/prod\/app-abc123\/_\+=\.@!--\w{6}$/);
	});

	it("has a suffix that the name has no part in", () => {
		const suffixOf = (Name: string) =>
			given()
				.when("CreateSecret", { ...EMPTY, Name })
				.answer.ARN.slice(-6);
		expect(suffixOf("a")).toBe(suffixOf("another"));
	});

	it("has another suffix for each secret, account, region and seed", () => {
		const first = given().when("CreateSecret", EMPTY);
		const others = [
			first.world.when("CreateSecret", { ...EMPTY, Name: "second" }),
			given().as({ account: "210987654321" }).when("CreateSecret", EMPTY),
			given().as({ region: "eu-west-1" }).when("CreateSecret", EMPTY),
			given().as({ seed: "another" }).when("CreateSecret", EMPTY),
		];
		const suffixes = [first, ...others].map(({ answer }) =>
			answer.ARN.slice(-6),
		);
		expect(new Set(suffixes).size).toBe(5);
	});

	it("has another suffix when a secret is re-created under the same seed [R-LS:test_can_recreate_delete_secret]", () => {
		const first = given().when("CreateSecret", WITH_VALUE);
		const second = first.world
			.after("DeleteSecret", {
				SecretId: "db",
				ForceDeleteWithoutRecovery: true,
			})
			.when("CreateSecret", WITH_VALUE);
		expect(second.answer.ARN).not.toBe(first.answer.ARN);
		second.world
			.when("GetSecretValue", { SecretId: first.answer.ARN })
			.refuses(
				"ResourceNotFoundException",
				"Secrets Manager can't find the specified secret.",
			);
	});
});

describe("The new secret", () => {
	it("has its version under AWSCURRENT", () => {
		const { world, answer } = given().when("CreateSecret", WITH_VALUE);
		world
			.when("DescribeSecret", { SecretId: "db" })
			.answersExactly({
				ARN: answer.ARN,
				Name: "db",
				CreatedDate: NOON,
				LastChangedDate: NOON,
				VersionIdsToStages: { [token("v1")]: ["AWSCURRENT"] },
			})
			.when("GetSecretValue", { SecretId: "db" })
			.answersExactly({
				ARN: answer.ARN,
				Name: "db",
				VersionId: token("v1"),
				SecretString: "one",
				VersionStages: ["AWSCURRENT"],
				CreatedDate: NOON,
			});
	});

	it("has no version and no LastAccessedDate without a value [R-LS, R-ST-life]", () => {
		const { world, answer } = given().when("CreateSecret", EMPTY);
		world
			.when("DescribeSecret", { SecretId: "db" })
			.answersExactly({
				ARN: answer.ARN,
				Name: "db",
				CreatedDate: NOON,
				LastChangedDate: NOON,
			})
			.when("ListSecretVersionIds", {
				SecretId: "db",
				IncludeDeprecated: true,
			})
			.answersExactly({ ARN: answer.ARN, Name: "db", Versions: [] });
	});

	it.each([
		["a text", "for the orders", "for the orders"],
		["an empty text, stored as absent [R-CDKD]", "", undefined],
		["null, which is absent", null, undefined],
	])("keeps as Description %s", (_, Description, shown) => {
		const world = given().after("CreateSecret", { ...EMPTY, Description });
		expect(describeDb(world).Description).toBe(shown);
		expect("Description" in describeDb(world)).toBe(shown !== undefined);
	});

	it.each([
		["none was given [R-ST-enc]", {}],
		["an empty one was given", { KmsKeyId: "" }],
	])("shows no KmsKeyId when %s", (_, key) => {
		const world = given().after("CreateSecret", { ...EMPTY, ...key });
		expect(describeDb(world)).not.toHaveProperty("KmsKeyId");
	});

	it("shows its Type", () => {
		const world = given().after("CreateSecret", { ...EMPTY, Type: "partner" });
		expect(describeDb(world).Type).toBe("partner");
	});

	it("may come with ForceOverwriteReplicaSecret, of no effect without replicas", () => {
		given().after("CreateSecret", {
			...WITH_VALUE,
			ForceOverwriteReplicaSecret: true,
		});
	});

	it("holds bytes as well as text", () => {
		given()
			.after("CreateSecret", {
				...EMPTY,
				SecretBinary: new Uint8Array([0, 255]),
			})
			.when("GetSecretValue", { SecretId: "db" })
			.answers({ SecretBinary: new Uint8Array([0, 255]) });
	});

	it.each([
		"a",
		"A",
		"0",
		"-",
		"/",
		"_",
		"+",
		"=",
		".",
		"@",
		"!",
		"/leading/slash",
		"events!connection/orders/0a6e1f32-8c1a-4c5e-9d9a-000000000000",
		"rds!cluster-1",
		"__proto__",
		"constructor",
		"n".repeat(512),
	])("may be called %s", (Name) => {
		given()
			.after("CreateSecret", { ...WITH_VALUE, Name })
			.when("GetSecretValue", { SecretId: Name })
			.answers({ Name, SecretString: "one" });
	});

	it("is another one than the secret whose name differs in case only", () => {
		given()
			.after("CreateSecret", WITH_VALUE)
			.after("CreateSecret", { ...WITH_VALUE, Name: "DB", SecretString: "two" })
			.when("GetSecretValue", { SecretId: "db" })
			.answers({ Name: "db", SecretString: "one" });
	});
});

describe("Tags", () => {
	const tagsOf = (Tags: unknown) =>
		describeDb(given().after("CreateSecret", { ...EMPTY, Tags })).Tags;
	const many = (count: number) =>
		Array.from({ length: count }, (_, i) => ({ Key: `k${i}`, Value: "v" }));

	it.each([
		["are absent when none were given", undefined, undefined],
		["are absent for null", null, undefined],
		["are [] for [] [R-ST-auth:create-untagged-positive-control]", [], []],
		[
			"are shown",
			[{ Key: "Env", Value: "prod" }],
			[{ Key: "Env", Value: "prod" }],
		],
		[
			"may have an empty value",
			[{ Key: "Env", Value: "" }],
			[{ Key: "Env", Value: "" }],
		],
		[
			"get an empty value when it is missing",
			[{ Key: "Env" }],
			[{ Key: "Env", Value: "" }],
		],
		[
			"of equal keys keep the last, at the place of the first (assumed)",
			[
				{ Key: "a", Value: "1" },
				{ Key: "b", Value: "2" },
				{ Key: "a", Value: "3" },
			],
			[
				{ Key: "a", Value: "3" },
				{ Key: "b", Value: "2" },
			],
		],
		[
			"have case-sensitive keys",
			[
				{ Key: "env", Value: "1" },
				{ Key: "Env", Value: "2" },
			],
			[
				{ Key: "env", Value: "1" },
				{ Key: "Env", Value: "2" },
			],
		],
		[
			"may be named as nothing else may",
			[{ Key: "__proto__", Value: "x" }],
			[{ Key: "__proto__", Value: "x" }],
		],
		["may be 50", many(50), many(50)],
		[
			"are counted by key",
			[...many(50), { Key: "k0", Value: "again" }],
			[{ Key: "k0", Value: "again" }, ...many(50).slice(1)],
		],
	])("%s", (_, tags, shown) => {
		expect(tagsOf(tags)).toEqual(shown);
	});

	it.each([
		["more than 50 (assumed)", many(51)],
		["a key that begins with aws: (assumed)", [{ Key: "aws:x", Value: "" }]],
		["a key that begins with AWS:", [{ Key: "AWS:x", Value: "" }]],
		["a tag without a key", [{ Value: "prod" }]],
	])("are refused: %s", (_, Tags) => {
		given()
			.when("CreateSecret", { ...WITH_VALUE, Tags })
			.refuses("InvalidParameterException");
	});
});

describe("A name that exists", () => {
	const CONFLICT = (arn: string, id: string) =>
		`You can't use ClientRequestToken ${token(id)} because that value is already in use for a version of secret ${arn}.`;
	const EXISTS = "The operation failed because the secret db already exists.";
	const SCHEDULED =
		"You can't create this secret because a secret with this name is already scheduled for deletion.";

	const created = given().when("CreateSecret", WITH_VALUE);
	const arn: string = created.answer.ARN;
	const twoVersions = created.world.after("PutSecretValue", {
		SecretId: "db",
		ClientRequestToken: token("v2"),
		SecretString: "two",
	});

	it.each([
		[
			"same token, same value [R-MV:test_create_duplicate_secret_with_same_token]",
			{},
		],
		[
			"… with another description, key and tags [INF]",
			{
				Description: "new",
				KmsKeyId: "alias/new",
				Tags: [{ Key: "new", Value: "" }],
			},
		],
		[
			"the token and value of a later version",
			{
				ClientRequestToken: token("v2"),
				SecretString: "two",
			},
		],
	])("answers as before and changes nothing: %s", (_, changes) => {
		const request = { ...WITH_VALUE, ...changes };
		const result = twoVersions.later(HOUR).when("CreateSecret", request);
		result.answersExactly({
			ARN: arn,
			Name: "db",
			VersionId: request.ClientRequestToken,
		});
		expect(result.world.store).toBe(twoVersions.store);
	});

	it.each([
		[
			"same token, different value [R-MV:test_create_different_secret_with_same_token]",
			{ ...WITH_VALUE, SecretString: "another" },
			CONFLICT(arn, "v1"),
		],
		[
			"same token, the same bytes as binary",
			{ ...EMPTY, SecretBinary: "b25l" },
			CONFLICT(arn, "v1"),
		],
		[
			"a later version's token, different value",
			{ ...WITH_VALUE, ClientRequestToken: token("v2") },
			CONFLICT(arn, "v2"),
		],
		["same token, no value", EMPTY, EXISTS],
		[
			"another token, same value [R-LS:test_secret_exists_snapshots]",
			{ ...WITH_VALUE, ClientRequestToken: token("v3") },
			EXISTS,
		],
		[
			"another token, different value [R-MV]",
			{ ...WITH_VALUE, ClientRequestToken: token("v3"), SecretString: "three" },
			EXISTS,
		],
		[
			"another token, no value",
			{ ...EMPTY, ClientRequestToken: token("v3") },
			EXISTS,
		],
	])("is refused: %s", (_, request, message) => {
		twoVersions
			.when("CreateSecret", request)
			.refuses("ResourceExistsException", message);
	});

	it.each([
		["same token, same value", WITH_VALUE],
		["same token, different value", { ...WITH_VALUE, SecretString: "another" }],
		["another token", { ...WITH_VALUE, ClientRequestToken: token("v3") }],
		["no value", EMPTY],
	])(
		"is refused while scheduled for deletion: %s [R-LS:test_exp_raised_on_creation_of_secret_scheduled_for_deletion]",
		(_, request) => {
			twoVersions
				.after("DeleteSecret", { SecretId: "db" })
				.later(30 * DAY - 1)
				.when("CreateSecret", request)
				.refuses("InvalidRequestException", SCHEDULED);
		},
	);

	it("is free in another region and in another account", () => {
		twoVersions
			.as({ region: "eu-west-1" })
			.after("CreateSecret", WITH_VALUE)
			.as({ account: "210987654321" })
			.after("CreateSecret", WITH_VALUE);
	});

	it("is free when the recovery window has passed", () => {
		const again = twoVersions
			.after("DeleteSecret", { SecretId: "db" })
			.later(30 * DAY)
			.when("CreateSecret", WITH_VALUE);
		expect(again.answer.ARN).not.toBe(arn);
		again.world
			.when("DescribeSecret", { SecretId: "db" })
			.answers({ CreatedDate: NOON + 30 * DAY })
			.when("ListSecretVersionIds", { SecretId: "db", IncludeDeprecated: true })
			.answers({ Versions: [{ VersionId: token("v1") }] });
	});
});

describe("Other refusals", () => {
	it.each([
		["without a value", {}],
		[
			"with a value [R-LS:test_no_client_request_token]",
			{ SecretString: "one" },
		],
		["with null for it", { SecretString: "one", ClientRequestToken: null }],
	])("no ClientRequestToken, %s", (_, request) => {
		given()
			.when("CreateSecret", { Name: "db", ...request })
			.refuses(
				"InvalidRequestException",
				"You must provide a ClientRequestToken value. We recommend a UUID-type value.",
			);
	});

	it("both values [EMU, written against AWS]", () => {
		given()
			.when("CreateSecret", { ...WITH_VALUE, SecretBinary: "AAAA" })
			.refuses(
				"InvalidParameterException",
				"You can't specify both a binary secret value and a string secret value in the same secret.",
			);
	});

	it("its own region among replicas", () => {
		given()
			.when("CreateSecret", {
				...WITH_VALUE,
				AddReplicaRegions: [{ Region: "us-east-2" }, { Region: "us-east-1" }],
			})
			.refuses("InvalidParameterException", "Invalid replica region.");
	});

	it("its own region as a replica [R-ST-repl, assumed]", () => {
		given()
			.when("CreateSecret", {
				...WITH_VALUE,
				AddReplicaRegions: [{ Region: "us-east-1" }],
			})
			.refuses("InvalidParameterException", "Invalid replica region.");
	});
});

describe("The quota of secrets", () => {
	const TOO_MANY =
		"You exceeded the maximum number of secrets allowed in an account and region.";
	const create = (name: string) => ({
		Name: name,
		ClientRequestToken: token(name),
	});
	const full = given(createStore({ maxSecrets: 2 }))
		.after("CreateSecret", create("a"))
		.after("CreateSecret", create("b"));

	it("refuses one more in the account and region", () => {
		full
			.when("CreateSecret", create("c"))
			.refuses("LimitExceededException", TOO_MANY);
	});

	it("counts secrets scheduled for deletion", () => {
		full
			.after("DeleteSecret", { SecretId: "a" })
			.when("CreateSecret", create("c"))
			.refuses("LimitExceededException", TOO_MANY);
	});

	it("does not count expired ones, advanced or not", () => {
		full
			.after("DeleteSecret", { SecretId: "a", RecoveryWindowInDays: 7 })
			.later(7 * DAY)
			.after("CreateSecret", create("c"))
			.when("CreateSecret", create("d"))
			.refuses("LimitExceededException", TOO_MANY);
	});

	it("does not count those deleted at once", () => {
		full
			.after("DeleteSecret", {
				SecretId: "a",
				ForceDeleteWithoutRecovery: true,
			})
			.after("CreateSecret", create("c"));
	});

	it("does not stop the name of an expired secret from coming back", () => {
		full
			.after("DeleteSecret", { SecretId: "a", RecoveryWindowInDays: 7 })
			.later(7 * DAY)
			.after("CreateSecret", create("a"));
	});

	it("is one for each account and region", () => {
		full
			.as({ region: "eu-west-1" })
			.after("CreateSecret", create("c"))
			.as({ region: "us-east-1", account: "210987654321" })
			.after("CreateSecret", create("c"));
	});

	it("comes after the conflict of names", () => {
		full.when("CreateSecret", create("a")).refuses("ResourceExistsException");
	});
});

describe("Events", () => {
	it("tell of the call and of its label, and hold no value", () => {
		const { events, answer } = given().when("CreateSecret", WITH_VALUE);
		expect(events.map(({ name }) => name)).toEqual([
			"CreateSecret",
			"Secret Label Updated",
		]);
		for (const event of events)
			expect(event).toMatchObject({
				at: NOON,
				arn: answer.ARN,
				account: CONTEXT.account,
				region: CONTEXT.region,
			});
	});
});

describe("What the caller does to its request afterwards", () => {
	it("changes nothing", () => {
		const bytes = new Uint8Array([1, 2, 3]);
		const tags = [{ Key: "Env", Value: "prod" }];
		const world = given().after("CreateSecret", {
			...EMPTY,
			SecretBinary: bytes,
			Tags: tags,
		});
		bytes.fill(0);
		tags.push({ Key: "late", Value: "" });
		expect(describeDb(world).Tags).toEqual([{ Key: "Env", Value: "prod" }]);
		world
			.when("GetSecretValue", { SecretId: "db" })
			.answers({ SecretBinary: new Uint8Array([1, 2, 3]) });
	});
});
