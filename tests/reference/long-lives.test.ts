/** Long lives of single secrets, on the real store and on the naive model. */
import { createStore } from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import {
	day,
	homeScope,
	hour,
	minute,
	startOfTime,
	tokens,
} from "../support/arbitraries.js";
import { knownFunctions } from "../support/rotation-arbitraries.js";
import type { Input, OperationName } from "./admission.js";
import { runFunction } from "./commands/function-runs.js";
import {
	newReference,
	play,
	playPages,
	verifyAll,
	type World,
} from "./play.js";
import { playAdvance } from "./play-time.js";

describe("the store answers as the naive model does", () => {
	test("over the long life of a secret that is rotated", () => {
		const model = newReference({ maxSecrets: 2 });
		const world: World = { store: createStore({ maxSecrets: 2 }) };
		const SecretId = "rotated";
		const call = (operation: OperationName, input: Input = {}) =>
			play(model, world, operation, homeScope, { SecretId, ...input }).real;
		const advanceTo = (at: number) => {
			model.now = at;
			playAdvance(model, world);
			return model.model.effects.length;
		};
		const fail = () => runFunction(model, world, { failsAt: 0 });
		const wait = () => advanceTo(model.now + 10 * minute);
		const day0 = startOfTime - (startOfTime % day);
		const rotate = {
			ClientRequestToken: tokens[1],
			RotationRules: { AutomaticallyAfterDays: 2 },
		};
		call("CreateSecret", {
			Name: SecretId,
			ClientRequestToken: tokens[0],
			SecretString: '{"password":"p"}',
		});
		call("RotateSecret", rotate); // refused: no function
		call("RotateSecret", { ...rotate, RotationLambdaARN: knownFunctions[0] });
		call("RotateSecret", rotate); // a replay
		call("RotateSecret", { ...rotate, ClientRequestToken: tokens[2] }); // refused

		// A rotation that was called for fails, and waits for the window; there it has five attempts.
		fail();
		expect(wait()).toBe(0);
		expect(advanceTo(day0 + 2 * day)).toBe(1);
		for (const again of [1, 1, 1, 1, 0]) {
			fail();
			expect(wait()).toBe(again);
		}
		// The next window passes unseen; in the one after it the rotation succeeds.
		model.now = day0 + 5 * day;
		call("DescribeSecret");
		expect(wait()).toBe(0);
		expect(advanceTo(day0 + 6 * day)).toBe(1);
		runFunction(model, world);
		expect(call("DescribeSecret")).toMatchObject({
			LastRotatedDate: model.now,
			NextRotationDate: day0 + 9 * day - 1000,
			VersionIdsToStages: { [tokens[1]]: ["AWSCURRENT", "AWSPENDING"] },
		});

		// AWSPENDING is taken off a rotation that failed: another one begins in the next window, not in this one.
		expect(advanceTo(day0 + 8 * day)).toBe(1);
		fail();
		call("UpdateSecretVersionStage", {
			VersionStage: "AWSPENDING",
			RemoveFromVersionId: model.effects.at(-1)?.event.ClientRequestToken,
		});
		expect(wait()).toBe(0);
		expect(advanceTo(day0 + 10 * day)).toBe(1);

		// A write by hand abandons it, and days are counted anew.
		call("UpdateSecret", {
			ClientRequestToken: tokens[3],
			SecretString: '{"password":"by hand"}',
		});
		fail(); // too late
		model.now += day;
		expect(advanceTo(day0 + 12 * day)).toBe(1);
		runFunction(model, world);

		// A test that failed is not abandoned by what comes after it.
		call("RotateSecret", {
			ClientRequestToken: tokens[4],
			RotateImmediately: false,
		});
		fail();
		call("PutSecretValue", {
			ClientRequestToken: tokens[5],
			SecretString: "beside",
			VersionStages: ["blue"],
		});
		expect(model.happened.slice(-2)).toEqual([
			"TestRotationStarted",
			"TestRotationFailed",
		]);

		// A window makes no room for another secret.
		play(model, world, "CreateSecret", homeScope, {
			Name: "partners",
			...{ ClientRequestToken: tokens[0], SecretString: '{"password":"p"}' },
			Type: "partner",
		});
		model.now = day0 + 14 * day;
		play(model, world, "CreateSecret", homeScope, {
			Name: "one-too-many",
			ClientRequestToken: tokens[0],
		});

		// An owner that stored the next value goes on from there when it tries again.
		const owned = { SecretId: "partners", ClientRequestToken: tokens[1] };
		call("RotateSecret", { ...owned, RotationRules: rotate.RotationRules });
		runFunction(model, world, { failsAt: 1 });
		expect(advanceTo(day0 + 16 * day)).toBe(2);
		runFunction(model, world);
		expect(call("DescribeSecret", { SecretId: "partners" })).toMatchObject({
			LastRotatedDate: model.now,
		});
		verifyAll(model, world, [SecretId]);
	});

	test("over the long life of one secret", () => {
		const model = newReference();
		const world: World = { store: createStore() };
		const SecretId = "long/lived";
		const call = (operation: OperationName, input: Input = {}) =>
			play(model, world, operation, homeScope, { SecretId, ...input }).real;
		const token = (at: number) => `write-${at}-`.padEnd(32, "0");
		const value = (at: number) => ({
			ClientRequestToken: token(at),
			SecretString: `value ${at}`,
		});
		const pass = (elapsed: number) => {
			model.now += elapsed;
		};
		const versions = () => {
			const listing = {
				operation: "ListSecretVersionIds" as const,
				scope: homeScope,
				input: { SecretId, IncludeDeprecated: true, MaxResults: 40 },
			};
			return playPages(model, world, listing, { toTheEnd: true }).map(
				({ VersionId }) => VersionId,
			);
		};
		const tokens = (from: number, to: number) =>
			Array.from({ length: to - from + 1 }, (_, at) => token(from + at));

		// A burst: nothing younger than 24 hours goes.
		call("CreateSecret", { Name: SecretId, ...value(0) });
		for (let at = 1; at <= 130; at++) {
			pass(minute);
			const VersionStages = at === 10 ? { VersionStages: ["keep"] } : {};
			call("PutSecretValue", { ...value(at), ...VersionStages });
		}
		expect(versions()).toEqual(tokens(0, 130));

		call("ListSecretVersionIds", { IncludeDeprecated: true }); // the default page

		// Only a write prunes: oldest first, never a labelled one, and at most
		// down to 100. At this moment write 30 is exactly 24 hours old.
		pass(day - 100 * minute);
		call("GetSecretValue");
		expect(versions()).toEqual(tokens(0, 130));
		call("UpdateSecret", value(131));
		expect(versions()).toEqual([token(10), ...tokens(31, 131)]);
		pass(25 * hour);
		call("UpdateSecret", value(132));
		expect(versions()).toEqual([token(10), ...tokens(34, 132)]);
		expect(call("GetSecretValue", { VersionStage: "keep" })).toMatchObject({
			SecretString: "value 10",
		});
		call("GetSecretValue", { VersionId: token(0) }); // refused: gone

		// Roll back to the previous version and on to the oldest.
		for (const [from, to] of [
			[132, 131],
			[131, 10],
		] as const)
			call("UpdateSecretVersionStage", {
				VersionStage: "AWSCURRENT",
				RemoveFromVersionId: token(from),
				MoveToVersionId: token(to),
			});
		expect(call("DescribeSecret")?.VersionIdsToStages).toEqual({
			[token(10)]: expect.arrayContaining(["AWSCURRENT", "keep"]),
			[token(131)]: ["AWSPREVIOUS"],
		});

		// Deleted, restored, deleted again, past its window, created anew.
		const { ARN } = call("DeleteSecret", { RecoveryWindowInDays: 7 }) ?? {};
		pass(6 * day);
		call("GetSecretValue"); // refused: marked for deletion
		call("RestoreSecret");
		call("GetSecretValue");
		call("DeleteSecret", { RecoveryWindowInDays: 7 });
		pass(7 * day - 1);
		call("CreateSecret", { Name: SecretId, ...value(0) }); // refused
		pass(1);
		call("DescribeSecret"); // refused: absent, though nobody advanced
		playAdvance(model, world);
		const again = call("CreateSecret", { Name: SecretId, ...value(0) });
		expect(again?.ARN).not.toBe(ARN);
		call("GetSecretValue", { SecretId: ARN }); // refused: another secret
		verifyAll(model, world, [SecretId]);
	});
});
