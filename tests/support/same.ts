import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";

/** Deep equality for loops that run a million times: only a difference pays for being printed. */
export function expectSame(actual: unknown, expected: unknown): void {
	if (isDeepStrictEqual(actual, expected)) return;
	expect(actual).toStrictEqual(expected);
	expect.fail("They print alike, but prototypes or hidden members differ.");
}
