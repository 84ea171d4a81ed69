import type { Check } from "../base/check.js";
import { wholeNumber } from "../base/check.js";
import { LAST_DATE } from "../values/instant.js";

/** JSON has no `undefined`: members that may have it are those that may be left out. */
export type Present<T> = {
	[K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
	[K in keyof T as undefined extends T[K] ? K : never]?: T[K];
};

/** The members that have a value. */
export const present = <T extends object>(members: T): Present<T> =>
	Object.fromEntries(
		Object.entries(members).filter(([, value]) => value !== undefined),
	) as Present<T>;

/** One check for each member, so that a new member cannot be forgotten. */
export type ChecksOf<T> = { [K in keyof T]-?: Check };

/** Epoch milliseconds. */
export const instant: Check = wholeNumber(-LAST_DATE, LAST_DATE);
