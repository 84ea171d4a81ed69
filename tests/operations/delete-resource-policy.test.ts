import { describe, expect, it } from "vitest";
import { DAY, given, HOUR, NOON, token, type World } from "../support/given.js";

const NOT_FOUND = [
	"ResourceNotFoundException",
	"Secrets Manager can't find the specified secret.",
] as const;
const MARKED = [
	"InvalidRequestException",
	"You can't perform this operation on the secret because it was marked for deletion.",
] as const;

const POLICY = JSON.stringify({
	Statement: {
		Effect: "Allow",
		Principal: { AWS: "123456789012" },
		Action: "*",
		Resource: "*",
	},
});
const db = given().after("CreateSecret", {
	Name: "db",
	ClientRequestToken: token("v1"),
	Tags: [],
});
const attached = db.after("PutResourcePolicy", {
	SecretId: "db",
	ResourcePolicy: POLICY,
});
const described = (world: World) =>
	world.when("DescribeSecret", { SecretId: "db" }).answer;
const ARN: string = described(db).ARN;
const remove = (world: World, SecretId = "db") =>
	world.when("DeleteResourcePolicy", { SecretId });

describe.each([
	["a policy", attached],
	["no policy [INF]", db],
])("Of a secret with %s", (_, world) => {
	it.each([
		["by name", "db"],
		["by ARN", ARN],
		["by partial ARN", ARN.slice(0, -7)],
	])(
		"found %s: the answer is ARN and Name, and there is none afterwards",
		(_, SecretId) => {
			remove(world, SecretId)
				.answersExactly({ ARN, Name: "db" })
				.when("GetResourcePolicy", { SecretId })
				.answersExactly({ ARN, Name: "db" });
		},
	);

	it("LastChangedDate moves [R-ST-meta], and nothing else changes", () => {
		expect(described(remove(world.later(HOUR)).world)).toEqual({
			...described(db),
			LastChangedDate: NOON + HOUR,
		});
	});

	it("one event tells of the call", () => {
		expect(remove(world.later(HOUR)).events).toEqual([
			{
				name: "DeleteResourcePolicy",
				at: NOON + HOUR,
				arn: ARN,
				account: "123456789012",
				region: "us-east-1",
				detail: {},
			},
		]);
	});
});

it("A policy may be attached again", () => {
	remove(attached)
		.world.after("PutResourcePolicy", {
			SecretId: "db",
			ResourcePolicy: POLICY,
		})
		.when("GetResourcePolicy", { SecretId: "db" })
		.answers({ ResourcePolicy: expect.stringContaining("Statement") });
});

describe("Refused", () => {
	it("an unknown secret", () => {
		remove(given()).refuses(...NOT_FOUND);
	});

	it("a secret that is scheduled for deletion, to its end", () => {
		const scheduled = attached.after("DeleteSecret", { SecretId: "db" });
		remove(scheduled).refuses(...MARKED);
		remove(scheduled.later(30 * DAY - 1)).refuses(...MARKED);
		remove(scheduled.later(30 * DAY)).refuses(...NOT_FOUND);
	});
});
