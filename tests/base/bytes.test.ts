import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	base64Decode,
	base64Encode,
	concatBytes,
	frame,
	hexEncode,
	isBytes,
	utf8Decode,
	utf8Encode,
	utf8Length,
} from "../../src/base/bytes.js";
import { assertLaw } from "../support/depth.js";

const wellFormed = fc.string({ unit: "binary" });
/** Texts in which surrogates stand alone or happen to meet. */
const anyText = fc
	.array(
		fc.oneof(
			wellFormed,
			fc.constantFrom("\ud800", "\udbff", "\udc00", "\udfff", "\ufffd"),
		),
	)
	.map((parts) => parts.join(""));
const anyBytes = fc.uint8Array({ maxLength: 40 });
/** Bytes at which a UTF-8 sequence begins, goes on or breaks off; without those of surrogates. */
const brokenUtf8 = fc
	.array(
		fc.constantFrom(
			...[0x00, 0x41, 0x7f, 0x80, 0x82, 0x8f, 0x90, 0x9f, 0xac, 0xbf, 0xc0],
			...[0xc1, 0xc2, 0xe0, 0xe2, 0xef, 0xf0, 0xf4, 0xf5, 0xff],
		),
	)
	.map((bytes) => Uint8Array.from(bytes));

describe("UTF-8", () => {
	it("gives every text back, lone surrogates included", () => {
		assertLaw(
			fc.property(anyText, (text) => {
				expect(utf8Decode(utf8Encode(text))).toBe(text);
			}),
		);
	});

	it("is what TextEncoder and Buffer write for well-formed text", () => {
		assertLaw(
			fc.property(wellFormed, (text) => {
				const bytes = utf8Encode(text);
				expect(bytes).toEqual(new TextEncoder().encode(text));
				expect(Buffer.from(bytes).equals(Buffer.from(text))).toBe(true);
			}),
		);
	});

	it("counts the bytes without writing them", () => {
		assertLaw(
			fc.property(anyText, (text) => {
				expect(utf8Length(text)).toBe(utf8Encode(text).length);
			}),
		);
	});

	it.each([
		["", 0],
		["\u007f", 1],
		["\u0080", 2],
		["\u07ff", 2],
		["\u0800", 3],
		["\uffff", 3],
		["\u{10000}", 4],
		["\u{10ffff}", 4],
		["\ud800", 3],
		["\udc00\ud800", 6],
	])("%j takes %i bytes", (text, length) => {
		expect(utf8Length(text)).toBe(length);
		expect(utf8Encode(text)).toHaveLength(length);
	});

	it("gives a text of any length back", () => {
		const text = `${"a".repeat(4095)}${"😀é€".repeat(100_000)}\ud800`;
		expect(utf8Decode(utf8Encode(text)) === text).toBe(true);
	});

	it("never throws on any bytes", () => {
		assertLaw(
			fc.property(fc.oneof(anyBytes, brokenUtf8), (bytes) => {
				expect(typeof utf8Decode(bytes)).toBe("string");
			}),
		);
	});

	it("reads well-formed bytes as TextDecoder does, and breaks off where it does", () => {
		const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
		const runsAsOne = (text: string) => text.replace(/\ufffd+/g, "\ufffd");
		assertLaw(
			fc.property(brokenUtf8, (bytes) => {
				expect(runsAsOne(utf8Decode(bytes))).toBe(
					runsAsOne(decoder.decode(bytes)),
				);
			}),
			1000,
		);
	});

	it.each<[what: string, bytes: number[], text: string]>([
		["a byte order mark is kept", [0xef, 0xbb, 0xbf, 0x41], "\ufeffA"],
		["a stray continuation byte", [0x41, 0x80, 0x42], "A\ufffdB"],
		["an overlong slash", [0xc0, 0xaf], "\ufffd\ufffd"],
		["a point above U+10FFFF", [0xf4, 0x90, 0x80, 0x80], "\ufffd".repeat(4)],
		// TextDecoder gives one U+FFFD for the whole of an incomplete sequence.
		["an incomplete sequence, byte by byte", [0xe2, 0x82], "\ufffd\ufffd"],
		["an incomplete one before text", [0xf0, 0x9f, 0x41], "\ufffd\ufffdA"],
		// TextDecoder knows no surrogates; this is how a lone one comes back.
		["a lone surrogate", [0xed, 0xa0, 0x80], "\ud800"],
	])("%s", (_, bytes, text) => {
		expect(utf8Decode(Uint8Array.from(bytes))).toBe(text);
	});
});

describe("base64", () => {
	it("is what Buffer writes, and is read back", () => {
		assertLaw(
			fc.property(anyBytes, (bytes) => {
				const text = base64Encode(bytes);
				expect(text).toBe(Buffer.from(bytes).toString("base64"));
				expect(base64Decode(text)).toEqual({ ok: true, value: bytes });
			}),
		);
	});

	it("is read exactly when Buffer would write it so", () => {
		const base64Like = fc.string({
			unit: fc.constantFrom(..."AQgwxz019+/-_= \n"),
			maxLength: 9,
		});
		assertLaw(
			fc.property(fc.oneof(base64Like, anyText), (text) => {
				const bytes = Buffer.from(text, "base64");
				const decoded = base64Decode(text);
				expect(decoded.ok).toBe(bytes.toString("base64") === text);
				if (decoded.ok) expect(decoded.value).toEqual(Uint8Array.from(bytes));
			}),
			1000,
		);
	});

	it.each([
		["stray bits after one byte", "AB=="],
		["stray bits after two bytes", "AAB="],
		["no padding", "AQ"],
		["too much padding", "A==="],
		["padding alone", "===="],
		["padding in the middle", "AQ==AQ=="],
		["a line break", "AQID\n"],
		["white space", "AQ D"],
		["the URL alphabet", "-_-_"],
		["another alphabet", "éééé"],
	])("with %s is none", (_, text) => {
		expect(base64Decode(text)).toEqual({ ok: false, error: "not base64" });
	});

	it("of nothing is nothing", () => {
		expect(base64Encode(new Uint8Array())).toBe("");
		expect(base64Decode("")).toEqual({ ok: true, value: new Uint8Array() });
	});
});

describe("frame", () => {
	/** Reads the texts of a frame back, byte by byte. */
	function unframe(bytes: Uint8Array): readonly string[] {
		const texts: string[] = [];
		for (let at = 0; at < bytes.length; ) {
			const colon = bytes.indexOf(":".charCodeAt(0), at);
			const length = Number(
				String.fromCharCode(...bytes.subarray(at, colon)) || Number.NaN,
			);
			at = colon + 1 + length;
			texts.push(utf8Decode(bytes.subarray(colon + 1, at)));
		}
		return texts;
	}

	it("lets its texts be told apart again, so that different lists have different bytes", () => {
		const tricky = fc.constantFrom("", ":", "0:", "1:a", "1", "12:", "\ud800");
		assertLaw(
			fc.property(fc.array(fc.oneof(tricky, anyText)), (texts) => {
				expect(unframe(frame(texts))).toEqual(texts);
			}),
		);
	});

	it("tells where one text ends and the next begins", () => {
		expect(frame(["ab", "c"])).not.toEqual(frame(["a", "bc"]));
		expect(frame(["a", ""])).not.toEqual(frame(["a"]));
		expect(frame([])).toEqual(new Uint8Array());
	});
});

describe("concatBytes", () => {
	it("puts the parts one after the other in new bytes", () => {
		const part = Uint8Array.of(1, 2);
		const whole = concatBytes(part, new Uint8Array(), Uint8Array.of(3));
		expect(whole).toEqual(Uint8Array.of(1, 2, 3));
		whole[0] = 9;
		expect(part).toEqual(Uint8Array.of(1, 2));
	});
});

describe("hexEncode", () => {
	it("is what Buffer writes", () => {
		assertLaw(
			fc.property(anyBytes, (bytes) => {
				expect(hexEncode(bytes)).toBe(Buffer.from(bytes).toString("hex"));
			}),
		);
	});
});

describe("isBytes", () => {
	it.each<[what: string, value: unknown, answer: boolean]>([
		["a Uint8Array", new Uint8Array(2), true],
		["a Buffer", Buffer.from("a"), true],
		["one of another realm", runInNewContext("new Uint8Array(2)"), true],
		["a list of numbers", [1, 2], false],
		["an ArrayBuffer", new ArrayBuffer(2), false],
		["a Uint16Array", new Uint16Array(2), false],
		["a DataView", new DataView(new ArrayBuffer(2)), false],
		["a text", "AQID", false],
		["null", null, false],
		["undefined", undefined, false],
	])("of %s", (_, value, answer) => {
		expect(isBytes(value)).toBe(answer);
	});
});
