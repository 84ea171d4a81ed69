import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	bytesOf,
	type Payload,
	payloadFromBytes,
	payloadToBytes,
	samePayload,
} from "../../src/values/payload.js";
import { assertLaw } from "../support/depth.js";

const text = fc.oneof(
	fc.string({ unit: "binary" }),
	fc.constantFrom("", "\ud800", "\udc00 lone \ud800", "__proto__", "AQID"),
);
const payload: fc.Arbitrary<Payload> = fc.oneof(
	text.map((text) => ({ kind: "string" as const, text })),
	fc
		.oneof(fc.uint8Array(), fc.constant(Uint8Array.of(1, 2, 3)))
		.map((bytes) => Buffer.from(bytes).toString("base64"))
		.map((base64) => ({ kind: "binary" as const, base64 })),
);

it("a payload comes back from its bytes, lone surrogates included", () => {
	assertLaw(
		fc.property(payload, (payload) => {
			expect(payloadFromBytes(payloadToBytes(payload))).toEqual(payload);
		}),
	);
});

it("two payloads are the same exactly when their bytes are", () => {
	assertLaw(
		fc.property(payload, payload, (a, b) => {
			const sameBytes =
				Buffer.compare(payloadToBytes(a), payloadToBytes(b)) === 0;
			expect(samePayload(a, b)).toBe(sameBytes);
			expect(samePayload(a, { ...a })).toBe(true);
		}),
	);
});

it("a text is no binary of the same bytes", () => {
	const text: Payload = { kind: "string", text: "AQID" };
	const sameBytes: Payload = { kind: "binary", base64: "QVFJRA==" };
	const sameBase64: Payload = { kind: "binary", base64: "AQID" };
	for (const binary of [sameBytes, sameBase64]) {
		expect(samePayload(text, binary)).toBe(false);
		expect(samePayload(binary, text)).toBe(false);
		expect(payloadToBytes(text)).not.toEqual(payloadToBytes(binary));
	}
});

describe("bytes that no payload became", () => {
	it.each([
		["none", []],
		["of an unknown kind", [2, 65]],
		["of another unknown kind", [255]],
	])("%s", (_, bytes) => {
		expect(payloadFromBytes(Uint8Array.from(bytes))).toBeUndefined();
	});
});

it("base64 text gives its bytes", () => {
	expect(bytesOf("AQID")).toEqual(Uint8Array.of(1, 2, 3));
	expect(bytesOf("")).toEqual(new Uint8Array());
});

it("a text that is no base64 cannot be that of a payload", () => {
	expect(() => bytesOf("no base64")).toThrow("Invariant broken");
});
