import fc from "fast-check";
import { type Kms, localKms } from "pure-secrets-manager";
import { nodeKms } from "pure-secrets-manager/node";
import { describe, expect, it } from "vitest";
import { open, seal } from "../../src/kms/envelope.js";
import { developmentKms } from "../../src/kms/local-kms.js";
import { assertLaw } from "../support/depth.js";
import { given, token } from "../support/given.js";

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const keyArn = fc.oneof(fc.constantFrom("key/a", "__proto__", ""), fc.string());
const context = fc.record({
	SecretARN: fc.string({ unit: "binary" }),
	SecretVersionId: fc.string({ unit: "binary" }),
});
const payload = fc.uint8Array({ maxLength: 2000, size: "max" });

describe("nodeKms and localKms of one root key", () => {
	it("seal random payloads to the same envelope, and each opens the other's", () => {
		assertLaw(
			fc.property(
				key,
				key,
				keyArn,
				context,
				payload,
				(rootKey, dataKey, keyArn, context, payload) => {
					const portable = localKms({ rootKey });
					const node = nodeKms({ rootKey });
					const sealedBy = (kms: Kms) => {
						const wrapped = kms.wrap(keyArn, dataKey, context);
						const key = { bytes: dataKey, wrapped: { keyArn, wrapped } };
						return seal(payload, key, context, kms);
					};
					expect(sealedBy(node)).toEqual(sealedBy(portable));
					const opened = { ok: true, value: payload };
					expect(open(sealedBy(node), context, portable)).toStrictEqual(opened);
					expect(open(sealedBy(portable), context, node)).toStrictEqual(opened);
				},
			),
		);
	});

	it("give one store, bit for bit, and read it alike", () => {
		const rootKey = new Uint8Array(32).fill(3);
		const [one, other] = [localKms({ rootKey }), nodeKms({ rootKey })].map(
			(kms) =>
				given()
					.as({ kms })
					.after("CreateSecret", {
						Name: "db",
						ClientRequestToken: token("v1"),
						SecretString: "value of v1",
					}),
		);
		expect(JSON.stringify(other?.store)).toBe(JSON.stringify(one?.store));
		one
			?.as({ kms: nodeKms({ rootKey }) })
			.when("GetSecretValue", { SecretId: "db" })
			.answers({ SecretString: "value of v1" });
	});

	it("refuse what the other wrapped for another context with the same words", () => {
		const rootKey = new Uint8Array(32);
		const dataKey = new Uint8Array(32).fill(1);
		const [one, other] = [localKms({ rootKey }), nodeKms({ rootKey })];
		const wrapped = one.wrap("key/a", dataKey, { a: "1" });
		const refusal = one.unwrap("key/a", wrapped, { a: "2" });
		expect(refusal.ok).toBe(false);
		expect(other.unwrap("key/a", wrapped, { a: "2" })).toEqual(refusal);
	});
});

describe("the root key of nodeKms", () => {
	it("is the development key when none is given", () => {
		const dataKey = new Uint8Array(32).fill(1);
		expect(nodeKms().wrap("key/a", dataKey, {})).toBe(
			developmentKms.wrap("key/a", dataKey, {}),
		);
	});

	it("may be base64, and is copied", () => {
		const rootKey = new Uint8Array(32).fill(7);
		const dataKey = new Uint8Array(32);
		const base64 = Buffer.from(rootKey).toString("base64");
		const kms = nodeKms({ rootKey });
		rootKey.fill(0);
		expect(kms.wrap("key/a", dataKey, {})).toBe(
			nodeKms({ rootKey: base64 }).wrap("key/a", dataKey, {}),
		);
	});

	it.each([
		["too short", { rootKey: new Uint8Array(31) }],
		["no base64", { rootKey: "secret" }],
		["no bytes", { rootKey: 32 as unknown as string }],
		["null", { rootKey: null as unknown as string }],
		["a variable that is not set", { rootKey: undefined as unknown as string }],
	])("that is %s is a TypeError with the remedy", (_, options) => {
		expect(() => nodeKms(options)).toThrow(
			/^nodeKms: rootKey must be 32 bytes/,
		);
	});

	it("is not guessed from options that are none, or misspelt", () => {
		expect(() => nodeKms(null as never)).toThrow(/nodeKms takes an object/);
		expect(() => nodeKms({ rootkey: "" } as never)).toThrow(
			/nodeKms does not know "rootkey"/,
		);
	});
});
