import { advance } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import {
	DAY,
	given,
	HOUR,
	NOON,
	ResourcePolicy,
	token,
	type World,
} from "../support/given.js";
import { THERE } from "../support/places.js";
import { regions } from "../support/replication.js";

/** What each operation answers on a secret that is unknown, live, scheduled for deletion, expired or purged. */

const create = {
	Name: "db",
	ClientRequestToken: token("v1"),
	SecretString: "x",
};
const live = given().after("CreateSecret", create);
const scheduled = live.after("DeleteSecret", {
	SecretId: "db",
	RecoveryWindowInDays: 7,
});
const expired = scheduled.later(7 * DAY);
const purged = given(
	advance(expired.store, expired.context).store,
	expired.context,
);
const forced = live.after("DeleteSecret", {
	SecretId: "db",
	ForceDeleteWithoutRecovery: true,
});
const ARN: string = live.when("DescribeSecret", { SecretId: "db" }).answer.ARN;

const ABSENT: readonly [state: string, world: World][] = [
	["unknown", given()],
	["expired, before advance", expired],
	["expired for a year, before advance", scheduled.later(365 * DAY)],
	["expired, after advance", purged],
	["deleted by force", forced],
];
const FORMS: readonly [form: string, SecretId: string][] = [
	["name", "db"],
	["complete ARN", ARN],
	["partial ARN", ARN.slice(0, -7)],
];

const MARKED =
	"You can't perform this operation on the secret because it was marked for deletion.";
const ANSWERS = undefined;

/** The operations with a SecretId: what else they need, and what they say while the secret is scheduled. */
const OPERATIONS: readonly [
	operation: string,
	members: object,
	scheduled: string | undefined,
	evidence: string,
][] = [
	["DescribeSecret", {}, ANSWERS, "R-LS:test_force_delete_deleted_secret"],
	["ListSecretVersionIds", {}, ANSWERS, "INF from MODEL"],
	["RestoreSecret", {}, ANSWERS, "R-LS:test_secret_restore"],
	["GetSecretValue", {}, MARKED, "R-LS"],
	["GetSecretValue", { VersionId: token("v1") }, MARKED, "R-LS, by id"],
	[
		"PutSecretValue",
		{ ClientRequestToken: token("v2"), SecretString: "y" },
		MARKED,
		"R-LS",
	],
	[
		"PutSecretValue",
		{ ClientRequestToken: token("v1"), SecretString: "x" },
		MARKED,
		"a replay",
	],
	["UpdateSecret", { Description: "new" }, MARKED, "INF"],
	[
		"UpdateSecret",
		{ ClientRequestToken: token("v2"), SecretString: "y" },
		MARKED,
		"INF, with a value",
	],
	[
		"UpdateSecretVersionStage",
		{ VersionStage: "blue", MoveToVersionId: token("v1") },
		MARKED,
		"INF",
	],
	[
		"TagResource",
		{ Tags: [{ Key: "Env" }] },
		MARKED,
		"R-LS:test_tag_untag_resource_on_deleted_secret",
	],
	[
		"UntagResource",
		{ TagKeys: ["Env"] },
		MARKED,
		"R-LS:test_tag_untag_resource_on_deleted_secret",
	],
	["GetResourcePolicy", {}, MARKED, "R-TF"],
	["PutResourcePolicy", { ResourcePolicy }, MARKED, "INF"],
	["DeleteResourcePolicy", {}, MARKED, "INF"],
	["ValidateResourcePolicy", { ResourcePolicy }, MARKED, "INF"],
	[
		"RotateSecret",
		{
			ClientRequestToken: token("r1"),
			RotationLambdaARN: "arn:aws:lambda:us-east-1:123456789012:function:f",
		},
		MARKED,
		"INF",
	],
	["CancelRotateSecret", {}, MARKED, "INF"],
	["ReplicateSecretToRegions", regions(THERE.region), MARKED, "INF"],
	[
		"RemoveRegionsFromReplication",
		{ RemoveReplicaRegions: [THERE.region] },
		MARKED,
		"INF",
	],
	["DeleteSecret", {}, MARKED, "assumed"],
	[
		"DeleteSecret",
		{ ForceDeleteWithoutRecovery: false },
		MARKED,
		"assumed, Force false",
	],
];

/** Their answers do not say which secret they are about. */
const SILENT = ["TagResource", "UntagResource", "ValidateResourcePolicy"];
const answerOf = (operation: string): object => {
	if (SILENT.includes(operation)) return {};
	return /Replica/.test(operation) ? { ARN } : { ARN, Name: "db" };
};

describe.each(OPERATIONS)(
	"%s %j",
	(operation, members, whileScheduled, evidence) => {
		describe.each(FORMS)("by %s", (_, SecretId) => {
			const request = { SecretId, ...members };

			it("live: answers", () => {
				live.when(operation, request).answers(answerOf(operation));
			});

			it(`scheduled: ${whileScheduled === undefined ? "answers" : "refuses"} [${evidence}]`, () => {
				for (const world of [scheduled, scheduled.later(7 * DAY - 1)]) {
					const result = world.when(operation, request);
					if (whileScheduled === undefined) result.answers(answerOf(operation));
					else result.refuses("InvalidRequestException", whileScheduled);
				}
			});

			it("restored: answers", () => {
				scheduled
					.after("RestoreSecret", { SecretId: "db" })
					.later(365 * DAY)
					.when(operation, request)
					.answers(answerOf(operation));
			});

			it.each(ABSENT)("%s: not found", (_state, world) => {
				world
					.when(operation, request)
					.refuses(
						"ResourceNotFoundException",
						"Secrets Manager can't find the specified secret.",
					);
			});
		});
	},
);

describe("DeleteSecret with Force", () => {
	const FORCE = { ForceDeleteWithoutRecovery: true };

	it.each(FORMS)(
		"by %s: live and scheduled secrets go [R-LS:test_force_delete_deleted_secret]",
		(_, SecretId) => {
			for (const world of [live, scheduled, scheduled.later(7 * DAY - 1)])
				world
					.when("DeleteSecret", { SecretId, ...FORCE })
					.answersExactly({ ARN, Name: "db", DeletionDate: world.context.now });
		},
	);

	describe.each(ABSENT)("%s", (_state, world) => {
		it.each(FORMS)(
			"by %s: succeeds, and changes nothing that shows [R-ST-auth/enc cleanup]",
			(form, SecretId) => {
				const result = world.when("DeleteSecret", { SecretId, ...FORCE });
				expect(result.answer).toEqual({
					ARN: expect.stringMatching(/:secret:db-[A-Za-z0-9]{6}$/),
					Name: "db",
					DeletionDate: world.context.now,
				});
				if (form === "complete ARN") expect(result.answer.ARN).toBe(ARN);
				expect(result.world.store).toBe(world.store);
			},
		);
	});

	it.each(ABSENT.slice(1))(
		"%s: the invented ARN is not that of the secret that was",
		(_state, world) => {
			const { answer } = world.when("DeleteSecret", {
				SecretId: "db",
				...FORCE,
			});
			expect(answer.ARN).not.toBe(ARN);
		},
	);
});

describe("CreateSecret", () => {
	const other = { ...create, ClientRequestToken: token("v2") };

	it.each(ABSENT)("%s: creates", (_state, world) => {
		const created = world.when("CreateSecret", other);
		created.answers({ Name: "db", VersionId: token("v2") });
		created.world
			.when("ListSecretVersionIds", { SecretId: "db", IncludeDeprecated: true })
			.answers({ Versions: [{ VersionId: token("v2") }] });
	});

	it.each(ABSENT.slice(1))(
		"%s: the new ARN differs from the former [R-LS:test_can_recreate_delete_secret]",
		(_state, world) => {
			const { answer } = world.when("CreateSecret", create);
			expect(answer.ARN).not.toBe(ARN);
		},
	);

	it("live: the name exists", () => {
		live
			.when("CreateSecret", other)
			.refuses(
				"ResourceExistsException",
				"The operation failed because the secret db already exists.",
			);
	});

	it("scheduled: the name is taken to the last millisecond [R-LS:test_exp_raised_on_creation_of_secret_scheduled_for_deletion]", () => {
		for (const world of [scheduled, scheduled.later(7 * DAY - 1)])
			for (const request of [create, other])
				world
					.when("CreateSecret", request)
					.refuses(
						"InvalidRequestException",
						"You can't create this secret because a secret with this name is already scheduled for deletion.",
					);
	});
});

describe("Whether advance was called", () => {
	it("shows in no answer: a secret created over an expired one is the same either way", () => {
		const [over, after] = [expired, purged].map((world) =>
			world.when("CreateSecret", create),
		);
		expect(over?.answer).toEqual(after?.answer);
	});

	it("does not change when the former secret ended", () => {
		const late = scheduled.later(8 * DAY);
		const { events } = late.when("CreateSecret", create);
		expect(events).toContainEqual(
			expect.objectContaining({
				name: "EndSecretVersionDelete",
				at: NOON + 7 * DAY,
				arn: ARN,
			}),
		);
	});

	it("purges what is due and nothing else", () => {
		const two = scheduled
			.after("CreateSecret", { ...create, Name: "db2" })
			.later(HOUR)
			.after("DeleteSecret", { SecretId: "db2", RecoveryWindowInDays: 7 });
		const { store } = advance(two.store, {
			...two.context,
			now: NOON + 7 * DAY,
		});
		given(store, two.context).after("DescribeSecret", { SecretId: "db2" });
		given(store, two.context)
			.when("DescribeSecret", { SecretId: "db" })
			.refuses("ResourceNotFoundException");
	});
});
