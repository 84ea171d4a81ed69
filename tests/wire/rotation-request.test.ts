import fc from "fast-check";
import {
	type Context,
	createStore,
	type SecretStore,
} from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { functionNeededBy } from "../../src/wire/rotation-request.js";
import { assertLaw } from "../support/depth.js";
import { CONTEXT, DAY, given, NOON, token } from "../support/given.js";

const target = "secretsmanager.RotateSecret";
const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:rotate";
const SecretId = "db";
const ORIGIN = {
	now: NOON,
	seed: "",
	account: CONTEXT.account,
	region: CONTEXT.region,
};

/** A store with `db`, which FUNCTION rotates, and `plain`, which nobody does. */
const world = given()
	.after("CreateSecret", {
		Name: "plain",
		SecretString: "x",
		ClientRequestToken: token("p1"),
	})
	.after("CreateSecret", {
		Name: "db",
		SecretString: "x",
		ClientRequestToken: token("v1"),
	})
	.after("RotateSecret", {
		SecretId,
		RotationLambdaARN: FUNCTION,
		ClientRequestToken: token("v2"),
	});
const { store } = world;

const neededBy = (
	input: unknown,
	origin: Partial<Context> = {},
	at: SecretStore = store,
) =>
	functionNeededBy(
		at,
		{ target, body: JSON.stringify(input) },
		{ ...ORIGIN, ...origin },
	);

describe("a RotateSecret needs", () => {
	it("the function that it names for a secret that is there", () => {
		for (const SecretId of ["db", "plain"])
			expect(neededBy({ SecretId, RotationLambdaARN: "arn:other" })).toBe(
				"arn:other",
			);
	});

	it("none where it is refused before that function counts", () => {
		for (const SecretId of ["nobody", 7, undefined])
			expect(
				neededBy({ SecretId, RotationLambdaARN: "arn:other" }),
			).toBeUndefined();
		for (const RotationLambdaARN of [7, {}])
			expect(neededBy({ SecretId, RotationLambdaARN })).toBeUndefined();
	});

	it("none of a caller who may not rotate, or not have it invoked", () => {
		const by = (...actions: string[]) => ({
			caller: {
				arn: "arn:aws:iam::123456789012:user/ada",
				identityPolicies: [
					{ Statement: { Effect: "Allow", Action: actions, Resource: "*" } },
				],
			},
		});
		const rotating = "secretsmanager:RotateSecret";
		const invoking = "lambda:InvokeFunction";
		expect(neededBy({ SecretId }, by(invoking))).toBeUndefined();
		expect(neededBy({ SecretId }, by(rotating))).toBeUndefined();
		expect(neededBy({ SecretId }, by(rotating, invoking))).toBe(FUNCTION);
	});

	it.each([undefined, null, ""])(
		"the function that its secret has, where it names %j",
		(RotationLambdaARN) => {
			expect(neededBy({ SecretId, RotationLambdaARN })).toBe(FUNCTION);
		},
	);

	it("that function also for a secret that is named by its ARN", () => {
		const { ARN } = world.when("DescribeSecret", { SecretId }).answer;
		for (const SecretId of [ARN, ARN.slice(0, -7)])
			expect(neededBy({ SecretId })).toBe(FUNCTION);
		expect(
			neededBy({ SecretId: ARN }, { region: "eu-west-1" }),
		).toBeUndefined();
	});

	it("no function where there is none to name", () => {
		for (const SecretId of ["plain", "nobody", "", "a b", 7, null, ["db"]])
			expect(neededBy({ SecretId })).toBeUndefined();
		expect(neededBy({ SecretId }, { account: "999999999999" })).toBeUndefined();
		expect(neededBy({ SecretId }, {}, createStore())).toBeUndefined();
	});

	it("no function of a secret whose time is over", () => {
		const deleted = world.after("DeleteSecret", {
			SecretId,
			RecoveryWindowInDays: 7,
		}).store;
		const at = (now: number) => neededBy({ SecretId }, { now }, deleted);
		expect(at(NOON + 7 * DAY - 1)).toBe(FUNCTION);
		expect(at(NOON + 7 * DAY)).toBeUndefined();
	});
});

describe("no other request needs a function", () => {
	it.each([
		undefined,
		"",
		"RotateSecret",
		"secretsmanager.CancelRotateSecret",
		"secretsmanager.rotatesecret",
		"secretsmanager.PutSecretValue",
		"secretsmanager.RotateSecret ",
	])("%j", (target) => {
		const body = JSON.stringify({ SecretId, RotationLambdaARN: FUNCTION });
		expect(functionNeededBy(store, { target, body }, ORIGIN)).toBeUndefined();
	});
});

describe("whatever a RotateSecret says", () => {
	const answersFor = (body: string) => {
		const needed = functionNeededBy(store, { target, body }, ORIGIN);
		expect(["undefined", "string"]).toContain(typeof needed);
		return needed;
	};

	it.each([
		"",
		" ",
		"null",
		"[]",
		"7",
		'"db"',
		"{",
		'{"SecretId":"db",}',
		'{"__proto__":{"RotationLambdaARN":"x"}}',
		"\ud800",
	])("%j needs no function", (body) => {
		expect(answersFor(body)).toBeUndefined();
	});

	it("any text is answered", () => {
		assertLaw(
			fc.property(
				fc.oneof(
					fc.string({ unit: "binary" }),
					fc.json(),
					fc
						.record(
							{
								SecretId: fc.oneof(fc.constant("db"), fc.anything()),
								RotationLambdaARN: fc.anything(),
							},
							{ requiredKeys: [] },
						)
						.map((input) => JSON.stringify(input, bigIntsAsText)),
				),
				(body) => void answersFor(body),
			),
			300,
		);
	});
});

const bigIntsAsText = (_: string, value: unknown) =>
	typeof value === "bigint" ? `${value}` : value;
