import fc from "fast-check";
import { fromSnapshot, toSnapshot } from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import { decode } from "../../src/engine/decode.js";
import { operations } from "../../src/operations/table.js";
import { makeCursor, parseCursor } from "../../src/store/page.js";
import { makeSecretArn, parseSecretArn } from "../../src/values/arn.js";
import { handle } from "../../src/wire/handle.js";
import { accounts, regions } from "../support/arbitraries.js";
import { assertLaw } from "../support/depth.js";
import { expectSame } from "../support/same.js";
import {
	contentsOf,
	runScript,
	script,
	storeAfter,
} from "../support/scripts.js";

describe("law 10: what is printed reads back", () => {
	test("ARNs", () => {
		const nameChar = fc.constantFrom(..."abcXYZ019/_+=.@!-");
		const arn = fc.record({
			partition: fc.constantFrom("aws", "aws-cn", "aws-iso-b"),
			account: fc.constantFrom(...accounts),
			region: fc.constantFrom(...regions, "us-gov-west-1", "us-isob-east-1"),
			name: fc.string({ unit: nameChar, minLength: 1, maxLength: 40 }),
			suffix: fc.string({
				unit: fc.constantFrom(..."abcXYZ019"),
				minLength: 6,
				maxLength: 6,
			}),
		});
		assertLaw(
			fc.property(arn, (complete) => {
				expect(parseSecretArn(makeSecretArn(complete))).toEqual(complete);
				const partial = { ...complete, suffix: undefined };
				const read = parseSecretArn(makeSecretArn(partial));
				// The pitfall: a name that ends like a suffix is read as a complete ARN.
				if (/.-[A-Za-z0-9]{6}$/.test(partial.name))
					expect(read?.suffix).toBe(partial.name.slice(-6));
				else expect(read).toEqual(partial);
			}),
			300,
		);
	});

	test("cursors, for their own query only", () => {
		const query = fc.array(fc.string(), { minLength: 1, maxLength: 4 });
		assertLaw(
			fc.property(query, query, fc.string(), (mine, other, position) => {
				const cursor = makeCursor(mine, position);
				expect(parseCursor(mine, cursor)).toEqual({
					ok: true,
					value: position,
				});
				const same = JSON.stringify(mine) === JSON.stringify(other);
				expect(parseCursor(other, cursor).ok).toBe(same);
			}),
			300,
		);
	});

	test("snapshots, through JSON text", () => {
		assertLaw(
			fc.property(script(), (steps) => {
				const store = storeAfter(runScript(steps));
				const text = JSON.stringify(toSnapshot(store));
				const back = fromSnapshot(JSON.parse(text));
				if (!back.ok) throw new Error(back.error.message);
				expectSame(contentsOf(back.value), contentsOf(store));
				expect(JSON.stringify(toSnapshot(back.value))).toBe(text);
			}),
			60,
		);
	});

	test("requests and answers, through the wire", () => {
		assertLaw(
			fc.property(script(20), (steps) => {
				for (const { before, operation, input, context, outcome } of runScript(
					steps,
				)) {
					const body = JSON.stringify(input, (_, value) =>
						isBytes(value) ? base64Of(value) : value,
					);
					const target = `secretsmanager.${operation}`;
					const sent = handle(before, { target, body }, context);
					expectSame(contentsOf(sent.outcome.store), contentsOf(outcome.store));
					// No body at all is what an operation without output answers.
					const received = JSON.parse(sent.response.body || "{}");
					const { result } = outcome;
					if (!result.ok) {
						expect(sent.response.status).toBe(400);
						expect(received.__type).toBe(result.error.name);
						expect(received.Message ?? received.message).toBe(
							result.error.message,
						);
						continue;
					}
					const { output } = operations[operation as keyof typeof operations];
					expectSame(fromWire(output, received), plain(result.value));
				}
			}),
			60,
		);
	});
});

/** `JSON.stringify` hands a Buffer over as what its toJSON made of it; these bytes are no Buffers. */
const isBytes = (value: unknown): value is Uint8Array =>
	value instanceof Uint8Array;

const base64Of = (bytes: Uint8Array): string =>
	Buffer.from(bytes).toString("base64");

type Output = (typeof operations)[keyof typeof operations]["output"];

/** An answer as a client reads it, with dates in milliseconds again; blobs stay base64. */
function fromWire(shape: Output, received: object): unknown {
	const dates = (value: unknown, key = ""): unknown => {
		if (Array.isArray(value)) return value.map((each) => dates(each));
		if (typeof value === "number" && key.endsWith("Date"))
			return Math.round(value * 1000);
		if (typeof value !== "object" || value === null) return value;
		return Object.fromEntries(
			Object.entries(value).map(([name, each]) => [name, dates(each, name)]),
		);
	};
	const answer = dates(received);
	// The shape of the answer reads what the shape of the answer wrote; maps are in no request, and are not read.
	if (!/"(VersionIds|SecretVersions)ToStages":/.test(JSON.stringify(received)))
		expect(decode(shape, answer).ok).toBe(true);
	return answer;
}

/** An answer of the pure core with its bytes as base64 and its dictionaries as plain objects. */
const plain = (value: unknown): unknown =>
	JSON.parse(
		JSON.stringify(value, (_, each) => (isBytes(each) ? base64Of(each) : each)),
	);
