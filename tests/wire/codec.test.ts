import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	blob,
	boolean,
	integer,
	list,
	map,
	optional,
	string,
	structure,
	timestamp,
} from "../../src/api/schema.js";
import { operations } from "../../src/operations/table.js";
import { parseRequest, printerOf } from "../../src/wire/codec.js";
import { assertLaw } from "../support/depth.js";

describe("the text of a request", () => {
	it("is read as JSON", () => {
		expect(parseRequest(' {"SecretId":"a","MaxResults":null} ')).toEqual({
			ok: true,
			value: { SecretId: "a", MaxResults: null },
		});
	});

	it("is an empty request when there is none", () => {
		expect(parseRequest("")).toEqual({ ok: true, value: {} });
	});

	it("need not be an object: that is for decoding to refuse", () => {
		expect(parseRequest("[1]")).toEqual({ ok: true, value: [1] });
		expect(parseRequest("null")).toEqual({ ok: true, value: null });
	});

	it.each(["{", "SecretId=a", "{'SecretId':'a'}", "<xml/>", "\ufeff{}", "NaN"])(
		"is refused as %j",
		(body) => {
			expect(parseRequest(body)).toMatchObject({
				ok: false,
				error: {
					name: "SerializationException",
					message: expect.stringMatching(/./),
				},
			});
		},
	);

	it("keeps __proto__ as a member like any other", () => {
		const parsed = parseRequest('{"__proto__":{"SecretId":"a"}}');
		const value = parsed.ok ? (parsed.value as object) : {};
		expect(Object.keys(value)).toEqual(["__proto__"]);
		expect("SecretId" in value).toBe(false);
	});
});

describe("the text of an answer", () => {
	const everyKind = structure({
		Name: optional(string()),
		Count: optional(integer()),
		Enabled: optional(boolean),
		At: optional(timestamp),
		Bytes: optional(blob()),
		Names: optional(list(string())),
		Times: optional(list(timestamp)),
		Labels: optional(map(list(string()))),
		Inner: optional(structure({ B: optional(blob()), A: optional(string()) })),
	});

	const print = printerOf(everyKind);

	it("has its members in alphabetical order", () => {
		expect(print({ Name: "a", At: 0, Count: 1 })).toBe(
			'{"At":0,"Count":1,"Name":"a"}',
		);
	});

	it("orders members within members", () => {
		expect(print({ Inner: { B: Uint8Array.of(0), A: "a" } })).toBe(
			'{"Inner":{"A":"a","B":"AA=="}}',
		);
	});

	it.each([
		[0, "0"],
		[1_790_456_648_967, "1790456648.967"],
		[1_790_456_648_960, "1790456648.96"],
		[1_790_456_648_000, "1790456648"],
		[1, "0.001"],
		[-1, "-0.001"],
	])("prints the time %d ms as %s seconds", (at, seconds) => {
		expect(print({ At: at })).toBe(`{"At":${seconds}}`);
	});

	it("loses no millisecond until the year 9999, while seconds have room for three decimals", () => {
		const last = Date.UTC(9999, 11, 31);
		assertLaw(
			fc.property(fc.integer({ min: -last, max: last }), (at) => {
				const { At } = JSON.parse(print({ At: at }));
				expect(Math.round(At * 1000)).toBe(at);
			}),
		);
	});

	it("prints bytes as padded base64", () => {
		assertLaw(
			fc.property(fc.uint8Array(), (bytes) => {
				const { Bytes } = JSON.parse(print({ Bytes: bytes }));
				expect(Bytes).toBe(Buffer.from(bytes).toString("base64"));
			}),
		);
	});

	it("prints lists, maps, numbers and booleans", () => {
		expect(
			print({
				Names: ["b", "a"],
				Times: [500],
				Labels: { v1: ["AWSCURRENT"] },
				Count: 3,
				Enabled: false,
			}),
		).toBe(
			'{"Count":3,"Enabled":false,"Labels":{"v1":["AWSCURRENT"]},"Names":["b","a"],"Times":[0.5]}',
		);
	});

	it("keeps an empty list and leaves out what is absent", () => {
		expect(print({ Names: [] })).toBe('{"Names":[]}');
	});

	it("keeps __proto__ and constructor as keys of a map", () => {
		expect(
			print({
				Labels: Object.fromEntries([
					["constructor", ["b"]],
					["__proto__", ["a"]],
				]),
			}),
		).toBe('{"Labels":{"__proto__":["a"],"constructor":["b"]}}');
	});

	it("escapes lone surrogates, so that it stays a text", () => {
		expect(print({ Name: "\ud800" })).toBe(String.raw`{"Name":"\ud800"}`);
	});

	it("is as raw captures of GetSecretValue are", () => {
		expect(
			printerOf(operations.GetSecretValue.output)({
				ARN: "arn",
				Name: "a",
				VersionId: "v",
				SecretBinary: Uint8Array.of(1, 2, 3),
				VersionStages: ["AWSCURRENT"],
				CreatedDate: 1_790_456_648_967,
			}),
		).toBe(
			'{"ARN":"arn","CreatedDate":1790456648.967,"Name":"a","SecretBinary":"AQID","VersionId":"v","VersionStages":["AWSCURRENT"]}',
		);
	});
});
