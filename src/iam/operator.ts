/** How a condition compares: `ForAnyValue:StringLikeIfExists` is read into its three parts. */
export interface Operator {
	readonly test: Test;
	/** How the several values of one key are taken together; `one` for a key of a single value. */
	readonly set: "one" | "ForAllValues" | "ForAnyValue";
	/** What becomes of the condition when the request has no such key: `IfExists` says that it holds. */
	readonly absent: "by test" | "holds";
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const TESTS = [
	"StringEquals",
	"StringNotEquals",
	"StringEqualsIgnoreCase",
	"StringNotEqualsIgnoreCase",
	"StringLike",
	"StringNotLike",
	"NumericEquals",
	"NumericNotEquals",
	"NumericLessThan",
	"NumericLessThanEquals",
	"NumericGreaterThan",
	"NumericGreaterThanEquals",
	"DateEquals",
	"DateNotEquals",
	"DateLessThan",
	"DateLessThanEquals",
	"DateGreaterThan",
	"DateGreaterThanEquals",
	"Bool",
	"BinaryEquals",
	"IpAddress",
	"NotIpAddress",
	"ArnEquals",
	"ArnNotEquals",
	"ArnLike",
	"ArnNotLike",
	"Null",
] as const;

export type Test = (typeof TESTS)[number];

/** Reads the name of a condition operator, or answers `undefined`: names are case-sensitive, and `Null` has no `IfExists`. */
export function parseOperator(text: string): Operator | undefined {
	const set =
		SETS.find((prefix) => text.startsWith(`${prefix}:`)) ?? ("one" as const);
	const name = set === "one" ? text : text.slice(set.length + 1);
	const absent = name.endsWith(IF_EXISTS) ? "holds" : "by test";
	const bare = absent === "holds" ? name.slice(0, -IF_EXISTS.length) : name;
	const test = TESTS.find((each) => each === bare);
	if (test === undefined || (test === "Null" && absent === "holds"))
		return undefined;
	return { test, set, absent };
}

const SETS = ["ForAllValues", "ForAnyValue"] as const;

const IF_EXISTS = "IfExists";
