import fc from "fast-check";
import { fromSnapshot, toSnapshot } from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import { assertLaw } from "../support/depth.js";
import { given, token, type World } from "../support/given.js";
import { THERE } from "../support/places.js";

const words = [
	"__proto__",
	"constructor",
	"prototype",
	"toString",
	"hasOwnProperty",
	"valueOf",
	"then",
	"toJSON",
	"length",
	"0",
	"null",
	"undefined",
	"-0",
	"NaN",
] as const;

const strange = [
	"\ud800",
	"\udfff\ud800",
	"\u0000",
	"\u2028",
	"\ufeff",
	"💥".repeat(64),
	"x".repeat(128),
	"' OR 1=1 --",
	'"}]}',
	"ﬃ",
] as const;

const name = fc.constantFrom(...words, "n".repeat(512), "a/b.c@d+e=f_g!h-i");
const text = fc.constantFrom<string>(...words, ...strange);

describe("law 17: hostile words lose nothing and break nothing", () => {
	test("as names, labels, tags, descriptions, values and ids", () => {
		assertLaw(
			fc.property(
				fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
				fc.uniqueArray(text, { minLength: 1, maxLength: 10 }),
				text,
				(Names, labels, word) => {
					const Tags = labels.map((Key) => ({ Key, Value: word }));
					const id = [...`${word}${"-".repeat(32)}`].slice(0, 64).join("");
					let world: World = given();
					for (const Name of Names)
						world = world
							.after("CreateSecret", {
								Name,
								ClientRequestToken: token("first"),
								SecretString: "x",
								Description: word,
								Tags,
								AddReplicaRegions: [{ Region: THERE.region }],
							})
							.after("PutSecretValue", {
								SecretId: Name,
								ClientRequestToken: id,
								SecretString: word,
								VersionStages: labels,
							});
					const again = given(reopen(world));
					for (const reopened of [world, again, again.as(THERE)])
						for (const SecretId of Names) {
							reopened.when("DescribeSecret", { SecretId }).answers({
								Name: SecretId,
								Description: word,
								Tags,
								VersionIdsToStages: {
									[token("first")]: ["AWSCURRENT"],
									[id]: expect.toSatisfy((stages: string[]) =>
										sameSet(stages, labels),
									),
								},
							});
							for (const VersionStage of labels)
								reopened
									.when("GetSecretValue", { SecretId, VersionStage })
									.answers({ SecretString: word, VersionId: id });
						}
				},
			),
			60,
		);
	});

	test("as tags and facts of a caller, and in the conditions of its policies", () => {
		assertLaw(
			fc.property(text, text, text, (key, value, other) => {
				const name = key.slice(0, 128) || "k";
				const SecretId = "a";
				const caller = {
					arn: "arn:aws:iam::123456789012:user/u",
					tags: { [name]: value },
					request: { [name]: value },
					identityPolicies: ["PrincipalTag", "ResourceTag"].map((kind) => ({
						Statement: {
							Effect: "Allow",
							Action: `secretsmanager:${kind === "ResourceTag" ? "Describe" : "Get"}*`,
							Resource: "*",
							Condition: {
								StringEquals: { [`aws:${kind}/${name}`]: value, [name]: value },
							},
						},
					})),
				};
				const world = given().after("CreateSecret", {
					Name: SecretId,
					ClientRequestToken: token("first"),
					SecretString: "x",
					Tags: [{ Key: name, Value: other }],
				});
				const asks = world.as({ caller });
				asks
					.when("GetSecretValue", { SecretId })
					.answers({ SecretString: "x" });
				const described = asks.when("DescribeSecret", { SecretId });
				if (other === value) described.answers({ Name: SecretId });
				else described.refuses("AccessDeniedException");
				const untagged = { ...caller, tags: { [name]: `not ${value}` } };
				world
					.as({ caller: untagged })
					.when("GetSecretValue", { SecretId })
					.refuses("AccessDeniedException");
			}),
			200,
		);
	});

	test("as tags that come and go, and in filters", () => {
		assertLaw(
			fc.property(
				fc.uniqueArray(text, { minLength: 1, maxLength: 10 }),
				text,
				fc.constantFrom(...words),
				(keys, value, word) => {
					const SecretId = "n".repeat(512);
					const Tags = keys.map((Key) => ({ Key, Value: value }));
					const [gone = "", ...stay] = keys;
					const world = given()
						.after("CreateSecret", {
							Name: SecretId,
							ClientRequestToken: token("first"),
						})
						.after("TagResource", { SecretId, Tags })
						.after("UntagResource", { SecretId, TagKeys: ["nobody", gone] });
					const rest = stay.map((Key) => ({ Key, Value: value }));
					for (const reopened of [world, given(reopen(world))]) {
						reopened
							.when("DescribeSecret", { SecretId })
							.answers({ Tags: rest });
						const found = (Key: string, Values: readonly string[]) =>
							reopened.when("ListSecrets", { Filters: [{ Key, Values }] })
								.answer.SecretList.length;
						const begins = (texts: readonly string[]) =>
							texts.some((each) => each.startsWith(word)) ? 1 : 0;
						expect(found("tag-key", [word])).toBe(begins(stay));
						expect(found("tag-key", [`!${word}`])).toBe(1 - begins(stay));
						expect(found("tag-value", [word])).toBe(
							begins(stay.map(() => value)),
						);
						expect(found("name", [word, "n".repeat(512)])).toBe(1);
						expect(found("name", [word])).toBe(0);
					}
				},
			),
			100,
		);
	});

	test("as functions and metadata of a rotation", () => {
		assertLaw(
			fc.property(name, text, text, text, (SecretId, arn, Key, Value) => {
				const ExternalSecretRotationMetadata = [{ Key, Value }];
				const members = {
					RotationLambdaARN: arn,
					RotationRules: { AutomaticallyAfterDays: 1 },
					ExternalSecretRotationMetadata,
				};
				const id = [...`${Key}${"-".repeat(32)}`].slice(0, 64).join("");
				const start = given().after("CreateSecret", {
					Name: SecretId,
					ClientRequestToken: token("first"),
				});
				for (const world of [start, start.as({ invocableFunctions: [arn] })]) {
					const rotated = world.after("RotateSecret", {
						SecretId,
						ClientRequestToken: id,
						...members,
					});
					for (const reopened of [rotated, given(reopen(rotated))])
						reopened.when("DescribeSecret", { SecretId }).answers({
							...members,
							RotationEnabled: true,
							VersionIdsToStages: { [id]: ["AWSPENDING"] },
						});
				}
				start
					.as({ invocableFunctions: words.filter((each) => each !== arn) })
					.when("RotateSecret", {
						...{ SecretId, ClientRequestToken: id },
						...members,
					})
					.refuses("AccessDeniedException");
			}),
			100,
		);
	});

	test("in filters that no secret can have the words of", () => {
		for (const word of [
			"\ud800",
			"\udfff\ud800",
			"\u0000",
			"💥",
			"x".repeat(513),
		])
			given()
				.when("ListSecrets", { Filters: [{ Key: "name", Values: [word] }] })
				.refuses("ValidationException");
		for (const Key of [...words, "Name", ""])
			given()
				.when("ListSecrets", { Filters: [{ Key, Values: ["a"] }] })
				.refuses("ValidationException");
	});

	test("as secrets that are read together", () => {
		assertLaw(
			fc.property(
				fc.uniqueArray(name, { minLength: 1, maxLength: 6 }),
				fc.array(fc.oneof(name, text), { minLength: 1, maxLength: 20 }),
				(Names, SecretIdList) => {
					let world: World = given();
					for (const Name of Names)
						world = world.after("CreateSecret", {
							Name,
							ClientRequestToken: token("first"),
							SecretString: `value of ${Name}`,
						});
					const { SecretValues, Errors } = world.when("BatchGetSecretValue", {
						SecretIdList,
					}).answer;
					const isThere = (id: string) => Names.includes(id as never);
					expect(
						SecretValues.map(({ Name, SecretString }: never) => [
							Name,
							SecretString,
						]),
					).toEqual(
						SecretIdList.filter(isThere).map((id) => [id, `value of ${id}`]),
					);
					expect(Errors).toEqual(
						SecretIdList.filter((id) => !isThere(id)).map((SecretId) => ({
							SecretId,
							ErrorCode: /^[\w/+=.@!-]+$/.test(SecretId)
								? "ResourceNotFoundException"
								: "ValidationException",
							Message: expect.any(String),
						})),
					);
				},
			),
			100,
		);
	});

	test("as characters that a password is without, and in policies", () => {
		assertLaw(
			fc.property(text, (word) => {
				const { RandomPassword } = given().when("GetRandomPassword", {
					ExcludeCharacters: word,
					PasswordLength: 512,
				}).answer;
				expect(RandomPassword).toHaveLength(512);
				for (const character of word)
					expect(RandomPassword).not.toContain(character);
				const policy = {
					Version: "2012-10-17",
					Id: word,
					Statement: {
						Sid: word,
						Effect: "Deny",
						Principal: { AWS: "123456789012" },
						Action: "s3:*",
						Resource: "*",
						Condition: { StringEquals: { "aws:PrincipalTag/x": [word, word] } },
					},
				};
				const world = given()
					.after("CreateSecret", {
						Name: "__proto__",
						ClientRequestToken: token("first"),
					})
					.after("PutResourcePolicy", {
						SecretId: "__proto__",
						ResourcePolicy: JSON.stringify(policy),
					});
				for (const reopened of [world, given(reopen(world))])
					expect(
						JSON.parse(
							reopened.when("GetResourcePolicy", { SecretId: "__proto__" })
								.answer.ResourcePolicy,
						),
					).toEqual(policy);
			}),
			100,
		);
	});

	test("as members of a request that nobody asked for", () => {
		const Name = "plain";
		const stuffed = JSON.parse(
			'{"Name":"plain","__proto__":{"SecretString":"x"},"constructor":{"prototype":{}},"toString":"x"}',
		);
		given()
			.after("CreateSecret", { ...stuffed, ClientRequestToken: token("t") })
			.when("DescribeSecret", { SecretId: Name })
			.answersExactly({
				ARN: expect.any(String),
				Name,
				CreatedDate: expect.any(Number),
				LastChangedDate: expect.any(Number),
			});
		expect(({} as Record<string, unknown>).SecretString).toBeUndefined();
	});

	test("as names of operations", () => {
		for (const operation of words)
			given().when(operation, {}).refuses("UnknownOperationException");
	});
});

function reopen(world: World) {
	const back = fromSnapshot(
		JSON.parse(JSON.stringify(toSnapshot(world.store))),
	);
	if (!back.ok) throw new Error(back.error.message);
	return back.value;
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
	a.length === b.length && a.every((each) => b.includes(each));
