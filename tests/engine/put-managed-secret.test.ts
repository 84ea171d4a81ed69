import {
	type Context,
	nextDue,
	type PutManagedSecretInput,
	putManagedSecret,
} from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import type { operations } from "../../src/operations/table.js";
import {
	DAY,
	given,
	HOUR,
	MINUTE,
	NOON,
	ResourcePolicy,
	token,
	type World,
} from "../support/given.js";
import {
	keyArn,
	keyId,
	kmsArn,
	quoted,
	withoutRequestId,
} from "../support/keys.js";
import { STEPS } from "../support/rotation-function.js";
import {
	advanced,
	FUNCTION,
	type Happened,
	namesOf,
	report,
	stepsOf,
} from "../support/rotation-world.js";
import { expectSound } from "../support/sound.js";

const Name = "rds!cluster-1";
const VALUE = '{"username":"admin","password":"first","port":5432}';

/** What the owning service does, in a world. */
function put(world: World, members: object = {}) {
	const outcome = putManagedSecret(
		world.store,
		{ Name, ...members } as PutManagedSecretInput,
		world.context,
	);
	expectSound(outcome.store);
	return { ...outcome, world: given(outcome.store, world.context) };
}
function made(members: object = {}, world = given()): World {
	const { result, world: after } = put(world, {
		SecretString: VALUE,
		ClientRequestToken: token("v1"),
		...members,
	});
	if (!result.ok) throw new Error(result.error.message);
	return after;
}
// biome-ignore lint/suspicious/noExplicitAny: tests look at any answer.
const described = (world: World, SecretId = Name): any =>
	world.when("DescribeSecret", { SecretId }).answer;
// biome-ignore lint/suspicious/noExplicitAny: tests look at any answer.
const read = (world: World, members: object = {}): any =>
	world.when("GetSecretValue", { SecretId: Name, ...members }).answer;

/** 23:59:59 of a day, so many days after today. */
const endOfDay = (days: number) => NOON + days * DAY + 12 * HOUR - 1000;

const managed = made();
const { ARN } = described(managed);

describe("A managed secret", () => {
	it("is made with a value, and shows who owns it; of rds it is rotated every 7 days [R-U floci #2378]", () => {
		expect(described(managed)).toEqual({
			ARN: expect.stringMatching(/:secret:rds!cluster-1-[A-Za-z0-9]{6}$/),
			Name,
			OwningService: "rds",
			CreatedDate: NOON,
			LastChangedDate: NOON,
			RotationEnabled: true,
			RotationRules: { AutomaticallyAfterDays: 7 },
			NextRotationDate: endOfDay(7),
			VersionIdsToStages: { [token("v1")]: ["AWSCURRENT"] },
		});
		expect(read(managed).SecretString).toBe(VALUE);
	});

	it("answers as CreateSecret does, with its events", () => {
		const { result, effects, events } = put(given(), {
			SecretString: VALUE,
			ClientRequestToken: token("v1"),
		});
		expect(result).toEqual({
			ok: true,
			value: { ARN, Name, VersionId: token("v1") },
		});
		expect(effects).toEqual([]);
		expect(namesOf(events)).toEqual([
			"PutManagedSecret",
			"Secret Label Updated",
		]);
	});

	it("a missing token is drawn from the seed, another one for each version", () => {
		const ids = [given(), managed].map((world) => {
			const { result } = put(world, { SecretString: "another" });
			return result.ok ? result.value.VersionId : undefined;
		});
		expect(ids).toEqual([
			expect.stringMatching(/^[0-9a-f-]{36}$/),
			expect.stringMatching(/^[0-9a-f-]{36}$/),
		]);
		expect(ids[0]).not.toBe(ids[1]);
	});

	it("may have no value yet", () => {
		const { result, world } = put(given());
		expect(result).toMatchObject({ ok: true });
		expect(described(world)).not.toHaveProperty("VersionIdsToStages");
	});

	it.each<[input: object, owner: string]>([
		[{}, "rds"],
		[{ OwningService: "redshift" }, "redshift"],
		[{ Name: "events!connection/a" }, "events"],
		[{ Name: "plain", OwningService: "ecs" }, "ecs"],
		[{ Name: "a!b!c" }, "a"],
	])("%j is owned by %s", (input, owner) => {
		const world = made(input);
		const { Name: name = Name } = input as { Name?: string };
		expect(described(world, name).OwningService).toBe(owner);
	});

	it("of another service is rotated where rules are given alone", () => {
		const Name = "events!connection";
		expect(described(made({ Name }), Name)).not.toHaveProperty(
			"RotationEnabled",
		);
		const RotationRules = { AutomaticallyAfterDays: 3 };
		expect(described(made({ Name, RotationRules }), Name)).toMatchObject({
			RotationEnabled: true,
			RotationRules,
			NextRotationDate: endOfDay(3),
		});
	});

	it("of rds has the rules that are given instead", () => {
		const RotationRules = { AutomaticallyAfterDays: 30 };
		expect(described(made({ RotationRules })).RotationRules).toEqual(
			RotationRules,
		);
	});

	it("has the description, key, type and tags that are given", () => {
		const members = {
			Description: "of a cluster",
			KmsKeyId: "alias/mine",
			Type: "partner",
			Tags: [{ Key: "Env", Value: "prod" }],
		};
		const keyed = given().withKey({
			keyId: keyId("a"),
			aliases: ["alias/mine"],
		});
		expect(described(made(members, keyed))).toMatchObject(members);
	});

	it("shows no description, key or type that is empty", () => {
		const world = made({ Description: "", KmsKeyId: "", Type: "" });
		expect(described(world)).toEqual(described(managed));
	});

	it("may hold bytes", () => {
		const world = made({
			SecretString: undefined,
			SecretBinary: Uint8Array.of(1, 2),
		});
		expect(read(world).SecretBinary).toEqual(Uint8Array.of(1, 2));
	});
});

describe("What is given of one that exists is changed, and the rest stays", () => {
	const before = made(
		{
			Description: "of a cluster",
			Tags: [{ Key: "Env", Value: "prod" }],
		},
		given().withKey({ keyId: keyId("a"), aliases: ["alias/new"] }),
	);
	const again = (members: object) => put(before.later(HOUR), members).world;
	const changed = (world: World) => {
		const { LastChangedDate, ...rest } = described(world);
		expect(LastChangedDate).toBe(NOON + HOUR);
		return rest;
	};
	const { LastChangedDate: _, ...unchanged } = described(before);

	it.each<[what: string, members: object, changes: object]>([
		["nothing", {}, {}],
		["a description", { Description: "new" }, { Description: "new" }],
		["a key", { KmsKeyId: "alias/new" }, { KmsKeyId: "alias/new" }],
		["a type", { Type: "new" }, { Type: "new" }],
		[
			"tags, by key",
			{ Tags: [{ Key: "Team", Value: "red" }] },
			{
				Tags: [
					{ Key: "Env", Value: "prod" },
					{ Key: "Team", Value: "red" },
				],
			},
		],
		[
			"rules",
			{ RotationRules: { AutomaticallyAfterDays: 9 } },
			{
				RotationRules: { AutomaticallyAfterDays: 9 },
				NextRotationDate: endOfDay(9),
			},
		],
	])("%s", (_, members, changes) => {
		expect(changed(again(members))).toEqual({ ...unchanged, ...changes });
	});

	it("a value becomes the current one", () => {
		const world = again({
			SecretString: "second",
			ClientRequestToken: token("v2"),
		});
		expect(read(world).SecretString).toBe("second");
		expect(described(world).VersionIdsToStages).toEqual({
			[token("v1")]: ["AWSPREVIOUS"],
			[token("v2")]: ["AWSCURRENT"],
		});
	});

	it("a value that is there already changes no version", () => {
		const world = again({
			SecretString: VALUE,
			ClientRequestToken: token("v1"),
		});
		expect(changed(world)).toEqual(unchanged);
	});
});

describe("Its key", () => {
	const keyed = given()
		.withKey({ keyId: keyId("a"), aliases: ["alias/a"] })
		.withKey({ keyId: keyId("b") });
	const keysOf = (world: World) =>
		world
			.when("ListSecretVersionIds", { SecretId: Name, IncludeDeprecated: true })
			.answer.Versions.map(
				({ KmsKeyIds }: { KmsKeyIds: readonly string[] }) => KmsKeyIds,
			);

	it.each([
		["a key id", keyId("a")],
		["a key ARN", keyArn("a")],
		["an alias", "alias/a"],
		["an alias ARN", kmsArn("alias/a")],
	])("is named by %s", (_, KmsKeyId) => {
		const world = made({ KmsKeyId }, keyed);
		expect(described(world).KmsKeyId).toBe(KmsKeyId);
		expect(keysOf(world)).toEqual([[keyArn("a")]]);
	});

	it("may be changed, and opens what was current", () => {
		const before = made({ KmsKeyId: "alias/a" }, keyed);
		const { world } = put(before, {
			KmsKeyId: keyId("b"),
			SecretString: "second",
			ClientRequestToken: token("v2"),
		});
		expect(keysOf(world)).toEqual([[keyArn("a"), keyArn("b")], [keyArn("b")]]);
	});

	it.each([
		["a new secret", keyed],
		["one that exists", made({}, keyed)],
	])("is refused as it is refused to a user, for %s", (_, world) => {
		const { result, store } = put(world, { KmsKeyId: keyId("c") });
		expect(store).toBe(world.store);
		expect(result.ok ? "" : withoutRequestId(result.error.message)).toBe(
			`The operation failed because of an invalid KMS key: ${quoted(`Key '${keyArn("c")}' does not exist`, "NotFoundException")}`,
		);
	});

	it("that is dead takes no value, and lets everything else be changed", () => {
		const dead = made({ KmsKeyId: "alias/a" }, keyed).withKey({
			keyId: keyId("a"),
			state: "Disabled",
		});
		const described = put(dead, { Description: "new" });
		expect(described.result.ok).toBe(true);
		const written = put(dead, {
			SecretString: "second",
			ClientRequestToken: token("v2"),
		});
		expect(written.store).toBe(dead.store);
		expect(written.result).toMatchObject({
			ok: false,
			error: { name: "EncryptionFailure" },
		});
	});
});

describe("Refused, and nothing changes", () => {
	const user = given().after("CreateSecret", {
		Name,
		ClientRequestToken: token("v1"),
		SecretString: "x",
	});

	it.each<[what: string, World, members: object, name: string, text?: string]>([
		[
			"a name without a service",
			given(),
			{ Name: "plain" },
			"InvalidParameterException",
			"You must provide an OwningService of lower-case letters, digits and hyphens, such as rds, or a Name that begins with one, such as rds!cluster-1.",
		],
		[
			"a name with nothing before its !",
			given(),
			{ Name: "!plain" },
			"InvalidParameterException",
		],
		[
			"a name of no service",
			given(),
			{ Name: "My.App!plain" },
			"InvalidParameterException",
		],
		[
			"a secret of a user",
			user,
			{},
			"ResourceExistsException",
			`The secret ${Name} exists already and is not owned by rds.`,
		],
		[
			"a secret of another service",
			managed,
			{ OwningService: "ecs" },
			"ResourceExistsException",
			`The secret ${Name} exists already and is not owned by ecs.`,
		],
		[
			"a secret of a user that is scheduled for deletion",
			user.after("DeleteSecret", { SecretId: Name }),
			{},
			"InvalidRequestException",
		],
		[
			"another value for a version",
			managed,
			{ SecretString: "other", ClientRequestToken: token("v1") },
			"ResourceExistsException",
		],
		[
			"both kinds of values",
			given(),
			{ SecretString: "x", SecretBinary: "AAAA" },
			"InvalidParameterException",
		],
		[
			"a tag of AWS",
			given(),
			{ Tags: [{ Key: "aws:x" }] },
			"InvalidParameterException",
		],
		["an illegal name", given(), { Name: "rds!a b" }, "ValidationException"],
		["no name", given(), { Name: undefined }, "ValidationException"],
		[
			"too many days",
			given(),
			{ RotationRules: { AutomaticallyAfterDays: 1001 } },
			"ValidationException",
			"1 validation error detected: Value '1001' at 'rotationRules.automaticallyAfterDays' failed to satisfy constraint: Member must have value less than or equal to 1000",
		],
		[
			"a name that is an object",
			given(),
			{ Name: {} },
			"SerializationException",
		],
	])("%s", (_, world, members, name, text) => {
		const { result, store, effects, events } = put(world, members);
		expect(result).toMatchObject({
			ok: false,
			error: { name, ...(text && { message: text }) },
		});
		expect(store).toBe(world.store);
		expect([...effects, ...events]).toEqual([]);
	});

	it("a context that is none is a TypeError", () => {
		expect(() =>
			putManagedSecret(managed.store, { Name }, {} as Context),
		).toThrow(TypeError);
	});
});

describe("What users may do with it [R-ST-meta]", () => {
	const OWNED = [
		"InvalidRequestException",
		"Operation is not allowed on secret owned by rds",
	] as const;
	const SecretId = Name;
	/** Every operation of the table, with the evidence for what it answers. */
	const OPERATIONS: Readonly<
		Record<
			keyof typeof operations,
			readonly [members: object, evidence: string, refusal?: readonly string[]]
		>
	> = {
		BatchGetSecretValue: [{ SecretIdList: [Name] }, "INF"],
		CancelRotateSecret: [{ SecretId }, "INF", OWNED],
		CreateSecret: [
			{ Name, ClientRequestToken: token("v2"), SecretString: "x" },
			"the name exists, whoever owns it",
			[
				"ResourceExistsException",
				`The operation failed because the secret ${Name} already exists.`,
			],
		],
		DeleteResourcePolicy: [{ SecretId }, "R-ST-meta", OWNED],
		DeleteSecret: [{ SecretId }, "R-ST-meta", OWNED],
		DescribeSecret: [{ SecretId }, "R-ST-meta"],
		GetRandomPassword: [{}, "about no secret"],
		GetResourcePolicy: [{ SecretId }, "R-ST-meta"],
		GetSecretValue: [{ SecretId }, "R-ST-meta"],
		ListSecretVersionIds: [{ SecretId }, "INF"],
		ListSecrets: [{}, "INF"],
		PutResourcePolicy: [{ SecretId, ResourcePolicy }, "R-ST-meta", OWNED],
		PutSecretValue: [
			{ SecretId, ClientRequestToken: token("v2"), SecretString: "x" },
			"INF",
			OWNED,
		],
		RemoveRegionsFromReplication: [
			{ SecretId, RemoveReplicaRegions: ["us-east-2"] },
			"INF",
			OWNED,
		],
		ReplicateSecretToRegions: [
			{ SecretId, AddReplicaRegions: [{ Region: "us-east-2" }] },
			"INF",
			OWNED,
		],
		RestoreSecret: [{ SecretId }, "INF", OWNED],
		RotateSecret: [
			{ SecretId, ClientRequestToken: token("r1") },
			"R-U floci #2378",
		],
		StopReplicationToReplica: [{ SecretId }, "INF", OWNED],
		TagResource: [{ SecretId, Tags: [{ Key: "k" }] }, "R-ST-meta", OWNED],
		UntagResource: [{ SecretId, TagKeys: ["k"] }, "R-ST-meta", OWNED],
		UpdateSecret: [{ SecretId, Description: "new" }, "R-ST-meta", OWNED],
		UpdateSecretVersionStage: [
			{ SecretId, VersionStage: "blue", MoveToVersionId: token("v1") },
			"INF",
			OWNED,
		],
		ValidateResourcePolicy: [{ SecretId, ResourcePolicy }, "INF", OWNED],
	};

	it.each(
		Object.entries(OPERATIONS).map(
			([operation, [members, evidence, refusal]]) => ({
				operation,
				members,
				evidence,
				refusal,
				comes: refusal === undefined ? "is accepted" : "is refused",
			}),
		),
	)("$operation $comes [$evidence]", ({ operation, members, refusal }) => {
		const result = managed.when(operation, members);
		if (refusal === undefined) result.answers({});
		else result.refuses(refusal[0] as string, refusal[1]);
	});

	it("DeleteSecret by force is refused as well", () => {
		managed
			.when("DeleteSecret", { SecretId, ForceDeleteWithoutRecovery: true })
			.refuses(...OWNED);
	});

	it("the owner of events has its own name in the refusal [R-ST-meta]", () => {
		made({ Name: "events!connection" })
			.when("UpdateSecret", { SecretId: "events!connection" })
			.refuses(
				"InvalidRequestException",
				"Operation is not allowed on secret owned by events",
			);
	});

	it("it is listed with its owner, and found by it", () => {
		const both = managed.after("CreateSecret", {
			Name: "db",
			ClientRequestToken: token("v1"),
		});
		const { answer } = both.when("ListSecrets", {
			Filters: [{ Key: "owning-service", Values: ["rds"] }],
		});
		expect(answer.SecretList).toMatchObject([{ Name, OwningService: "rds" }]);
	});
});

describe("RotateSecret of it", () => {
	const rotating = (members: object = {}, world = managed) =>
		world.when("RotateSecret", {
			SecretId: Name,
			ClientRequestToken: token("r1"),
			...members,
		});

	it("with a function is refused [R-U floci #2378]", () => {
		rotating({ RotationLambdaARN: FUNCTION }).refuses(
			"InvalidRequestException",
			"Rotation Lambda ARN is not supported for a service-managed secret.",
		);
	});

	it.each<[what: string, members: object, rules: object]>([
		["nothing", {}, { AutomaticallyAfterDays: 7 }],
		[
			"an empty function",
			{ RotationLambdaARN: "" },
			{ AutomaticallyAfterDays: 7 },
		],
		[
			"rules",
			{ RotationRules: { AutomaticallyAfterDays: 2 } },
			{ AutomaticallyAfterDays: 2 },
		],
	])(
		"with %s is accepted, and asks for the owner's first step [R-U floci #2378]",
		(_, members, RotationRules) => {
			const { world, effects } = rotating(members);
			expect(described(world)).toMatchObject({
				RotationEnabled: true,
				RotationRules,
			});
			expect(described(world)).not.toHaveProperty("RotationLambdaARN");
			expect(effects).toMatchObject([
				{
					kind: "invokeRotationFunction",
					functionArn: "rds.amazonaws.com",
					event: { SecretId: ARN, Step: "createSecret" },
				},
			]);
		},
	);

	it("needs no function that can be invoked", () => {
		rotating({}, managed.as({ invocableFunctions: [] })).answers({});
	});

	it("turns it on where it was off", () => {
		const other = made({ Name: "ecs!service" });
		const { answer, world } = other.when("RotateSecret", {
			SecretId: "ecs!service",
			ClientRequestToken: token("r1"),
		});
		expect(answer.VersionId).toBe(token("r1"));
		expect(described(world, "ecs!service").RotationEnabled).toBe(true);
	});

	it("a secret of a partner's type needs no function either, and may have one", () => {
		const partner = given().after("CreateSecret", {
			Name: "db",
			ClientRequestToken: token("v1"),
			SecretString: "x",
			Type: "SnowflakePat",
		});
		for (const [members, functionArn] of [
			[{}, "secretsmanager.amazonaws.com"],
			[{ RotationLambdaARN: FUNCTION }, FUNCTION],
		] as const)
			expect(
				partner.when("RotateSecret", {
					SecretId: "db",
					ClientRequestToken: token("r1"),
					...members,
				}).effects,
			).toMatchObject([{ functionArn }]);
	});
});

describe("A managed rotation, step by step (assumed: the steps of a function)", () => {
	const start = managed.when("RotateSecret", {
		SecretId: Name,
		ClientRequestToken: token("r1"),
	});
	const tell = (
		world: World,
		step: (typeof STEPS)[number],
		members: object = {},
	): Happened => report(world, step, { arn: ARN, ...members });
	const until = (world: World, step: (typeof STEPS)[number]): World =>
		STEPS.slice(0, STEPS.indexOf(step)).reduce(
			(at, each) => tell(at, each).world,
			world,
		);
	const finished = tell(until(start.world, "finishSecret"), "finishSecret");

	it("each report makes the owner do the step, and asks for the next", () => {
		let world = start.world;
		STEPS.forEach((step, i) => {
			const told = tell(world, step);
			expect(stepsOf(told.effects)).toEqual(STEPS.slice(i + 1, i + 2));
			world = told.world;
		});
	});

	it("createSecret stores a value with a new password; whatever else it has stays", () => {
		const { world } = tell(start.world, "createSecret");
		const next = read(world, { VersionStage: "AWSPENDING" });
		expect(next.VersionId).toBe(token("r1"));
		const { password, ...rest } = JSON.parse(next.SecretString);
		expect(password).toMatch(/^[A-Za-z0-9]{32}$/);
		expect(rest).toEqual({ username: "admin", port: 5432 });
		expect(read(world).SecretString).toBe(VALUE);
	});

	it("finishSecret makes it current, and tells so", () => {
		expect(described(finished.world)).toMatchObject({
			LastRotatedDate: NOON,
			VersionIdsToStages: {
				[token("r1")]: ["AWSCURRENT", "AWSPENDING"],
				[token("v1")]: ["AWSPREVIOUS"],
			},
		});
		expect(namesOf(finished.events)).toEqual([
			"RotationSucceeded",
			"Secret Label Updated",
			"Secret Label Updated",
		]);
	});

	it.each([
		["a text", "plain"],
		["JSON without a password", '{"user":"a"}'],
		["a list", '["password"]'],
		["null", "null"],
	])("%s stays as it is (assumed)", (_, SecretString) => {
		const world = made({ SecretString }).after("RotateSecret", {
			SecretId: Name,
			ClientRequestToken: token("r1"),
		});
		const after = tell(until(world, "finishSecret"), "finishSecret").world;
		expect(read(after)).toMatchObject({ SecretString, VersionId: token("r1") });
	});

	it("bytes stay as they are", () => {
		const world = made({
			SecretString: undefined,
			SecretBinary: Uint8Array.of(1),
		}).after("RotateSecret", {
			SecretId: Name,
			ClientRequestToken: token("r1"),
		});
		const after = tell(until(world, "finishSecret"), "finishSecret").world;
		expect(read(after).SecretBinary).toEqual(Uint8Array.of(1));
	});

	it("a member __proto__ is one like others", () => {
		const SecretString = '{"__proto__":{"a":1},"password":"x"}';
		const world = made({ SecretString }).after("RotateSecret", {
			SecretId: Name,
			ClientRequestToken: token("r1"),
		});
		const next = read(tell(world, "createSecret").world, {
			VersionStage: "AWSPENDING",
		}).SecretString;
		expect(next).toMatch(
			/^\{"__proto__":\{"a":1\},"password":"[A-Za-z0-9]{32}"\}$/,
		);
	});

	it("passwords differ from rotation to rotation under one seed", () => {
		const second = finished.world.after("RotateSecret", {
			SecretId: Name,
			ClientRequestToken: token("r2"),
		});
		const world = tell(second, "createSecret", { token: token("r2") }).world;
		expect(read(world, { VersionStage: "AWSPENDING" }).SecretString).not.toBe(
			read(world).SecretString,
		);
	});

	it("a step that is reported to have failed fails it, and the owner did nothing", () => {
		const { world, events } = tell(start.world, "createSecret", { ok: false });
		expect(namesOf(events)).toEqual(["RotationFailed"]);
		expect(described(world).VersionIdsToStages).toEqual({
			[token("r1")]: ["AWSPENDING"],
			[token("v1")]: ["AWSCURRENT"],
		});
	});

	it("without a value fails, and says what is missing", () => {
		const { world } = put(given());
		const rotating = world.after("RotateSecret", {
			SecretId: Name,
			ClientRequestToken: token("r1"),
		});
		const { events } = tell(rotating, "createSecret");
		expect(events[0]).toMatchObject({
			name: "RotationFailed",
			detail: {
				step: "createSecret",
				message:
					"Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
			},
		});
	});

	it("a value that the service puts meanwhile abandons it", () => {
		const { events } = put(until(start.world, "testSecret"), {
			SecretString: "second",
		});
		expect(namesOf(events)).toContain("RotationAbandoned");
	});

	it("a test of it does its one step, and leaves an unlabelled version", () => {
		const testing = managed.when("RotateSecret", {
			SecretId: Name,
			ClientRequestToken: token("r1"),
			RotateImmediately: false,
		});
		expect(stepsOf(testing.effects)).toEqual(["testSecret"]);
		const { world, events } = tell(testing.world, "testSecret");
		expect(namesOf(events)).toContain("TestRotationSucceeded");
		expect(described(world).VersionIdsToStages).toEqual({
			[token("v1")]: ["AWSCURRENT"],
		});
		expect(read(world, { VersionId: token("r1") }).SecretString).toBe(VALUE);
	});
});

describe("A managed rotation by its schedule", () => {
	const opens = NOON - 12 * HOUR + 7 * DAY;

	it("begins on its day, and is done when the steps are reported", () => {
		expect(nextDue(managed.store)).toBe(opens);
		let at = advanced(managed.later(opens - NOON));
		expect(at.effects).toMatchObject([{ functionArn: "rds.amazonaws.com" }]);
		const id = at.effects[0]?.event.ClientRequestToken as string;
		for (const step of STEPS)
			at = report(at.world, step, { arn: ARN, token: id });
		expect(namesOf(at.events)).toContain("RotationSucceeded");
		expect(read(at.world).VersionId).toBe(id);
		expect(nextDue(at.world.store)).toBe(opens + 7 * DAY);
	});

	it("that failed is tried again with the password that it has drawn, whatever the seed is by then", () => {
		const begun = advanced(managed.later(opens - NOON));
		const id = begun.effects[0]?.event.ClientRequestToken as string;
		const about = { arn: ARN, token: id };
		const stored = report(begun.world, "createSecret", about).world;
		const failed = report(stored, "setSecret", { ...about, ok: false }).world;
		const again = advanced(failed.later(10 * MINUTE).as({ seed: "another" }));
		expect(stepsOf(again.effects)).toEqual(["createSecret"]);
		const told = STEPS.reduce(
			(at, step) => report(at.world, step, about),
			again,
		);
		expect(namesOf(told.events)).toContain("RotationSucceeded");
		expect(read(told.world).SecretString).toBe(
			read(stored, { VersionStage: "AWSPENDING" }).SecretString,
		);
	});

	it("that failed under a dead key goes through when the key comes back", () => {
		const keyed = put(managed.withKey({ keyId: keyId("a") }), {
			KmsKeyId: keyId("a"),
		}).world;
		const begun = advanced(
			keyed
				.withKey({ keyId: keyId("a"), state: "Disabled" })
				.later(opens - NOON),
		);
		const id = begun.effects[0]?.event.ClientRequestToken as string;
		const about = { arn: ARN, token: id };
		const failed = report(begun.world, "createSecret", about);
		expect(failed.events[0]).toMatchObject({
			name: "RotationFailed",
			detail: {
				step: "createSecret",
				message: expect.stringContaining(
					`Secrets Manager can't encrypt the secret value: ${keyArn("a")} is disabled. (`,
				),
			},
		});
		expect(read(failed.world).VersionId).toBe(token("v1")); // by the default key, which opens it still
		const again = advanced(
			failed.world
				.withKey({ keyId: keyId("a"), state: "Enabled" })
				.later(10 * MINUTE),
		);
		const told = STEPS.reduce(
			(at, step) => report(at.world, step, about),
			again,
		);
		expect(namesOf(told.events)).toContain("RotationSucceeded");
		expect(read(told.world).VersionId).toBe(id);
	});
});
