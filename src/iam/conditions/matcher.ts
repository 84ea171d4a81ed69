import type { Keys } from "../keys.js";
import type { Template } from "../template.js";

/**
 * How a test compares: from the values of a policy, and the keys that their variables stand for, to whether a value of the
 * request matches one of them. What a test cannot read, in a policy or in a request, matches nothing.
 */
export type Matcher = (
	values: readonly Template[],
	keys: Keys,
) => (value: string) => boolean;
