/** What tests of rotation draw from: functions, rules, and the other members of RotateSecret. */
import fc from "fast-check";
import { mostly, rarely, token, unless, weighted } from "./arbitraries.js";

/** The functions that can be invoked. */
export const knownFunctions: readonly string[] = [
	"arn:aws:lambda:us-east-1:111111111111:function:rotate",
	"__proto__",
];
/** Names that say which service manages the secret; only for such are they meant. */
export const managedNames = ["rds!db", "mine!db"] as const;

const functionArn = () =>
	weighted(
		[8, knownFunctions[0]],
		[2, knownFunctions[1]],
		[1, "arn:aws:lambda:us-east-1:111111111111:function:gone"],
		[1, ""],
	);

/** Days that are short beside the waits of tests, and some of other kinds. */
export const rotationRules = () =>
	mostly(
		fc.oneof(
			fc.record({
				AutomaticallyAfterDays: weighted([6, 1], [3, 2], [2, 7], [1, 30]),
				Duration: rarely(fc.constantFrom("1h", "3h", "24h"), 4),
			}),
			fc.record({
				ScheduleExpression: fc.constantFrom(
					"rate(1 day)",
					"rate(7 days)",
					"cron(0 8 * * ? *)",
					"cron(0 0 1 * ? *)",
				),
				Duration: rarely(fc.constantFrom("1h", "3h"), 4),
			}),
		),
		fc.constantFrom<Readonly<Record<string, unknown>>>(
			{},
			{ Duration: "3h" },
			{ AutomaticallyAfterDays: 1, ScheduleExpression: "rate(1 day)" },
			{ AutomaticallyAfterDays: 0, Duration: "x" },
			{ AutomaticallyAfterDays: 1001, ScheduleExpression: "$" },
			{ ScheduleExpression: "rate(1 day)", Duration: "h" },
		),
		12,
	);

/** The members of a RotateSecret but for its SecretId. */
export const rotationRequest = (): fc.Arbitrary<
	Readonly<Record<string, unknown>>
> =>
	fc
		.record({
			ClientRequestToken: unless(mostly(token(), fc.constant("short"), 40), 40),
			RotationLambdaARN: unless(functionArn(), 5),
			RotationRules: unless(rotationRules(), 5),
			RotateImmediately: weighted<boolean | undefined>(
				[3, undefined],
				[1, true],
				[1, false],
			),
			ExternalSecretRotationMetadata: rarely(
				fc.constantFrom<Readonly<Record<string, unknown>>[]>(
					[],
					[{ Key: "__proto__", Value: "\ud800" }],
					[{ Key: "lone" }, {}],
					[{ Key: "", Value: "v".repeat(2049) }],
				),
				10,
			),
			ExternalSecretRotationRoleArn: rarely(
				fc.constantFrom("arn:aws:iam::1:role/r", "too short"),
				12,
			),
		})
		.map((input) =>
			Object.fromEntries(
				Object.entries(input).filter(([, value]) => value !== undefined),
			),
		);

/** What becomes of one thing that the host was asked for: which one (0 is the latest), what the function does, what it says. */
export interface FunctionWork {
	readonly which: number;
	readonly works: boolean;
	readonly ok: boolean;
}
export const functionWork = (): fc.Arbitrary<readonly FunctionWork[]> =>
	fc.array(
		fc.record({
			which: mostly(fc.constant(0), fc.nat(5), 6),
			works: mostly(fc.constant(true), fc.constant(false), 8),
			ok: mostly(fc.constant(true), fc.constant(false), 8),
		}),
		{ maxLength: 5 },
	);
