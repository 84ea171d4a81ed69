import { expect, it } from "vitest";
import { recordAccess } from "../../src/model/access.js";
import type { Secret } from "../../src/model/secret.js";
import { DAY, HOUR, NOON } from "../support/given.js";
import { aSecret, aVersion } from "./a-secret.js";

const TODAY = NOON - 12 * HOUR;
const secret = aSecret({ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT"] });
const read = (secret: Secret, index: number, now: number): Secret => {
	const version = secret.versions[index];
	if (version === undefined) throw new Error(`no version ${index}`);
	return recordAccess(secret, version, now);
};

it("a read notes the UTC day on the secret and on that version only", () => {
	expect(read(secret, 1, NOON)).toEqual({
		...secret,
		lastAccessedDate: TODAY,
		versions: [
			secret.versions[0],
			aVersion("v2", 1, { lastAccessedDate: TODAY }),
		],
	});
});

it("the other versions, and the secret that was handed in, are the same objects as before", () => {
	const before = JSON.stringify(secret);
	expect(read(secret, 1, NOON).versions[0]).toBe(secret.versions[0]);
	expect(JSON.stringify(secret)).toBe(before);
});

it("a second read on one day gives the same object", () => {
	const once = read(secret, 1, NOON);
	expect(read(once, 1, NOON)).toBe(once);
	expect(read(once, 1, TODAY)).toBe(once);
	expect(read(once, 1, TODAY + DAY - 1)).toBe(once);
});

it("a read of another version on that day is noted on it", () => {
	const both = read(read(secret, 1, NOON), 0, NOON);
	expect(both.versions.map((each) => each.lastAccessedDate)).toEqual([
		TODAY,
		TODAY,
	]);
});

it("the next day begins at midnight UTC", () => {
	const next = read(read(secret, 1, NOON), 1, TODAY + DAY);
	expect(next.lastAccessedDate).toBe(TODAY + DAY);
	expect(next.versions[1]?.lastAccessedDate).toBe(TODAY + DAY);
	expect(next.lastChangedDate).toBe(secret.lastChangedDate);
});
