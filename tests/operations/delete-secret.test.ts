import { advance, nextDue } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { DAY, given, HOUR, NOON, token, type World } from "../support/given.js";
import { keyId } from "../support/keys.js";

const NOT_FOUND = [
	"ResourceNotFoundException",
	"Secrets Manager can't find the specified secret.",
] as const;
const MARKED = [
	"InvalidRequestException",
	"You can't perform this operation on the secret because it was marked for deletion.",
] as const;
const BAD_WINDOW = [
	"InvalidParameterException",
	"The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).",
] as const;
const BOTH = [
	"InvalidParameterException",
	"You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
] as const;

const FORCE = { ForceDeleteWithoutRecovery: true };
const db = given()
	.withKey({ keyId: keyId("a"), aliases: ["alias/orders"] })
	.after("CreateSecret", {
		Name: "db",
		ClientRequestToken: token("v1"),
		SecretString: "x",
		KmsKeyId: "alias/orders",
		Tags: [{ Key: "Env", Value: "prod" }],
	});
const ARN: string = db.when("DescribeSecret", { SecretId: "db" }).answer.ARN;
const remove = (world: World, members: object = {}) =>
	world.when("DeleteSecret", { SecretId: "db", ...members });

describe("The recovery window", () => {
	it.each([
		["is 30 days by default [DOC]", {}, 30],
		["may be 7 days [R-ST-life]", { RecoveryWindowInDays: 7 }, 7],
		["may be 17 days", { RecoveryWindowInDays: 17 }, 17],
		["may be 30 days", { RecoveryWindowInDays: 30 }, 30],
		["is 30 days with Force false", { ForceDeleteWithoutRecovery: false }, 30],
		[
			"may be given with Force false [R-LS]",
			{ ForceDeleteWithoutRecovery: false, RecoveryWindowInDays: 7 },
			7,
		],
		[
			"is 30 days for null",
			{ RecoveryWindowInDays: null, ForceDeleteWithoutRecovery: null },
			30,
		],
	])("%s", (_, members, days) => {
		const deleted = remove(db.later(HOUR + 1), members);
		deleted.answersExactly({
			ARN,
			Name: "db",
			DeletionDate: NOON + HOUR + 1 + days * DAY,
		});
		deleted.world.when("DescribeSecret", { SecretId: "db" }).answers({
			DeletedDate: NOON + HOUR + 1,
			LastChangedDate: NOON + HOUR + 1,
		});
		expect(nextDue(deleted.world.store)).toBe(NOON + HOUR + 1 + days * DAY);
	});

	it.each([-1, 0, 1, 6, 31, 365])(
		"is refused with %i days [R-U moto #6461]",
		(RecoveryWindowInDays) => {
			remove(db, { RecoveryWindowInDays }).refuses(...BAD_WINDOW);
			remove(db, {
				RecoveryWindowInDays,
				ForceDeleteWithoutRecovery: false,
			}).refuses(...BAD_WINDOW);
		},
	);

	it.each([0, 6, 31])(
		"%i days with Force is about the days: they are checked first [R-U moto #6461]",
		(RecoveryWindowInDays) => {
			remove(db, { RecoveryWindowInDays, ...FORCE }).refuses(...BAD_WINDOW);
		},
	);

	it.each([7, 30])(
		"%i days cannot be combined with Force [EMU moto]",
		(RecoveryWindowInDays) => {
			remove(db, { RecoveryWindowInDays, ...FORCE }).refuses(...BOTH);
		},
	);
});

describe("A scheduled secret", () => {
	const scheduled = remove(db, { RecoveryWindowInDays: 7 }).world;

	it("keeps its versions, labels, tags, key and LastAccessedDate in sight [R-ST-auth cleanup]", () => {
		const read = db.after("GetSecretValue", { SecretId: "db" });
		const before = read.when("DescribeSecret", { SecretId: "db" }).answer;
		remove(read)
			.world.when("DescribeSecret", { SecretId: "db" })
			.answersExactly({ ...before, DeletedDate: NOON });
	});

	it.each([
		["without a window", {}],
		["with another window", { RecoveryWindowInDays: 30 }],
	])("cannot be scheduled again, %s (assumed)", (_, members) => {
		remove(scheduled, members).refuses(...MARKED);
	});

	it("can be deleted at once [R-LS:test_force_delete_deleted_secret, moto #8638]", () => {
		const forced = remove(scheduled.later(HOUR), FORCE);
		forced.answersExactly({ ARN, Name: "db", DeletionDate: NOON + HOUR });
		forced.world
			.when("DescribeSecret", { SecretId: "db" })
			.refuses(...NOT_FOUND);
		expect(nextDue(forced.world.store)).toBeUndefined();
	});

	it("can be deleted again after it was restored", () => {
		const restored = scheduled
			.later(HOUR)
			.after("RestoreSecret", { SecretId: "db" });
		remove(restored.later(HOUR), { RecoveryWindowInDays: 7 }).answers({
			DeletionDate: NOON + 2 * HOUR + 7 * DAY,
		});
	});

	it("is there to the last millisecond of its window, and then no more", () => {
		scheduled
			.later(7 * DAY - 1)
			.when("DescribeSecret", { SecretId: "db" })
			.answers({ ARN, DeletedDate: NOON });
		scheduled
			.later(7 * DAY)
			.when("DescribeSecret", { SecretId: "db" })
			.refuses(...NOT_FOUND);
	});

	it("is purged by advance at the end of its window", () => {
		const early = advance(
			scheduled.store,
			scheduled.later(7 * DAY - 1).context,
		);
		expect(early.store).toBe(scheduled.store);
		expect(early.events).toEqual([]);
		const late = advance(scheduled.store, scheduled.later(8 * DAY).context);
		expect(nextDue(late.store)).toBeUndefined();
		expect(late.events).toMatchObject([
			{ name: "EndSecretVersionDelete", at: NOON + 7 * DAY, arn: ARN },
		]);
		expect(advance(late.store, scheduled.later(8 * DAY).context).store).toBe(
			late.store,
		);
	});

	it("is due no more once it is restored", () => {
		const restored = scheduled.after("RestoreSecret", { SecretId: "db" });
		expect(nextDue(restored.store)).toBeUndefined();
		expect(advance(restored.store, restored.later(8 * DAY).context).store).toBe(
			restored.store,
		);
	});
});

describe("ForceDeleteWithoutRecovery", () => {
	it("deletes at once: DeletionDate is now", () => {
		const forced = remove(db.later(HOUR), FORCE);
		forced.answersExactly({ ARN, Name: "db", DeletionDate: NOON + HOUR });
		forced.world
			.when("GetSecretValue", { SecretId: "db" })
			.refuses(...NOT_FOUND);
	});

	it.each([
		["complete ARN [moto #3056]", ARN],
		["partial ARN", ARN.slice(0, -7)],
	])("works by %s", (_, SecretId) => {
		const forced = remove(db, { SecretId, ...FORCE });
		forced.answersExactly({ ARN, Name: "db", DeletionDate: NOON });
		forced.world
			.when("DescribeSecret", { SecretId: "db" })
			.refuses(...NOT_FOUND);
	});

	it("frees the name, but never for the same ARN [R-LS:test_can_recreate_delete_secret]", () => {
		let world = db;
		const arns = new Set([ARN]);
		for (let i = 0; i < 5; i++) {
			const created = remove(world, FORCE).world.when("CreateSecret", {
				Name: "db",
				ClientRequestToken: token("v1"),
				SecretString: "x",
			});
			arns.add(created.answer.ARN);
			world = created.world;
		}
		expect(arns.size).toBe(6);
	});
});

describe("A name that does not exist", () => {
	it.each([
		["without Force", {}],
		["with Force false", { ForceDeleteWithoutRecovery: false }],
		["with a window", { RecoveryWindowInDays: 7 }],
		[
			"with a bad window: the secret is looked for first",
			{ RecoveryWindowInDays: 1 },
		],
	])("is not found %s", (_, members) => {
		remove(given(), members).refuses(...NOT_FOUND);
	});

	it("is deleted by Force all the same, under an invented ARN [R-ST-auth/enc cleanup, R-LS]", () => {
		const world = given();
		const forced = remove(world.later(HOUR), FORCE);
		expect(forced.answer).toEqual({
			ARN: expect.stringMatching(
				/^arn:aws:secretsmanager:us-east-1:123456789012:secret:db-[A-Za-z0-9]{6}$/,
			),
			Name: "db",
			DeletionDate: NOON + HOUR,
		});
		expect(forced.world.store).toBe(world.store);
	});

	it("gets by Force an ARN that no secret has or will get", () => {
		const invented = remove(given(), FORCE).answer.ARN;
		expect(invented).not.toBe(ARN);
	});

	it("answers Force on an unknown partial ARN under an invented ARN of its name", () => {
		const forced = remove(given(), { SecretId: ARN.slice(0, -7), ...FORCE });
		expect(forced.answer).toMatchObject({
			ARN: expect.stringMatching(/:secret:db-[A-Za-z0-9]{6}$/),
			Name: "db",
		});
	});

	it("answers Force on an unknown complete ARN under that ARN", () => {
		const SecretId = `${ARN.slice(0, -6)}abcdef`;
		const forced = remove(db, { SecretId, ...FORCE });
		forced.answersExactly({ ARN: SecretId, Name: "db", DeletionDate: NOON });
		expect(forced.world.store).toBe(db.store);
	});

	it.each<[title: string, members: object, refusal: readonly [string, string]]>(
		[
			[
				"a bad window with Force",
				{ RecoveryWindowInDays: 0, ...FORCE },
				BAD_WINDOW,
			],
			["a window with Force", { RecoveryWindowInDays: 7, ...FORCE }, BOTH],
		],
	)("is refused %s", (_, members, refusal) => {
		remove(given(), members).refuses(...refusal);
	});

	it("must be a legal one, with Force as well [R-LS:test_invalid_secret_name]", () => {
		remove(given(), { SecretId: "with space", ...FORCE }).refuses(
			"ValidationException",
			"Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
		);
	});
});

describe("Other secrets", () => {
	it("stay, in the same and in another region", () => {
		const more = db
			.after("CreateSecret", { Name: "db2", ClientRequestToken: token("v1") })
			.as({ region: "eu-west-1" })
			.after("CreateSecret", { Name: "db", ClientRequestToken: token("v1") });
		const left = remove(more, FORCE).world;
		left
			.as({ region: "us-east-1" })
			.after("DescribeSecret", { SecretId: "db" })
			.after("DescribeSecret", { SecretId: "db2" });
		left.when("DescribeSecret", { SecretId: "db" }).refuses(...NOT_FOUND);
	});
});

describe("Events", () => {
	const named = (world: World, members: object) =>
		remove(world, members).events.map(({ name }) => name);

	it("of a scheduled deletion tell of its start", () => {
		expect(named(db, {})).toEqual(["DeleteSecret", "StartSecretVersionDelete"]);
	});

	it("of a forced deletion tell of its end", () => {
		const names = named(db, FORCE);
		expect(names[0]).toBe("DeleteSecret");
		expect(names.at(-1)).toBe("EndSecretVersionDelete");
	});

	it("of a name that does not exist tell of the call alone", () => {
		expect(named(given(), FORCE)).toEqual(["DeleteSecret"]);
	});
});
