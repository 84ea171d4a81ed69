import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeCursor, pageOf, parseCursor } from "../../src/store/page.js";
import { accepted } from "../model/a-secret.js";
import { assertLaw, sequence } from "../support/depth.js";

const QUERY = ["ListSecretVersionIds", "arn", "false"];
const INVALID = {
	ok: false,
	error: {
		name: "InvalidNextTokenException",
		message: "The NextToken value is invalid.",
	},
};
const words = fc.array(
	fc.oneof(fc.constantFrom("", "1", "false", "true", "\ud800"), fc.string()),
	{ maxLength: 4 },
);
const position = fc.oneof(
	fc.nat().map(String),
	fc.string({ unit: "binary" }),
	fc.constantFrom("", "\ud800", "\udc00\ud800"),
);

/** One page of whole numbers in rising order. */
const page = (numbers: readonly number[], size: number, cursor?: string) =>
	pageOf(
		{
			following: (after) =>
				numbers.filter((n) => after === undefined || n > Number(after)),
			position: String,
		},
		QUERY,
		size,
		cursor,
	);

describe("law 10: a cursor", () => {
	it("is read as it was made", () => {
		assertLaw(
			fc.property(words, position, (query, position) => {
				const cursor = makeCursor(query, position);
				expect(accepted(parseCursor([...query], cursor))).toBe(position);
			}),
		);
	});

	it("is of use for its own query only", () => {
		assertLaw(
			fc.property(words, words, position, (one, other, position) => {
				fc.pre(JSON.stringify(one) !== JSON.stringify(other));
				const cursor = makeCursor(one, position);
				expect(parseCursor(other, cursor)).toEqual(INVALID);
			}),
		);
	});

	it("is refused when any character is another, one is missing or one is more", () => {
		const cursor = makeCursor(QUERY, "12");
		const character = fc.constantFrom(..."AZaz09+/= ");
		assertLaw(
			fc.property(fc.nat(cursor.length), character, (at, character) => {
				const before = cursor.slice(0, at);
				const changed = before + character + cursor.slice(at + 1);
				fc.pre(changed !== cursor);
				expect(parseCursor(QUERY, changed)).toEqual(INVALID);
				const longer = before + character + cursor.slice(at);
				expect(parseCursor(QUERY, longer)).toEqual(INVALID);
				if (at < cursor.length)
					expect(parseCursor(QUERY, before)).toEqual(INVALID);
			}),
		);
	});

	it.each(["", "12", "MTI=", "not base64", "\ud800", "AAAA".repeat(8)])(
		"is not %j",
		(text) => {
			expect(parseCursor(QUERY, text)).toEqual(INVALID);
		},
	);

	it("is refused with its page, too", () => {
		expect(page([1, 2, 3], 1, makeCursor(["other"], "1"))).toEqual(INVALID);
	});
});

describe("a page", () => {
	it("has as many items as fit and goes on only when there are more", () => {
		expect(accepted(page([], 2))).toEqual({ items: [], next: undefined });
		expect(accepted(page([1, 2], 2))).toEqual({
			items: [1, 2],
			next: undefined,
		});
		expect(accepted(page([1, 2, 3], 2))).toEqual({
			items: [1, 2],
			next: makeCursor(QUERY, "2"),
		});
	});
});

describe("law 9: pages", () => {
	const numbers = fc
		.uniqueArray(fc.nat(60), { maxLength: 40 })
		.map((numbers) => numbers.sort((a, b) => a - b));
	const size = fc.integer({ min: 1, max: 12 });

	it("one after the other are the listing, for any page size", () => {
		assertLaw(
			fc.property(numbers, size, (numbers, size) => {
				const seen: number[] = [];
				let cursor: string | undefined;
				do {
					const { items, next } = accepted(page(numbers, size, cursor));
					expect(items.length).toBeLessThanOrEqual(size);
					seen.push(...items);
					cursor = next;
				} while (cursor !== undefined);
				expect(seen).toEqual(numbers);
			}),
		);
	});

	it("lose and double nothing that stayed, while others come and go between them", () => {
		const writes = sequence(
			fc.record({ remove: fc.nat(60), add: fc.nat(60) }),
			20,
		);
		assertLaw(
			fc.property(numbers, size, writes, (start, size, writes) => {
				let listing = start;
				const stayed = new Set(start);
				const seen: number[] = [];
				let cursor: string | undefined;
				for (let turn = 0; turn === 0 || cursor !== undefined; turn++) {
					const { items, next } = accepted(page(listing, size, cursor));
					seen.push(...items);
					cursor = next;
					const write = writes[turn];
					if (write === undefined) continue;
					stayed.delete(write.remove);
					listing = [...new Set([...listing, write.add])]
						.filter((n) => n !== write.remove)
						.sort((a, b) => a - b);
				}
				expect(new Set(seen).size).toBe(seen.length);
				expect(seen).toEqual(expect.arrayContaining([...stayed]));
			}),
		);
	});

	it("go on where they ended, although the last item is gone", () => {
		const { next } = accepted(page([1, 2, 3, 4], 2));
		expect(accepted(page([1, 3, 4], 2, next)).items).toEqual([3, 4]);
		expect(accepted(page([], 2, next))).toEqual({
			items: [],
			next: undefined,
		});
	});
});
