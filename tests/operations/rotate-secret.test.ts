import { createStore } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { DAY, given, HOUR, NOON, token, type World } from "../support/given.js";
import {
	ARN,
	complete,
	described,
	empty,
	FUNCTION,
	labels,
	namesOf,
	one,
	perform,
	report,
	rotate,
	until,
} from "../support/rotation-world.js";

const request = (members: object = {}) => ({
	SecretId: "db",
	ClientRequestToken: token("r1"),
	RotationLambdaARN: FUNCTION,
	...members,
});
const rotated = (world: World, members: object = {}): World =>
	world.after("RotateSecret", request(members));
const put = (world: World, id: string, VersionStages?: readonly string[]) =>
	world.after("PutSecretValue", {
		SecretId: "db",
		ClientRequestToken: token(id),
		SecretString: `value of ${id}`,
		VersionStages,
	});

/** 23:59:59 of a day, so many days after today. */
const endOfDay = (days: number) => NOON + days * DAY + 12 * HOUR - 1000;

const OTHER = "arn:aws:lambda:us-east-1:123456789012:function:other";
const NO_FUNCTION = [
	"InvalidRequestException",
	"No Lambda rotation function ARN is associated with this secret.",
] as const;
const CANNOT_INVOKE = [
	"AccessDeniedException",
	"Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.",
] as const;
const NOT_COMPLETE = [
	"InvalidRequestException",
	"A previous rotation isn't complete. That rotation will be reattempted.",
] as const;
const NO_TOKEN = [
	"InvalidParameterException",
	"You must provide a ClientRequestToken value. We recommend a UUID-type value.",
] as const;
const DAYS_AND_EXPRESSION = [
	"InvalidParameterException",
	"You cannot specify both rotation frequency and schedule expression together.",
] as const;

describe("The answer", () => {
	it.each([
		["", {}],
		[
			", also where only a test begins [R-ST-rot]",
			{ RotateImmediately: false },
		],
	])(
		"names ARN, Name and VersionId, which is the token%s [R-LS:test_rotate_secret_with_lambda_success]",
		(_, members) => {
			one.when("RotateSecret", request(members)).answersExactly({
				ARN,
				Name: "db",
				VersionId: token("r1"),
			});
		},
	);
});

describe("RotateSecret, before its function has done anything [R-ST-rot]", () => {
	const { world, effects, events } = rotate(one.later(HOUR), {
		RotationRules: { AutomaticallyAfterDays: 30 },
	});

	it("turns rotation on, with the function and the rules; LastRotatedDate is absent", () => {
		expect(described(world)).toEqual({
			...described(one),
			LastChangedDate: NOON + HOUR,
			RotationEnabled: true,
			RotationLambdaARN: FUNCTION,
			RotationRules: { AutomaticallyAfterDays: 30 },
			NextRotationDate: endOfDay(30),
			VersionIdsToStages: {
				[token("r1")]: ["AWSPENDING"],
				[token("v1")]: ["AWSCURRENT"],
			},
		});
	});

	it("puts AWSPENDING on an id that has no value: DescribeSecret shows it", () => {
		expect(labels(world)).toEqual({ v1: ["AWSCURRENT"], r1: ["AWSPENDING"] });
	});

	it.each([true, false])(
		"… ListSecretVersionIds does not, IncludeDeprecated %s",
		(IncludeDeprecated) => {
			const { answer } = world.when("ListSecretVersionIds", {
				SecretId: "db",
				IncludeDeprecated,
			});
			expect(answer.Versions).toMatchObject([{ VersionId: token("v1") }]);
		},
	);

	it.each<[members: object, named: string]>([
		[{ VersionStage: "AWSPENDING" }, "staging label: AWSPENDING"],
		[{ VersionId: token("r1") }, `VersionId: ${token("r1")}`],
		[
			{ VersionId: token("r1"), VersionStage: "AWSPENDING" },
			`VersionId: ${token("r1")}`,
		],
	])("… and there is no value to read by %j", (members, named) => {
		world
			.when("GetSecretValue", { SecretId: "db", ...members })
			.refuses(
				"ResourceNotFoundException",
				`Secrets Manager can't find the specified secret value for ${named}`,
			);
	});

	it("… and no label can be put on it", () => {
		world
			.when("UpdateSecretVersionStage", {
				SecretId: "db",
				VersionStage: "blue",
				MoveToVersionId: token("r1"),
			})
			.refuses("ResourceNotFoundException");
	});

	it("the current value is read as before", () => {
		world
			.when("GetSecretValue", { SecretId: "db" })
			.answers({ SecretString: "value of v1", VersionId: token("v1") });
	});

	it("asks the host to invoke the function for its first step, with the complete ARN", () => {
		expect(effects).toEqual([
			{
				kind: "invokeRotationFunction",
				functionArn: FUNCTION,
				event: {
					SecretId: ARN,
					ClientRequestToken: token("r1"),
					Step: "createSecret",
					RotationToken: expect.stringMatching(
						/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
					),
				},
			},
		]);
	});

	it("has its events", () => {
		expect(events.map(({ name, detail }) => ({ name, detail }))).toEqual([
			{ name: "RotateSecret", detail: { versionId: token("r1") } },
			{ name: "RotationStarted", detail: { versionId: token("r1") } },
			{
				name: "Secret Label Updated",
				detail: { label: "AWSPENDING", toVersionId: token("r1") },
			},
		]);
	});

	it("the RotationToken differs from rotation to rotation, and from secret to secret, under one seed", () => {
		const two = one.after("CreateSecret", {
			Name: "db2",
			ClientRequestToken: token("v1"),
			SecretString: "x",
		});
		const tokens = [
			rotate(two),
			rotate(two, { SecretId: "db2" }),
			rotate(two, { ClientRequestToken: token("r2") }),
		].map(({ effects }) => effects[0]?.event.RotationToken);
		expect(new Set(tokens).size).toBe(3);
	});
});

describe("A secret without a value can be rotated [R-TF]", () => {
	const { world, effects } = rotate(empty);

	it("AWSPENDING waits, and nothing is current", () => {
		expect(labels(world)).toEqual({ r1: ["AWSPENDING"] });
		expect(effects).toHaveLength(1);
	});

	it("the first value is current at once, and its rotation succeeds", () => {
		const stored = perform(world, "createSecret");
		expect(labels(stored)).toEqual({ r1: ["AWSCURRENT", "AWSPENDING"] });
		const { world: after, events } = complete(world);
		expect(labels(after)).toEqual({ r1: ["AWSCURRENT", "AWSPENDING"] });
		expect(namesOf(events)).toContain("RotationSucceeded");
	});

	it("there is nothing to test: the configuration is stored, and no step asked for (assumed)", () => {
		const tested = rotate(empty.later(HOUR), {
			RotateImmediately: false,
			RotationRules: { AutomaticallyAfterDays: 2 },
		});
		expect(tested.effects).toEqual([]);
		expect(namesOf(tested.events)).toEqual(["RotateSecret"]);
		expect(described(tested.world)).toMatchObject({
			RotationEnabled: true,
			RotationLambdaARN: FUNCTION,
			LastChangedDate: NOON + HOUR,
			NextRotationDate: endOfDay(2),
		});
		expect(labels(tested.world)).toEqual({});
	});
});

describe("What is set", () => {
	const RULES = { AutomaticallyAfterDays: 30, Duration: "3h" };
	const METADATA = [{ Key: "k", Value: "v" }];
	const ROLE = "arn:aws:iam::123456789012:role/rotation";
	const configured = complete(
		rotated(one, {
			RotationRules: RULES,
			ExternalSecretRotationMetadata: METADATA,
			ExternalSecretRotationRoleArn: ROLE,
		}),
	).world;
	const again = (members: object): object => {
		const { RotationLambdaARN: _, ...rest } = request({
			ClientRequestToken: token("r2"),
			...members,
		});
		const {
			RotationLambdaARN,
			RotationRules,
			ExternalSecretRotationMetadata,
			ExternalSecretRotationRoleArn,
		} = described(configured.after("RotateSecret", { ...rest, ...members }));
		return {
			RotationLambdaARN,
			RotationRules,
			ExternalSecretRotationMetadata,
			ExternalSecretRotationRoleArn,
		};
	};
	const STORED = {
		RotationLambdaARN: FUNCTION,
		RotationRules: RULES,
		ExternalSecretRotationMetadata: METADATA,
		ExternalSecretRotationRoleArn: ROLE,
	};

	it.each<[given: string, members: object, changed: object]>([
		[
			"nothing [R-LS:test_rotate_secret_multiple_times_with_lambda_success]",
			{},
			{},
		],
		["an empty function", { RotationLambdaARN: "" }, {}],
		["no rules", { RotationRules: {} }, {}],
		["a function", { RotationLambdaARN: OTHER }, { RotationLambdaARN: OTHER }],
		[
			"days",
			{ RotationRules: { AutomaticallyAfterDays: 7 } },
			{ RotationRules: { AutomaticallyAfterDays: 7, Duration: "3h" } },
		],
		[
			"a duration",
			{ RotationRules: { Duration: "4h" } },
			{ RotationRules: { AutomaticallyAfterDays: 30, Duration: "4h" } },
		],
		[
			"metadata",
			{ ExternalSecretRotationMetadata: [{ Key: "a", Value: "b" }] },
			{ ExternalSecretRotationMetadata: [{ Key: "a", Value: "b" }] },
		],
		[
			"no metadata",
			{ ExternalSecretRotationMetadata: [] },
			{ ExternalSecretRotationMetadata: [] },
		],
		[
			"a role",
			{ ExternalSecretRotationRoleArn: `${ROLE}2` },
			{ ExternalSecretRotationRoleArn: `${ROLE}2` },
		],
	])("changes where %s is given; the rest stays", (_, members, changed) => {
		expect(again(members)).toEqual({ ...STORED, ...changed });
	});

	it("a duration beside days is allowed [R-TF]", () => {
		expect(described(configured).RotationRules).toEqual(RULES);
	});

	it("without rules is no schedule: rotation is on, without a next date (assumed)", () => {
		const answer = described(rotated(one));
		expect(answer.RotationEnabled).toBe(true);
		expect(answer).not.toHaveProperty("RotationRules");
		expect(answer).not.toHaveProperty("NextRotationDate");
	});

	it.each([
		[1, endOfDay(1)],
		[30, endOfDay(30)],
		[1000, endOfDay(1000)],
	])(
		"AutomaticallyAfterDays %i: NextRotationDate is 23:59:59 UTC of the day",
		(AutomaticallyAfterDays, date) => {
			for (const hours of [0, 11.999, -12]) {
				const at = one.later(hours * HOUR);
				const world = rotated(at, {
					RotationRules: { AutomaticallyAfterDays },
				});
				expect(described(world).NextRotationDate).toBe(date);
			}
		},
	);

	it("turns rotation on again after it was cancelled, with what was kept", () => {
		const cancelled = configured.after("CancelRotateSecret", {
			SecretId: "db",
		});
		const world = cancelled.after("RotateSecret", {
			SecretId: "db",
			ClientRequestToken: token("r2"),
		});
		expect(described(world)).toMatchObject({
			...STORED,
			RotationEnabled: true,
			NextRotationDate: NOON - 9 * HOUR + 30 * DAY - 1000, // three hours into the day
		});
	});
});

describe("Where AWSPENDING is held by", () => {
	it("nobody, the rotation starts", () => {
		expect(labels(rotated(one))).toEqual({
			v1: ["AWSCURRENT"],
			r1: ["AWSPENDING"],
		});
	});

	it("the version of AWSCURRENT, it starts, and the label moves to the new id [R-ST-rot]", () => {
		const finished = complete(rotated(one)).world;
		expect(labels(finished)).toEqual({
			v1: ["AWSPREVIOUS"],
			r1: ["AWSCURRENT", "AWSPENDING"],
		});
		const { world, events } = rotate(finished, {
			ClientRequestToken: token("r2"),
		});
		expect(labels(world)).toEqual({
			v1: ["AWSPREVIOUS"],
			r1: ["AWSCURRENT"],
			r2: ["AWSPENDING"],
		});
		expect(events.at(-1)?.detail).toEqual({
			label: "AWSPENDING",
			fromVersionId: token("r1"),
			toVersionId: token("r2"),
		});
	});

	it.each<[holder: string, world: World]>([
		["another version, with a value", put(one, "v2", ["AWSPENDING"])],
		["the id of a rotation under way, without a value", rotated(one)],
		["… with a value", until(rotated(one), "setSecret")],
		[
			"the id of a rotation that failed",
			report(rotated(one), "createSecret", { ok: false }).world,
		],
		[
			"the id of a rotation that was cancelled",
			rotated(one).after("CancelRotateSecret", { SecretId: "db" }),
		],
		["the copy of a test", rotated(one, { RotateImmediately: false })],
	])(
		"%s, it is refused: the previous one is not complete [R-ST-rot]",
		(_, world) => {
			for (const RotateImmediately of [true, false])
				world
					.when("RotateSecret", {
						SecretId: "db",
						ClientRequestToken: token("r2"),
						RotationLambdaARN: OTHER,
						RotationRules: { AutomaticallyAfterDays: 9 },
						RotateImmediately,
					})
					.refuses(...NOT_COMPLETE);
		},
	);

	it.each<[holder: string, world: World]>([
		[
			"AWSCURRENT's version, whose function has not said that it finished",
			perform(until(rotated(one), "finishSecret"), "finishSecret"),
		],
		[
			"nobody, since it was taken off by hand",
			rotated(one).after("UpdateSecretVersionStage", {
				SecretId: "db",
				VersionStage: "AWSPENDING",
				RemoveFromVersionId: token("r1"),
			}),
		],
	])(
		"%s, another rotation starts, and the one under way is over",
		(_, world) => {
			const { events, effects } = rotate(world, {
				ClientRequestToken: token("r2"),
			});
			expect(namesOf(events).slice(0, 3)).toEqual([
				"RotateSecret",
				"RotationAbandoned",
				"RotationStarted",
			]);
			expect(events[1]?.detail).toEqual({
				versionId: token("r1"),
				byVersionId: token("r2"),
			});
			expect(effects).toMatchObject([
				{ event: { ClientRequestToken: token("r2"), Step: "createSecret" } },
			]);
		},
	);

	it("a rotation that failed, it starts as soon as the label is taken away, as the documentation asks", () => {
		const failed = report(rotated(one), "createSecret", { ok: false }).world;
		const freed = failed.after("UpdateSecretVersionStage", {
			SecretId: "db",
			VersionStage: "AWSPENDING",
			RemoveFromVersionId: token("r1"),
		});
		expect(labels(rotated(freed, { ClientRequestToken: token("r2") }))).toEqual(
			{ v1: ["AWSCURRENT"], r2: ["AWSPENDING"] },
		);
	});
});

describe("A token that was used before (assumed: success, and nothing changes)", () => {
	const running = rotated(one);
	it.each<[what: string, world: World, id: string]>([
		["while its rotation runs", running, "r1"],
		["… in a later step", until(running, "testSecret"), "r1"],
		["when its rotation is over", complete(running).world, "r1"],
		[
			"when its rotation failed",
			report(running, "createSecret", { ok: false }).world,
			"r1",
		],
		["by a test", rotated(one, { RotateImmediately: false }), "r1"],
	])("%s", (_, world, id) => {
		const replay = world
			.later(HOUR)
			.when(
				"RotateSecret",
				request({ ClientRequestToken: token(id), RotationLambdaARN: OTHER }),
			);
		replay.answersExactly({ ARN, Name: "db", VersionId: token(id) });
		expect(replay.world.store).toBe(world.store);
		expect(replay.effects).toEqual([]);
		expect(namesOf(replay.events)).toEqual(["RotateSecret"]);
	});
});

describe("A token that is the id of a version, but not of the latest rotation", () => {
	const finished = complete(rotated(one)).world;
	it.each<[what: string, world: World, id: string]>([
		["of a value", one, "v1"],
		[
			"of an earlier rotation",
			complete(rotated(finished, { ClientRequestToken: token("r2") })).world,
			"r1",
		],
		[
			"of one before rotation was turned off",
			finished.after("CancelRotateSecret", { SecretId: "db" }),
			"r1",
		],
	])("%s is refused (assumed)", (_, world, id) => {
		world
			.when("RotateSecret", request({ ClientRequestToken: token(id) }))
			.refuses(
				"InvalidParameterException",
				`You can't use ClientRequestToken ${token(id)} because that value is already in use for a version of secret ${ARN}.`,
			);
	});

	it("of a rotation that was cancelled before it had a value may be used again", () => {
		const cancelled = rotated(one)
			.after("CancelRotateSecret", { SecretId: "db" })
			.after("UpdateSecretVersionStage", {
				SecretId: "db",
				VersionStage: "AWSPENDING",
				RemoveFromVersionId: token("r1"),
			});
		const { effects } = rotate(cancelled);
		expect(effects).toHaveLength(1);
	});
});

describe("RotateImmediately: false [R-ST-rot]", () => {
	const RotationRules = { AutomaticallyAfterDays: 30 };
	const finished = complete(rotated(one)).world.later(HOUR);
	const { world, effects, events } = rotate(finished, {
		ClientRequestToken: token("t1"),
		RotateImmediately: false,
		RotationRules,
	});

	it("asks for the step testSecret alone", () => {
		expect(effects).toMatchObject([
			{
				functionArn: FUNCTION,
				event: { ClientRequestToken: token("t1"), Step: "testSecret" },
			},
		]);
	});

	it("tests a new version, a copy of the current value, to which AWSPENDING comes from the current one", () => {
		expect(labels(world)).toEqual({
			v1: ["AWSPREVIOUS"],
			r1: ["AWSCURRENT"],
			t1: ["AWSPENDING"],
		});
		const read = (members: object) =>
			world.when("GetSecretValue", { SecretId: "db", ...members }).answer;
		expect(read({ VersionStage: "AWSPENDING" })).toMatchObject({
			VersionId: token("t1"),
			SecretString: read({}).SecretString,
		});
	});

	it("sets rotation on, rules, NextRotationDate and LastChangedDate; LastRotatedDate stays", () => {
		expect(described(world)).toMatchObject({
			RotationEnabled: true,
			RotationRules,
			NextRotationDate: endOfDay(30),
			LastChangedDate: NOON + HOUR,
			LastRotatedDate: NOON,
		});
	});

	it("has its events", () => {
		expect(namesOf(events)).toEqual([
			"RotateSecret",
			"TestRotationStarted",
			"Secret Label Updated",
		]);
	});
});

describe("Refused", () => {
	it("without a token: an invalid parameter, elsewhere an invalid request [R-LS:test_no_client_request_token]", () => {
		one
			.when("RotateSecret", request({ ClientRequestToken: undefined }))
			.refuses(...NO_TOKEN);
	});

	it.each<[what: string, members: object]>([
		["none", { RotationLambdaARN: undefined }],
		["an empty one", { RotationLambdaARN: "" }],
	])(
		"without a function, stored or given: %s [R-LS:test_first_rotate_secret_with_missing_lambda_arn]",
		(_, members) => {
			for (const world of [
				one,
				empty,
				one.after("CancelRotateSecret", { SecretId: "db" }),
			])
				world.when("RotateSecret", request(members)).refuses(...NO_FUNCTION);
		},
	);

	it("days and an expression together [R-U, terraform #33329, #30540]", () => {
		const RotationRules = {
			AutomaticallyAfterDays: 3,
			ScheduleExpression: "rate(3 days)",
		};
		one
			.when("RotateSecret", request({ RotationRules }))
			.refuses(...DAYS_AND_EXPRESSION);
	});

	describe("a function that cannot be invoked [R-LS:test_rotate_secret_invalid_lambda_arn, R-ST-rot]", () => {
		it.each([
			["none can be", []],
			["another can be", [OTHER]],
		])("%s: nothing is stored", (_, invocableFunctions) => {
			for (const RotateImmediately of [true, false]) {
				const { store, context } = one.as({ invocableFunctions });
				const after = given(store, context)
					.when(
						"RotateSecret",
						request({
							RotateImmediately,
							RotationRules: { AutomaticallyAfterDays: 3 },
						}),
					)
					.refuses(...CANNOT_INVOKE);
				expect(described(after)).toEqual(described(one));
			}
		});

		it("of earlier calls, which could be then", () => {
			complete(rotated(one))
				.world.as({ invocableFunctions: [OTHER] })
				.when("RotateSecret", {
					SecretId: "db",
					ClientRequestToken: token("r2"),
				})
				.refuses(...CANNOT_INVOKE);
		});

		it.each<[what: string, functions: "all" | readonly string[]]>([
			["all can be", "all"],
			["it can be", [OTHER, FUNCTION]],
		])("accepted: %s", (_, invocableFunctions) => {
			rotated(one.as({ invocableFunctions }));
		});
	});

	it("an unknown secret", () => {
		given()
			.when("RotateSecret", request())
			.refuses(
				"ResourceNotFoundException",
				"Secrets Manager can't find the specified secret.",
			);
	});

	it("a secret scheduled for deletion", () => {
		one
			.after("DeleteSecret", { SecretId: "db" })
			.when("RotateSecret", request())
			.refuses(
				"InvalidRequestException",
				"You can't perform this operation on the secret because it was marked for deletion.",
			);
	});

	it("a label too many: AWSPENDING would be the twenty-first", () => {
		const many = Array.from({ length: 19 }, (_, i) => `label ${i}`);
		put(one, "v2", many)
			.when("RotateSecret", request())
			.refuses(
				"LimitExceededException",
				"You exceeded the maximum number of staging labels allowed on a secret.",
			);
	});

	it("a test of a secret that may have no more versions", () => {
		given(createStore({ maxVersions: 1 }))
			.after("CreateSecret", {
				Name: "db",
				ClientRequestToken: token("v1"),
				SecretString: "x",
			})
			.when("RotateSecret", request({ RotateImmediately: false }))
			.refuses("LimitExceededException");
	});
});

describe("The order of the refusals of the operation itself (assumed)", () => {
	const refused = one.as({ invocableFunctions: [] });
	const pending = put(refused, "v2", ["AWSPENDING"]);
	const BAD_RULES = {
		RotationRules: {
			AutomaticallyAfterDays: 3,
			ScheduleExpression: "rate(3 days)",
		},
	};

	it.each<
		[
			first: string,
			second: string,
			world: World,
			members: object,
			refusal: readonly [string, string],
		]
	>([
		[
			"rules that make no schedule",
			"no function",
			one,
			{ ...BAD_RULES, RotationLambdaARN: undefined },
			DAYS_AND_EXPRESSION,
		],
		[
			"rules that make no schedule",
			"a function that cannot be invoked",
			refused,
			BAD_RULES,
			DAYS_AND_EXPRESSION,
		],
		[
			"no function",
			"a rotation that is not complete",
			pending,
			{ RotationLambdaARN: undefined },
			NO_FUNCTION,
		],
		[
			"a function that cannot be invoked",
			"a rotation that is not complete",
			pending,
			{},
			CANNOT_INVOKE,
		],
	])("%s before %s", (_, _second, world, members, refusal) => {
		world.when("RotateSecret", request(members)).refuses(...refusal);
	});

	it("a replay is before all of them", () => {
		rotated(one)
			.as({ invocableFunctions: [] })
			.when("RotateSecret", request(BAD_RULES))
			.answers({ VersionId: token("r1") });
	});
});
