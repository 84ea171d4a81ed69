import { type Keys, valuesOf } from "../keys.js";
import type { Operator, Test } from "../operator.js";
import type { Template } from "../template.js";
import { likeArn } from "./arn.js";
import { sameBinary } from "./binary.js";
import { sameTruth } from "./bool.js";
import {
	equal,
	greater,
	greaterOrEqual,
	less,
	lessOrEqual,
} from "./comparison.js";
import { date } from "./date.js";
import { inRange } from "./ip-address.js";
import type { Matcher } from "./matcher.js";
import { numeric } from "./numeric.js";
import { likeText, sameText, sameTextInAnyCase } from "./string.js";

/** The request's values of a key (in lower case), compared to any of the policy's. */
export interface Condition {
	readonly operator: Operator;
	readonly key: string;
	readonly values: readonly Template[];
}

/**
 * Whether a condition holds for a request.
 * A positive test holds when some value of the request matches, a negated one when none does, also for want of any.
 * `ForAllValues` wants each value of the request to pass by itself and is content without any; `ForAnyValue` wants one that
 * passes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 * Assumed: a key of several values is compared without a set prefix, too, and a set prefix does not change Null.
 */
export function holds(
	{ operator: { test, set, absent }, key, values }: Condition,
	keys: Keys,
): boolean {
	const own = valuesOf(keys, key);
	if (test === "Null") return isNull(values, own.length === 0);
	const { matcher, negated } = MEANINGS[test];
	const wantsAll = set === "ForAllValues" || (set === "one" && negated);
	if (own.length === 0) return wantsAll || absent === "holds";
	const matches = matcher(values, keys);
	const passes = (value: string) => matches(value) !== negated;
	return wantsAll ? own.every(passes) : own.some(passes);
}

/** Null: `true` wants the key to be absent, `false` to be present. Policy variables are not read. */
const isNull = (values: readonly Template[], isAbsent: boolean): boolean =>
	values.some(({ text }) => text.toLowerCase() === String(isAbsent));

/** What a test compares, and whether it wants no match instead of one. */
interface Meaning {
	readonly matcher: Matcher;
	readonly negated: boolean;
}

const is = (matcher: Matcher): Meaning => ({ matcher, negated: false });
const isNot = (matcher: Matcher): Meaning => ({ matcher, negated: true });

const MEANINGS: Readonly<Record<Exclude<Test, "Null">, Meaning>> = {
	StringEquals: is(sameText),
	StringNotEquals: isNot(sameText),
	StringEqualsIgnoreCase: is(sameTextInAnyCase),
	StringNotEqualsIgnoreCase: isNot(sameTextInAnyCase),
	StringLike: is(likeText),
	StringNotLike: isNot(likeText),
	NumericEquals: is(numeric(equal)),
	NumericNotEquals: isNot(numeric(equal)),
	NumericLessThan: is(numeric(less)),
	NumericLessThanEquals: is(numeric(lessOrEqual)),
	NumericGreaterThan: is(numeric(greater)),
	NumericGreaterThanEquals: is(numeric(greaterOrEqual)),
	DateEquals: is(date(equal)),
	DateNotEquals: isNot(date(equal)),
	DateLessThan: is(date(less)),
	DateLessThanEquals: is(date(lessOrEqual)),
	DateGreaterThan: is(date(greater)),
	DateGreaterThanEquals: is(date(greaterOrEqual)),
	Bool: is(sameTruth),
	BinaryEquals: is(sameBinary),
	IpAddress: is(inRange),
	NotIpAddress: isNot(inRange),
	ArnEquals: is(likeArn),
	ArnNotEquals: isNot(likeArn),
	ArnLike: is(likeArn),
	ArnNotLike: isNot(likeArn),
};
