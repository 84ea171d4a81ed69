import fc from "fast-check";
import { fromSnapshot, toSnapshot } from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import { assertLaw } from "../support/depth.js";
import { given, token, type World } from "../support/given.js";

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
							})
							.after("PutSecretValue", {
								SecretId: Name,
								ClientRequestToken: id,
								SecretString: word,
								VersionStages: labels,
							});
					for (const reopened of [world, given(reopen(world))])
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
