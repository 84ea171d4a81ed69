/**
 * What tests draw their requests from. The pools are small, so that names,
 * tokens and labels collide as a rule, and they hold hostile words
 * (`__proto__`, lone surrogates, lengths at and just past each limit).
 */
import fc from "fast-check";
import { partitionOf } from "./places.js";

export interface Scope {
	readonly account: string;
	readonly region: string;
}

/** Picks one of the values; each is as likely as its weight. */
function weighted<T>(...entries: readonly (readonly [number, T])[]) {
	return fc.oneof(
		...entries.map(([weight, value]) => ({
			weight,
			arbitrary: fc.constant(value),
		})),
	);
}

/** Mostly the first arbitrary; the others are exceptions. */
function mostly<T, U>(
	usual: fc.Arbitrary<T>,
	exception: fc.Arbitrary<U>,
	oneIn = 16,
): fc.Arbitrary<T | U> {
	return fc.oneof(
		{ weight: oneIn - 1, arbitrary: usual },
		{ weight: 1, arbitrary: exception },
	);
}

// Places

export const accounts = ["111111111111", "222222222222"] as const;
/** The second is in another partition. */
export const regions = [
	"us-east-1",
	"cn-north-1",
	"eu-west-1",
	"us-west-2",
] as const;
export const scopes: readonly Scope[] = accounts.flatMap((account) =>
	regions.map((region) => ({ account, region })),
);
export const homeScope: Scope = { account: accounts[0], region: regions[0] };
/** Mostly one account and region, sometimes one of the others. */
export const scope = (): fc.Arbitrary<Scope> =>
	mostly(fc.constant(homeScope), fc.constantFrom(...scopes), 8);

// Names and SecretIds

/** Every name that a generated command may give to a secret. */
export const names = [
	"db",
	"DB",
	"/app/_+=.@!-abc123", // ends like an ARN with its suffix
	"__proto__",
	"constructor",
	"n".repeat(512),
] as const;
export const name = () =>
	weighted(
		[12, names[0]],
		[2, names[1]],
		[3, names[2]],
		[3, names[3]],
		[1, names[4]],
		[1, names[5]],
	);
export const illegalName = () =>
	fc.constantFrom(
		"with space",
		"star*",
		"what?",
		"back\\slash",
		"colon:",
		"\ud800",
		"é",
		"",
	);
/** Not the ARN of a secret, though it begins like one. */
export const malformedArn = () =>
	fc.constantFrom(
		"arn:",
		"arn:aws:s3:::bucket",
		"arn:aws:secretsmanager:us-east-1:111111111111:secret:",
		"arn:aws:secretsmanager:us-east-1:1:secret:db-AAAAAA",
	);

/** How a command names its secret; `secretIdOf` turns it into the text to send. */
export type SecretIdForm =
	| "name"
	| "arn"
	| "partial-arn"
	| "former-arn"
	| "wrong-suffix"
	| "other-region"
	| "other-partition"
	| "other-account"
	| "foreign-arn"
	| "name-and-suffix";
export type SecretIdChoice =
	| { readonly form: SecretIdForm; readonly name: string }
	| { readonly form: "literal"; readonly text: string | null | undefined };

export const secretId = (): fc.Arbitrary<SecretIdChoice> =>
	fc.oneof(
		{
			weight: 39,
			arbitrary: fc.record({
				form: weighted<SecretIdForm>(
					[30, "name"],
					[9, "arn"],
					[9, "partial-arn"],
					[2, "former-arn"],
					[1, "wrong-suffix"],
					[1, "other-region"],
					[1, "other-partition"],
					[1, "other-account"],
					[2, "foreign-arn"],
					[1, "name-and-suffix"],
				),
				name: name(),
			}),
		},
		{
			weight: 1,
			arbitrary: fc
				.oneof(
					illegalName(),
					malformedArn(),
					fc.constantFrom("nobody", "s".repeat(2049), null, undefined),
				)
				.map((text) => ({ form: "literal" as const, text })),
		},
	);

/**
 * The text of a SecretId. `arnsOf` tells the full ARNs a name ever had in the
 * region and an account, the newest last; without one, the form is spelt with "-AAAAAA".
 */
export function secretIdOf(
	choice: SecretIdChoice,
	{ account, region }: Scope,
	arnsOf: (name: string, account: string) => readonly string[],
): string | null | undefined {
	if (choice.form === "literal") return choice.text;
	const arns = arnsOf(choice.name, account);
	const partial = (partition: string, region: string, account: string) =>
		`arn:${partition}:secretsmanager:${region}:${account}:secret:${choice.name}`;
	const here = partial(partitionOf(region), region, account);
	const arn = arns.at(-1) ?? `${here}-AAAAAA`;
	const suffix = arn.slice(-7);
	const other = (pool: readonly string[], mine: string) =>
		pool.find((one) => one !== mine) ?? mine;
	switch (choice.form) {
		case "name":
			return choice.name;
		case "arn":
			return arn;
		case "partial-arn":
			return here;
		case "former-arn":
			return arns[0] ?? arn;
		case "wrong-suffix":
			return `${here}-zzzzz9`;
		case "other-region": {
			const there = other(regions, region);
			return partial(partitionOf(there), there, account) + suffix;
		}
		case "other-partition":
			return partial("aws-us-gov", region, account) + suffix;
		case "other-account":
			return (
				partial(partitionOf(region), region, other(accounts, account)) + suffix
			);
		case "foreign-arn": {
			const owner = other(accounts, account);
			const there = partial(partitionOf(region), region, owner);
			return arnsOf(choice.name, owner).at(-1) ?? `${there}-AAAAAA`;
		}
		case "name-and-suffix":
			return choice.name + suffix;
	}
}

// Tokens and labels

export const tokens = [
	"token-a-000000000000000000000000",
	"token-b-000000000000000000000000",
	"TOKEN-A-000000000000000000000000",
	"c0ffee00-0000-4000-8000-000000000000",
	"token-d-000000000000000000000000",
	"token-e-000000000000000000000000",
	"__proto__".padEnd(32, "_"),
	"f".repeat(64),
] as const;
export const token = () => fc.constantFrom(...tokens);
/** Too short or too long for a token or version id. */
export const illegalToken = () =>
	fc.constantFrom("short", "", "t".repeat(31), "t".repeat(65));

export const labels = [
	"AWSCURRENT",
	"AWSPREVIOUS",
	"AWSPENDING",
	"blue",
	"Blue",
	"green",
	"__proto__",
	"toString",
	"\ud800 alone",
	"l".repeat(256),
] as const;
export const label = () =>
	weighted(
		[4, labels[0]],
		[3, labels[1]],
		[4, labels[2]],
		...labels.slice(3).map((text) => [1, text] as const),
	);
export const illegalLabel = () => fc.constantFrom("", "l".repeat(257));
const manyLabels = Array.from({ length: 22 }, (_, at) => `many-${at}`);
/** A legal VersionStages list; some lists nearly fill the quota of 20 labels. */
export const stages = (): fc.Arbitrary<string[]> =>
	mostly(
		fc.array(label(), { minLength: 1, maxLength: 3 }),
		fc.subarray(manyLabels, { minLength: 16, maxLength: 20 }),
		10,
	);
export const illegalStages = (): fc.Arbitrary<string[]> =>
	fc.oneof(
		fc.constantFrom([], manyLabels.slice(0, 21)),
		fc.tuple(label(), illegalLabel()),
		illegalLabel().map((text) => [text]),
	);

// Values

export const strings = [
	"one",
	"two",
	'{"username":"admin","password":"p"}',
	"\udc00 lone \ud800",
	"__proto__",
] as const;
export const binaries: readonly Uint8Array[] = [
	Uint8Array.of(1, 2, 3),
	Uint8Array.of(0, 255, 128),
	new TextEncoder().encode("one"),
];
/** A value within the limits, as the members of a request. */
export const value = (): fc.Arbitrary<Record<string, unknown>> =>
	fc.oneof(
		{
			weight: 8,
			arbitrary: fc
				.constantFrom(...strings)
				.map((SecretString) => ({ SecretString })),
		},
		{
			weight: 4,
			arbitrary: fc.oneof(
				fc.constantFrom(...binaries).map((bytes) => ({ SecretBinary: bytes })),
				fc.constant({ SecretBinary: "AQID" }), // base64 of the first binary
			),
		},
		{
			weight: 1,
			arbitrary: fc.constantFrom(
				{ SecretString: "€".repeat(21845) }, // 65,535 bytes
				{ SecretString: null, SecretBinary: Uint8Array.of(9) },
			),
		},
	);
/** Both kinds, an empty one, one past 65,536 bytes, or no text. */
export const illegalValue = (): fc.Arbitrary<Record<string, unknown>> =>
	fc.constantFrom(
		{ SecretString: "one", SecretBinary: Uint8Array.of(1) },
		{ SecretString: "" },
		{ SecretBinary: new Uint8Array(0) },
		{ SecretString: "€".repeat(21846) },
		{ SecretBinary: new Uint8Array(65537) },
		{ SecretString: "", SecretBinary: "" },
		{ SecretString: {} },
	);

const pairs = tokens.map((ClientRequestToken, at) => ({
	ClientRequestToken,
	SecretString: strings[at % strings.length],
}));
/**
 * Token and value of a write. Half of the draws are pairs that always belong
 * together, so that replays are common; the others hold neither, one or both.
 */
export const write = (): fc.Arbitrary<Record<string, unknown>> =>
	mostly(
		fc.constantFrom(...pairs),
		fc
			.record({
				ClientRequestToken: unless(mostly(token(), illegalToken()), 16),
				value: unless(mostly(value(), illegalValue(), 8), 8),
			})
			.map(({ ClientRequestToken, value }) => ({
				...(ClientRequestToken !== undefined && { ClientRequestToken }),
				...value,
			})),
		2,
	);

// Other members

/** Sometimes too long, sometimes no text at all. */
export const description = () =>
	mostly(
		fc.constantFrom(
			"a description",
			"one two, oneTwo",
			"",
			"__proto__",
			"lone \udfff",
			"d".repeat(2048),
			"😀".repeat(2048),
		),
		fc.constantFrom("d".repeat(2049), "😀".repeat(2049), {}),
	);
export const type = () => fc.constantFrom("partner", "other", "t".repeat(256));
const tagKeys = ["team", "__proto__", "constructor", "k\ud800"] as const;
export const tags = (): fc.Arbitrary<{ Key: string; Value?: string }[]> =>
	mostly(
		fc.array(
			fc.record(
				{
					Key: fc.constantFrom(...tagKeys),
					Value: fc.constantFrom("red", "", "\udc00", "v".repeat(256)),
				},
				{ requiredKeys: ["Key"] },
			),
			{ maxLength: 3 },
		),
		fc.subarray(manyTags, { minLength: 30, maxLength: 50 }),
		12,
	);
const manyTags = Array.from({ length: 55 }, (_, at) => ({
	Key: `many-${at}`.padEnd(at % 2 ? 128 : 0, "k"),
}));
/** Too many, too long, without a key, or with one that AWS keeps to itself. */
export const illegalTags = (): fc.Arbitrary<Record<string, unknown>[]> =>
	fc.constantFrom(
		manyTags.slice(0, 51),
		[{ Key: "team", Value: "blue" }, { Key: "aws:reserved" }],
		[{ Key: "AWS:reserved", Value: "" }],
		[{ Value: "red" }],
		[{ Key: null, Value: "red" }],
		[{ Key: "" }, { Key: "k".repeat(129), Value: "v".repeat(257) }],
	);
export const tagKeyList = (): fc.Arbitrary<string[]> =>
	mostly(
		fc.array(fc.constantFrom<string>(...tagKeys, "many-0", "Team", "nobody"), {
			maxLength: 4,
		}),
		fc.constantFrom(
			manyTags.map(({ Key }) => Key),
			[""],
			["team", "k".repeat(129)],
		),
		8,
	);

// Time

export const startOfTime = Date.UTC(2026, 0, 31, 23, 30, 0, 123);
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** Steps that cross the ends of a UTC day, of 24 hours and of each deletion window, some exactly. */
export const duration = () =>
	fc.constantFrom(
		1,
		minute,
		31 * minute,
		hour,
		23 * hour,
		day - 1,
		day,
		25 * hour,
		6 * day,
		7 * day,
		23 * day,
		30 * day,
	);

// Parts of a request

/** The value, or undefined: once in so many draws. */
export const unless = <T>(arbitrary: fc.Arbitrary<T>, oneIn: number) =>
	mostly(arbitrary, fc.constant(undefined), oneIn);
/** Undefined, or the value: once in so many draws. */
export const rarely = <T>(arbitrary: fc.Arbitrary<T>, oneIn: number) =>
	mostly(fc.constant(undefined), arbitrary, oneIn);

export { mostly, weighted };
