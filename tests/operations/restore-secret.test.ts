import { describe, expect, it } from "vitest";
import { DAY, given, HOUR, NOON, token } from "../support/given.js";

const NOT_FOUND = [
	"ResourceNotFoundException",
	"Secrets Manager can't find the specified secret.",
] as const;

const live = given()
	.after("CreateSecret", {
		Name: "db",
		ClientRequestToken: token("v1"),
		SecretString: "x",
		Description: "orders",
		Tags: [],
	})
	.after("GetSecretValue", { SecretId: "db" });
const before = live.when("DescribeSecret", { SecretId: "db" }).answer;
const scheduled = live.later(HOUR).after("DeleteSecret", { SecretId: "db" });

describe("A scheduled secret", () => {
	it("is live again: the answer is ARN and Name [R-LS:test_secret_restore]", () => {
		scheduled
			.when("RestoreSecret", { SecretId: "db" })
			.answersExactly({ ARN: before.ARN, Name: "db" })
			.when("GetSecretValue", { SecretId: "db" })
			.answers({ SecretString: "x" });
	});

	it("loses DeletedDate, gets a LastChangedDate, and is otherwise as before [R-ST-life]", () => {
		scheduled
			.later(HOUR)
			.after("RestoreSecret", { SecretId: "db" })
			.when("DescribeSecret", { SecretId: "db" })
			.answersExactly({ ...before, LastChangedDate: NOON + 2 * HOUR });
	});

	it.each([
		["name", "db"],
		["complete ARN", before.ARN],
		["partial ARN", before.ARN.slice(0, -7)],
	])("is found by %s", (_, SecretId) => {
		scheduled
			.when("RestoreSecret", { SecretId })
			.answersExactly({ ARN: before.ARN, Name: "db" });
	});

	it("can be restored to the last millisecond of its window", () => {
		const restored = scheduled
			.later(30 * DAY - 1)
			.after("RestoreSecret", { SecretId: "db" });
		restored
			.later(400 * DAY)
			.when("GetSecretValue", { SecretId: "db" })
			.answers({ SecretString: "x" });
	});

	it("cannot be restored at the end of its window", () => {
		scheduled
			.later(30 * DAY)
			.when("RestoreSecret", { SecretId: "db" })
			.refuses(...NOT_FOUND);
	});

	it("has its event", () => {
		const { events } = scheduled.when("RestoreSecret", { SecretId: "db" });
		expect(events.map(({ name }) => name)).toEqual([
			"RestoreSecret",
			"CancelSecretVersionDelete",
		]);
	});
});

it("An active secret: success, and nothing changes (assumed)", () => {
	const restored = live.later(HOUR).when("RestoreSecret", { SecretId: "db" });
	restored.answersExactly({ ARN: before.ARN, Name: "db" });
	expect(restored.world.store).toBe(live.store);
});

it.each([
	[
		"after a forced deletion",
		live.after("DeleteSecret", {
			SecretId: "db",
			ForceDeleteWithoutRecovery: true,
		}),
	],
	["of a name that never was", given()],
])("Refused: a secret %s", (_, world) => {
	world.when("RestoreSecret", { SecretId: "db" }).refuses(...NOT_FOUND);
});
