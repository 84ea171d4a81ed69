import { type Kms, localKms } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import {
	DAY,
	given,
	HOUR,
	MINUTE,
	NOON,
	token,
	type World,
} from "../support/given.js";

const create = (members: object = {}): World =>
	given().after("CreateSecret", {
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

describe("Which version is read", () => {
	/** v1 has no label, v2 AWSPREVIOUS, v3 AWSCURRENT, v4 custom ones. */
	let world = create({ SecretString: "value of v1" });
	for (const id of ["v2", "v3"]) world = put(world, id);
	world = put(world, "v4", ["blue", "AWSPENDING"]);

	it.each([
		["neither: AWSCURRENT's", {}, "v3", ["AWSCURRENT"]],
		[
			"VersionStage AWSCURRENT",
			{ VersionStage: "AWSCURRENT" },
			"v3",
			["AWSCURRENT"],
		],
		[
			"VersionStage AWSPREVIOUS",
			{ VersionStage: "AWSPREVIOUS" },
			"v2",
			["AWSPREVIOUS"],
		],
		[
			"VersionStage AWSPENDING",
			{ VersionStage: "AWSPENDING" },
			"v4",
			["AWSPENDING", "blue"],
		],
		[
			"a custom VersionStage",
			{ VersionStage: "blue" },
			"v4",
			["AWSPENDING", "blue"],
		],
		["VersionId", { VersionId: token("v2") }, "v2", ["AWSPREVIOUS"]],
		[
			"both, when the version holds the label",
			{ VersionId: token("v4"), VersionStage: "blue" },
			"v4",
			["AWSPENDING", "blue"],
		],
		[
			"null for both",
			{ VersionId: null, VersionStage: null },
			"v3",
			["AWSCURRENT"],
		],
	])("%s", (_, choice, id, stages) => {
		const { answer } = world.when("GetSecretValue", {
			SecretId: "db",
			...choice,
		});
		expect(answer).toEqual({
			ARN: expect.any(String),
			Name: "db",
			VersionId: token(id),
			SecretString: `value of ${id}`,
			VersionStages: expect.any(Array),
			CreatedDate: NOON,
		});
		expect([...answer.VersionStages].sort()).toEqual(stages);
	});

	it("VersionId of a version without labels: answered without VersionStages [R-ST-auth:version-id-positive]", () => {
		const { answer } = world.when("GetSecretValue", {
			SecretId: "db",
			VersionId: token("v1"),
		});
		expect(answer).toMatchObject({ SecretString: "value of v1" });
		expect(answer).not.toHaveProperty("VersionStages");
	});

	it.each([
		[
			"VersionStage that nobody holds [R-LS:test_secret_version_not_found]",
			{ VersionStage: "green" },
			"ResourceNotFoundException",
			"Secrets Manager can't find the specified secret value for staging label: green",
		],
		[
			"VersionStage in another case",
			{ VersionStage: "awscurrent" },
			"ResourceNotFoundException",
			"Secrets Manager can't find the specified secret value for staging label: awscurrent",
		],
		[
			"unknown VersionId [R-LS]",
			{ VersionId: token("v9") },
			"ResourceNotFoundException",
			`Secrets Manager can't find the specified secret value for VersionId: ${token("v9")}`,
		],
		[
			"both, another version holds the label [R-LS:test_get_secret_value_errors]",
			{ VersionId: token("v2"), VersionStage: "AWSCURRENT" },
			"InvalidRequestException",
			"You provided a VersionStage that is not associated to the provided VersionId.",
		],
		[
			"both, nobody holds the label",
			{ VersionId: token("v2"), VersionStage: "green" },
			"InvalidRequestException",
			"You provided a VersionStage that is not associated to the provided VersionId.",
		],
		[
			"both, the version has no label at all",
			{ VersionId: token("v1"), VersionStage: "AWSCURRENT" },
			"InvalidRequestException",
			"You provided a VersionStage that is not associated to the provided VersionId.",
		],
		[
			"both, unknown VersionId [INF]",
			{ VersionId: token("v9"), VersionStage: "AWSCURRENT" },
			"ResourceNotFoundException",
			`Secrets Manager can't find the specified secret value for VersionId: ${token("v9")}`,
		],
		[
			"both, unknown VersionId and label",
			{ VersionId: token("v9"), VersionStage: "green" },
			"ResourceNotFoundException",
			`Secrets Manager can't find the specified secret value for VersionId: ${token("v9")}`,
		],
		[
			"a short VersionId",
			{ VersionId: "short" },
			"ValidationException",
			"1 validation error detected: Value 'short' at 'versionId' failed to satisfy constraint: Member must have length greater than or equal to 32",
		],
	])("refused: %s", (_, choice, name, message) => {
		world
			.when("GetSecretValue", { SecretId: "db", ...choice })
			.refuses(name, message);
	});

	it.each([
		["neither", {}, "AWSCURRENT"],
		["AWSCURRENT", { VersionStage: "AWSCURRENT" }, "AWSCURRENT"],
		["AWSPREVIOUS", { VersionStage: "AWSPREVIOUS" }, "AWSPREVIOUS"],
	])("refused on a secret without a value: %s", (_, choice, label) => {
		create()
			.when("GetSecretValue", { SecretId: "db", ...choice })
			.refuses(
				"ResourceNotFoundException",
				`Secrets Manager can't find the specified secret value for staging label: ${label}`,
			);
	});

	it("refused: an unknown secret [R-LS:test_secret_not_found]", () => {
		given()
			.when("GetSecretValue", { SecretId: "db" })
			.refuses(
				"ResourceNotFoundException",
				"Secrets Manager can't find the specified secret.",
			);
	});

	it("tells the CreatedDate of the version, not of the secret", () => {
		put(create().later(HOUR), "v2")
			.later(HOUR)
			.when("GetSecretValue", { SecretId: "db" })
			.answers({ CreatedDate: NOON + HOUR });
	});
});

describe("The value", () => {
	it.each([
		["a letter", "x"],
		["JSON", '{"user":"admin","password":"\\"quoted\\""}'],
		["white space, line ends and NUL", " \t\r\n\u0000 "],
		["several scripts and an emoji", "ß 漢字 🔑"],
		["a byte order mark at the front", "\ufeffx"],
		["lone surrogates", "\ud800 \udc00"],
		["hostile words", "__proto__"],
		["65,536 characters", "s".repeat(65_536)],
	])("comes back as it was: %s", (_, text) => {
		const { answer } = create({ SecretString: text }).when("GetSecretValue", {
			SecretId: "db",
		});
		expect(answer.SecretString).toBe(text);
		expect(answer).not.toHaveProperty("SecretBinary");
	});

	it.each([
		["one byte", new Uint8Array([0])],
		["bytes that are no UTF-8", new Uint8Array([255, 254, 0, 128])],
		["a Buffer", Buffer.from("footest")],
		["65,536 bytes", new Uint8Array(65_536).fill(7)],
	])("comes back as it was, as a Uint8Array: %s", (_, bytes) => {
		const { answer } = create({ SecretBinary: bytes }).when("GetSecretValue", {
			SecretId: "db",
		});
		expect(answer.SecretBinary).toBeInstanceOf(Uint8Array);
		expect([...answer.SecretBinary]).toEqual([...bytes]);
		expect(answer).not.toHaveProperty("SecretString");
	});

	it("may be given as base64 [R-LS:test_get_secret_value]", () => {
		create({ SecretBinary: "Zm9vdGVzdA==" })
			.when("GetSecretValue", { SecretId: "db" })
			.answers({ SecretBinary: new TextEncoder().encode("footest") });
	});

	it("in an answer is a copy that its reader may change", () => {
		const world = create({ SecretBinary: "AQID" });
		const first = world.when("GetSecretValue", { SecretId: "db" });
		first.answer.SecretBinary.fill(0);
		first.answer.VersionStages.push("mine");
		first.world.when("GetSecretValue", { SecretId: "db" }).answers({
			SecretBinary: new Uint8Array([1, 2, 3]),
			VersionStages: ["AWSCURRENT"],
		});
	});
});

describe("LastAccessedDate [R-LS:test_last_accessed_date]", () => {
	const MIDNIGHT = NOON - 12 * HOUR;
	const two = put(create({ SecretString: "value of v1" }), "v2");
	const dates = (world: World) => ({
		secret: world.when("DescribeSecret", { SecretId: "db" }).answer
			.LastAccessedDate,
		versions: world
			.when("ListSecretVersionIds", { SecretId: "db", IncludeDeprecated: true })
			.answer.Versions.map(
				(version: { LastAccessedDate?: number }) => version.LastAccessedDate,
			),
	});

	it("is absent until the first read", () => {
		expect(dates(two)).toEqual({
			secret: undefined,
			versions: [undefined, undefined],
		});
	});

	it("is midnight UTC of the day, on the secret and on the version that was read", () => {
		const read = two.after("GetSecretValue", { SecretId: "db" });
		expect(dates(read)).toEqual({
			secret: MIDNIGHT,
			versions: [undefined, MIDNIGHT],
		});
	});

	it("is set on a version read by id, labelled or not [R-ST-enc:transition-full-versions-after]", () => {
		const read = put(two, "v3").after("GetSecretValue", {
			SecretId: "db",
			VersionId: token("v1"),
		});
		expect(dates(read)).toEqual({
			secret: MIDNIGHT,
			versions: [MIDNIGHT, undefined, undefined],
		});
	});

	it("goes on with the day", () => {
		const read = two
			.after("GetSecretValue", { SecretId: "db", VersionId: token("v1") })
			.later(12 * HOUR)
			.after("GetSecretValue", { SecretId: "db" });
		expect(dates(read)).toEqual({
			secret: MIDNIGHT + DAY,
			versions: [MIDNIGHT, MIDNIGHT + DAY],
		});
	});

	it("stays within a day: the store is the same object", () => {
		const first = two.after("GetSecretValue", { SecretId: "db" });
		const second = first
			.later(12 * HOUR - 1)
			.after("GetSecretValue", { SecretId: "db" });
		expect(second.store).toBe(first.store);
	});

	it("of another version is set even when the secret's is today's", () => {
		const read = two
			.after("GetSecretValue", { SecretId: "db" })
			.later(MINUTE)
			.after("GetSecretValue", { SecretId: "db", VersionId: token("v1") });
		expect(dates(read).versions).toEqual([MIDNIGHT, MIDNIGHT]);
	});

	it("is not set by a refused read", () => {
		two
			.when("GetSecretValue", { SecretId: "db", VersionStage: "green" })
			.refuses("ResourceNotFoundException");
	});

	it("is not set by DescribeSecret and ListSecretVersionIds", () => {
		const looked = two
			.after("DescribeSecret", { SecretId: "db" })
			.after("ListSecretVersionIds", { SecretId: "db" });
		expect(looked.store).toBe(two.store);
	});
});

describe("A key that does not open the value", () => {
	const keys = localKms({ rootKey: new Uint8Array(32) });
	const denied: Kms = {
		...keys,
		unwrap: () => ({
			ok: false,
			error: {
				name: "AccessDeniedException",
				message: "Access to KMS is not allowed",
			},
		}),
	};
	const world = create({ SecretString: "x" });

	it("refuses in its own words, and no date is set", () => {
		world
			.as({ kms: denied })
			.when("GetSecretValue", { SecretId: "db" })
			.refuses("AccessDeniedException", "Access to KMS is not allowed");
	});

	it("of another root is a DecryptionFailure", () => {
		world
			.as({ kms: keys })
			.when("GetSecretValue", { SecretId: "db" })
			.refuses("DecryptionFailure");
	});

	it("is asked for last: an unknown version is not found", () => {
		world
			.as({ kms: denied })
			.when("GetSecretValue", { SecretId: "db", VersionId: token("v9") })
			.refuses("ResourceNotFoundException");
	});

	it("is not asked for by calls that read no value", () => {
		world
			.as({ kms: denied })
			.after("DescribeSecret", { SecretId: "db" })
			.after("ListSecretVersionIds", { SecretId: "db" })
			.after("UpdateSecretVersionStage", {
				SecretId: "db",
				VersionStage: "blue",
				MoveToVersionId: token("v1"),
			})
			.after("DeleteSecret", { SecretId: "db" })
			.after("RestoreSecret", { SecretId: "db" });
	});
});

it("An event tells of the read and of nothing that was read", () => {
	const { events } = create({ SecretString: "opensesame" }).when(
		"GetSecretValue",
		{ SecretId: "db" },
	);
	expect(events.map(({ name }) => name)).toEqual(["GetSecretValue"]);
	expect(JSON.stringify(events)).not.toContain("opensesame");
});
