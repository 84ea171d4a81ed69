import fc from "fast-check";
import { type Context, createStore } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { operations } from "../../src/operations/table.js";
import { handle, refuse } from "../../src/wire/handle.js";
import { assertLaw } from "../support/depth.js";
import { CONTEXT, given, NOON, token } from "../support/given.js";

const operationNames = Object.keys(operations);

const { store } = given()
	.after("CreateSecret", {
		Name: "db",
		SecretString: "first",
		ClientRequestToken: token("v1"),
	})
	.after("PutSecretValue", {
		SecretId: "db",
		SecretBinary: Uint8Array.of(1, 2, 3),
		ClientRequestToken: token("v2"),
	});

/** Sends a body, or a value as JSON, to an operation. */
function send(operation: string, input: unknown, context = CONTEXT) {
	return handle(
		store,
		{
			target: `secretsmanager.${operation}`,
			body: typeof input === "string" ? input : JSON.stringify(input),
		},
		context,
	);
}

describe("a request that is refused unread", () => {
	it("is answered with the refusal, and leaves the very same store", () => {
		const failure = { name: "UnrecognizedClientException", message: "No." };
		const { outcome, response } = refuse(store, failure, CONTEXT);
		expect(outcome.store).toBe(store);
		expect(outcome.result).toEqual({ ok: false, error: failure });
		expect(response).toMatchObject({
			status: 400,
			body: '{"__type":"UnrecognizedClientException","Message":"No."}',
		});
		expect(response.headers).toEqual(send("ListSecrets", {}).response.headers);
	});
});

describe("an accepted request", () => {
	it("is a 200 with the answer as JSON", () => {
		const { response, outcome } = send("GetSecretValue", { SecretId: "db" });
		expect(response.status).toBe(200);
		expect(response.body).toBe(
			`{"ARN":"${JSON.parse(response.body).ARN}","CreatedDate":${NOON / 1000},"Name":"db","SecretBinary":"AQID","VersionId":"${token("v2")}","VersionStages":["AWSCURRENT"]}`,
		);
		expect(outcome.result).toEqual({ ok: true, value: response.body });
	});

	it("gives the next store and what happened", () => {
		const { outcome } = send("PutSecretValue", {
			SecretId: "db",
			SecretString: "third",
			ClientRequestToken: token("v3"),
		});
		given(outcome.store)
			.when("GetSecretValue", { SecretId: "db" })
			.answers({ SecretString: "third" });
		expect(outcome.events[0]).toMatchObject({
			name: "PutSecretValue",
			at: NOON,
		});
	});

	it("may carry unknown members and nulls, which are ignored", () => {
		const { response } = send("GetSecretValue", {
			SecretId: "db",
			VersionId: null,
			Unknown: { deep: [1] },
		});
		expect(response.status).toBe(200);
	});

	it.each([
		["as they are", '"\ud800 \udc00"'],
		["escaped", String.raw`"\ud800 \udc00"`],
	])("may hold lone surrogates, %s", (_, text) => {
		const { outcome } = send(
			"PutSecretValue",
			`{"SecretId":"db","SecretString":${text},"ClientRequestToken":"${token("v3")}"}`,
		);
		const { response } = handle(
			outcome.store,
			{ target: "secretsmanager.GetSecretValue", body: '{"SecretId":"db"}' },
			CONTEXT,
		);
		expect(JSON.parse(response.body).SecretString).toBe("\ud800 \udc00");
	});

	it("never answers null", () => {
		const { response } = send("DescribeSecret", { SecretId: "db" });
		expect(response.body).not.toContain("null");
	});
});

describe("the headers", () => {
	it("are content type and request id, in lower case", () => {
		const { headers } = send("DescribeSecret", { SecretId: "db" }).response;
		expect(headers).toEqual({
			"content-type": "application/x-amz-json-1.1",
			"x-amzn-requestid": expect.stringMatching(
				/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
			),
		});
	});

	it("are the same for refusals", () => {
		const { headers } = send("DescribeSecret", { SecretId: "x" }).response;
		expect(Object.keys(headers).sort()).toEqual([
			"content-type",
			"x-amzn-requestid",
		]);
	});

	it("tell no time, which the clock of a host may have made up", () => {
		expect(send("DescribeSecret", "{}").response.headers).not.toHaveProperty(
			"date",
		);
	});

	it("are a new object each time, which SDKs may write into", () => {
		const headers = () => send("DescribeSecret", "{}").response.headers;
		expect(headers()).not.toBe(headers());
		expect(Object.isFrozen(headers())).toBe(false);
	});

	const idOf = (changes: Partial<Context>) =>
		send("DescribeSecret", "{}", { ...CONTEXT, ...changes }).response.headers[
			"x-amzn-requestid"
		];

	it("draw the request id from the seed", () => {
		expect(idOf({ seed: "a" })).toBe(idOf({ seed: "a" }));
		expect(idOf({ seed: "a" })).not.toBe(idOf({ seed: "b" }));
	});

	it("carry the request id of the context where it has one", () => {
		expect(idOf({ requestId: "mine" })).toBe("mine");
	});
});

describe("the target", () => {
	it.each([
		undefined,
		"",
		"GetSecretValue",
		"secretsmanager",
		"secretsmanager.",
		"secretsmanager.getSecretValue",
		"secretsmanager.GetSecretValue ",
		"SecretsManager.GetSecretValue",
		"secretsmanager.__proto__",
		"secretsmanager.constructor",
		"secretsmanager.toString",
		"secretsmanager.Nothing",
		"DynamoDB_20120810.GetItem",
	])("names no operation as %j", (target) => {
		const { response, outcome } = handle(
			store,
			{ target, body: '{"SecretId":"db"}' },
			CONTEXT,
		);
		expect(response.status).toBe(400);
		expect(response.body).toBe('{"__type":"UnknownOperationException"}');
		expect(outcome.store).toBe(store);
	});

	it("is looked at before the body", () => {
		expect(JSON.parse(send("Nothing", "{").response.body).__type).toBe(
			"UnknownOperationException",
		);
	});
});

describe("the body", () => {
	const refusal = (body: string) => {
		const { response, outcome } = send("GetSecretValue", body);
		expect(response.status).toBe(400);
		expect(outcome.store).toBe(store);
		expect(outcome.events).toEqual([]);
		return JSON.parse(response.body);
	};

	it("is an empty request when it is empty", () => {
		expect(refusal("")).toEqual({
			__type: "ValidationException",
			message:
				"1 validation error detected: Value null at 'secretId' failed to satisfy constraint: Member must not be null",
		});
	});

	it.each(["{", "SecretId=db", '{"SecretId":"db"', "{} {}"])(
		"is refused as malformed JSON: %j",
		(body) => {
			expect(refusal(body).__type).toBe("SerializationException");
		},
	);

	it.each(["null", "[]", '"db"', "1", "true", '[{"SecretId":"db"}]'])(
		"is refused as JSON but no object: %s",
		(body) => {
			expect(refusal(body)).toEqual({
				__type: "SerializationException",
				Message: expect.stringMatching(/./),
			});
		},
	);

	it("is refused with AWS's words where a text should stand", () => {
		expect(refusal('{"SecretId":{}}')).toEqual({
			__type: "SerializationException",
			Message: "Start of structure or map found where not expected.",
		});
	});

	it("finds nothing in a member named __proto__", () => {
		expect(refusal('{"__proto__":{"SecretId":"db"}}').__type).toBe(
			"ValidationException",
		);
	});

	it("may be nested a hundred thousand times", () => {
		const deep = "[".repeat(100_000) + "]".repeat(100_000);
		expect(refusal(deep).__type).toBe("SerializationException");
		expect(refusal(`{"SecretId":${deep}}`).__type).toBe(
			"SerializationException",
		);
		expect(
			send("GetSecretValue", `{"SecretId":"db","Unknown":${deep}}`).response
				.status,
		).toBe(200);
	});
});

describe("any request at all", () => {
	const anyTarget = fc.oneof(
		fc.constantFrom(...operationNames.map((name) => `secretsmanager.${name}`)),
		fc.string({ unit: "binary" }),
		fc.constant(undefined),
	);
	const anyValue = fc.oneof(
		fc.constantFrom("db", "nobody", token("v1"), "AWSCURRENT", "", null),
		fc.anything({ withNullPrototype: true, withBigInt: false }),
	);
	const anyBody = fc.oneof(
		fc.string({ unit: "binary" }),
		fc.json(),
		fc
			.dictionary(
				fc.constantFrom(
					...operationNames.flatMap((name) =>
						membersOf(name as keyof typeof operations),
					),
					"__proto__",
				),
				anyValue,
			)
			.map((value) => JSON.stringify(value)),
	);

	it("is answered with a 200 or a 400 in JSON, and changes nothing when refused", () => {
		assertLaw(
			fc.property(anyTarget, anyBody, (target, body) => {
				const { response, outcome } = handle(store, { target, body }, CONTEXT);
				// an operation without output answers with no body at all
				const parsed = JSON.parse(response.body || "{}");
				expect([200, 400]).toContain(response.status);
				expect(response.status === 200).toBe(outcome.result.ok);
				if (outcome.result.ok) return;
				expect(parsed.__type).toBe(outcome.result.error.name);
				expect(outcome.store).toBe(store);
				expect(outcome.events).toEqual([]);
			}),
			1000,
		);
	});

	it("is answered alike by an empty store", () => {
		assertLaw(
			fc.property(anyTarget, anyBody, (target, body) => {
				const empty = createStore();
				const { response } = handle(empty, { target, body }, CONTEXT);
				expect(() => JSON.parse(response.body)).not.toThrow();
				expect([200, 400]).toContain(response.status);
			}),
			300,
		);
	});
});

function membersOf(name: keyof typeof operations): readonly string[] {
	const { input } = operations[name];
	return input.kind === "structure" ? Object.keys(input.members) : [];
}
