import fc from "fast-check";

const words = fc.constantFrom(
	"__proto__",
	"constructor",
	"toString",
	"",
	"0",
	"*",
	"\ud800",
	"\u2028",
	'"\\',
	"aws:SourceArn",
);

const orList = <T>(one: fc.Arbitrary<T>) =>
	fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 3 }));

const principal = fc.oneof(
	fc.constant("*"),
	fc.record({
		AWS: orList(
			fc.constantFrom(
				"*",
				"123456789012",
				"arn:aws:iam::123456789012:root",
				"arn:aws:iam::123456789012:user/ada",
				"arn:aws:iam::123456789012:role/team/reader",
			),
		),
	}),
	fc.record({ Service: orList(fc.constant("lambda.amazonaws.com")) }),
);

const action = orList(
	fc.constantFrom("*", "secretsmanager:*", "secretsmanager:Get*"),
);

const resource = orList(
	fc.constantFrom("*", "arn:aws:secretsmanager:*:*:secret:db-??????"),
);

const conditions = fc.dictionary(
	fc.constantFrom("StringEquals", "ForAnyValue:StringLike", "Null"),
	fc.dictionary(
		fc.oneof(words, fc.string()).filter((key) => key !== ""),
		orList(
			fc.oneof(
				words,
				fc.boolean(),
				fc.double({ noNaN: true, noDefaultInfinity: true }),
			),
		),
		{ maxKeys: 3, noNullPrototype: true },
	),
	{ maxKeys: 2, noNullPrototype: true },
);

/** A member under its name or its opposite's. */
const either = <T>(name: string, value: fc.Arbitrary<T>) =>
	fc
		.tuple(fc.constantFrom(name, `Not${name}`), value)
		.map(([name, value]) => ({ [name]: value }));

const statement = fc
	.tuple(
		fc.record(
			{
				Sid: words,
				Effect: fc.constantFrom("Allow", "Deny"),
				Condition: conditions,
			},
			{ requiredKeys: ["Effect"], noNullPrototype: true },
		),
		either("Principal", principal),
		either("Action", action),
		either("Resource", resource),
	)
	.map((parts) => Object.assign({}, ...parts) as Record<string, unknown>);

/** Policies that are well-formed, as values. */
export const policies = fc.record(
	{
		Version: fc.constantFrom("2012-10-17", "2008-10-17"),
		Id: words,
		Statement: orList(statement),
	},
	{ requiredKeys: ["Statement"], noNullPrototype: true },
);

/** JSON with the words of policies in the wrong places. */
export const nearlyPolicies = fc.letrec((tie) => ({
	value: fc.oneof(
		{ maxDepth: 4, depthSize: "small" },
		fc.oneof(
			words,
			fc.constantFrom("Allow", "2012-10-17", "secretsmanager:*", null, true, 1),
		),
		fc.array(tie("value"), { maxLength: 3 }),
		fc
			.array(
				fc.tuple(
					fc.oneof(
						words,
						fc.constantFrom(
							"Version",
							"Statement",
							"Effect",
							"Principal",
							"AWS",
							"Action",
							"Resource",
							"Condition",
							"StringEquals",
						),
					),
					tie("value"),
				),
				{ maxLength: 5 },
			)
			.map(Object.fromEntries),
	),
})).value;
