import type { Matcher } from "./matcher.js";
import { sameTextInAnyCase } from "./string.js";

/** Bool: `true` or `false`, in any case. */
export const sameTruth: Matcher = (values, keys) => {
	const same = sameTextInAnyCase(values, keys);
	return (value) => /^(true|false)$/i.test(value) && same(value);
};
