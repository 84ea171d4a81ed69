import {
	createStore,
	nextDue,
	type RotationReport,
	type RotationStep,
	reportRotationStep,
} from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import {
	CONTEXT,
	DAY,
	given,
	HOUR,
	MINUTE,
	NOON,
	token,
	type World,
} from "../support/given.js";
import { STEPS } from "../support/rotation-function.js";
import {
	ARN,
	advanced,
	complete,
	described,
	empty,
	FUNCTION,
	labels,
	namesOf,
	one,
	perform,
	report,
	rotate,
	stepsOf,
	until,
} from "../support/rotation-world.js";

const RotationRules = { AutomaticallyAfterDays: 30 };
const { world: running, effects: asked } = rotate(one, { RotationRules });
const RotationToken = asked[0]?.event.RotationToken;

const put = (world: World, id: string, members: object = {}): World =>
	world.after("PutSecretValue", putting(id, members));
const putting = (id: string, members: object = {}) => ({
	SecretId: "db",
	ClientRequestToken: token(id),
	SecretString: `value of ${id}`,
	...members,
});
const move = (world: World, VersionStage: string, from?: string, to?: string) =>
	world.after("UpdateSecretVersionStage", {
		SecretId: "db",
		VersionStage,
		RemoveFromVersionId: from && token(from),
		MoveToVersionId: to && token(to),
	});

/** 23:59:59 of a day, so many days after today. */
const endOfDay = (days: number) => NOON + days * DAY + 12 * HOUR - 1000;

describe("The recorded timeline of a rotation [R-ST-rot]", () => {
	it("each step that is done asks for the next, with the same token and RotationToken; the last for none", () => {
		let world = running;
		const event = {
			SecretId: ARN,
			ClientRequestToken: token("r1"),
			RotationToken,
		};
		STEPS.forEach((step, i) => {
			const told = report(perform(world, step), step);
			expect(told.effects).toEqual(
				STEPS.slice(i + 1, i + 2).map((Step) => ({
					kind: "invokeRotationFunction",
					functionArn: FUNCTION,
					event: { ...event, Step },
				})),
			);
			expect(namesOf(told.events)).toEqual(
				step === "finishSecret" ? ["RotationSucceeded"] : [],
			);
			world = told.world;
		});
	});

	it("createSecret stores the value: its CreatedDate is that moment, and AWSPENDING has it", () => {
		const stored = perform(running.later(50), "createSecret");
		stored
			.when("GetSecretValue", { SecretId: "db", VersionStage: "AWSPENDING" })
			.answers({ VersionId: token("r1"), CreatedDate: NOON + 50 });
		expect(labels(stored)).toEqual({ v1: ["AWSCURRENT"], r1: ["AWSPENDING"] });
	});

	it("setSecret and testSecret change nothing that shows", () => {
		const stored = until(running, "setSecret");
		expect(described(until(stored, "finishSecret"))).toEqual(described(stored));
	});

	it("finishSecret moves AWSCURRENT; AWSPENDING stays beside it, and LastRotatedDate is the end", () => {
		const moved = perform(
			until(running, "finishSecret").later(HOUR),
			"finishSecret",
		);
		const { world, events } = report(moved.later(40), "finishSecret");
		expect(described(world)).toMatchObject({
			VersionIdsToStages: {
				[token("r1")]: ["AWSCURRENT", "AWSPENDING"],
				[token("v1")]: ["AWSPREVIOUS"],
			},
			LastChangedDate: NOON + HOUR,
			LastRotatedDate: NOON + HOUR + 40,
		});
		expect(events).toEqual([
			{
				name: "RotationSucceeded",
				at: NOON + HOUR + 40,
				arn: ARN,
				account: CONTEXT.account,
				region: CONTEXT.region,
				detail: { versionId: token("r1") },
			},
		]);
	});

	it("a function may take AWSPENDING away itself [R-LS:lambda_rotate_secret.py]", () => {
		const moved = perform(until(running, "finishSecret"), "finishSecret");
		const { world, events } = report(
			move(moved, "AWSPENDING", "r1"),
			"finishSecret",
		);
		expect(namesOf(events)).toEqual(["RotationSucceeded"]);
		expect(labels(world)).toEqual({ v1: ["AWSPREVIOUS"], r1: ["AWSCURRENT"] });
	});

	it("a function may make its version current earlier than in the last step", () => {
		const early = perform(until(running, "setSecret"), "finishSecret");
		let at = report(early, "setSecret");
		for (const step of ["testSecret", "finishSecret"] as const)
			at = report(at.world, step);
		expect(namesOf(at.events)).toEqual(["RotationSucceeded"]);
	});

	it("days are counted from the end of the rotation", () => {
		const late = perform(
			until(running, "finishSecret").later(2 * DAY),
			"finishSecret",
		);
		expect(described(late).NextRotationDate).toBe(endOfDay(30));
		expect(described(report(late, "finishSecret").world).NextRotationDate).toBe(
			endOfDay(32),
		);
	});

	it("a second rotation goes the same way: the first one's version is AWSPREVIOUS then", () => {
		const first = complete(running).world;
		const second = rotate(first, { ClientRequestToken: token("r2") }).world;
		const after = STEPS.reduce(
			(world, step) =>
				report(perform(world, step, token("r2")), step, {
					token: token("r2"),
				}).world,
			second,
		);
		expect(labels(after)).toEqual({
			r1: ["AWSPREVIOUS"],
			r2: ["AWSCURRENT", "AWSPENDING"],
		});
	});
});

describe("The RotationToken of PutSecretValue", () => {
	const WRONG = [
		"InvalidParameterException",
		"The RotationToken is not that of the secret's latest rotation. Pass on the RotationToken and the ClientRequestToken that the rotation function was invoked with.",
	] as const;
	const other = rotate(complete(running).world, {
		ClientRequestToken: token("r2"),
	}).world;

	it.each([
		["that the function was invoked with", RotationToken],
		["may be left out", undefined],
	])("%s", (_, given) => {
		const stages = { VersionStages: ["AWSPENDING"] };
		put(running, "r1", { ...stages, RotationToken: given });
	});

	it.each<[what: string, World, id: string, rotationToken: string | undefined]>(
		[
			["one that no rotation has", running, "r1", "0".repeat(36)],
			["one for another version", running, "v2", RotationToken],
			["one of an earlier rotation", other, "r1", RotationToken],
			["one where nothing was ever rotated", one, "r1", RotationToken],
			[
				"one in other letters",
				running,
				"r1",
				RotationToken?.replace(/[a-f]/g, (each) => each.toUpperCase()),
			],
		],
	)("%s is refused (text assumed)", (_, world, id, rotationToken) => {
		world
			.when(
				"PutSecretValue",
				putting(id, {
					VersionStages: ["AWSPENDING"],
					RotationToken: rotationToken,
				}),
			)
			.refuses(...WRONG);
	});

	it("a missing value is spoken of first", () => {
		running
			.when(
				"PutSecretValue",
				putting("r1", {
					SecretString: undefined,
					RotationToken: "0".repeat(36),
				}),
			)
			.refuses(
				"InvalidRequestException",
				"You must provide either SecretString or SecretBinary.",
			);
	});
});

describe("A step that fails", () => {
	const failed = (world: World, step: RotationStep, message?: string) =>
		report(world, step, { ok: false, message });

	it.each(STEPS)(
		"%s: the rotation has failed, and AWSCURRENT is where it was",
		(step) => {
			const before = until(running, step);
			const { world, effects, events } = failed(before, step, "refused");
			expect(effects).toEqual([]);
			expect(events.map(({ name, detail }) => ({ name, detail }))).toEqual([
				{
					name: "RotationFailed",
					detail: { versionId: token("r1"), step, message: "refused" },
				},
			]);
			expect(labels(world)).toEqual({
				v1: ["AWSCURRENT"],
				r1: ["AWSPENDING"],
			});
			expect(described(world)).toEqual(described(before));
		},
	);

	it("without a message has none in its event", () => {
		const { events } = failed(running, "createSecret");
		expect(events[0]?.detail).toEqual({
			versionId: token("r1"),
			step: "createSecret",
		});
	});

	it("createSecret: AWSPENDING stays on an id without a value, and blocks the next RotateSecret", () => {
		const { world } = failed(running, "createSecret");
		world
			.when("GetSecretValue", { SecretId: "db", VersionStage: "AWSPENDING" })
			.refuses("ResourceNotFoundException");
		world
			.when("RotateSecret", {
				SecretId: "db",
				ClientRequestToken: token("r2"),
			})
			.refuses(
				"InvalidRequestException",
				"A previous rotation isn't complete. That rotation will be reattempted.",
			);
	});

	it("finishSecret after AWSCURRENT was moved: it stays where it is by now", () => {
		const moved = perform(until(running, "finishSecret"), "finishSecret");
		const { world, events } = failed(moved, "finishSecret");
		expect(namesOf(events)).toEqual(["RotationFailed"]);
		expect(labels(world)).toEqual({
			v1: ["AWSPREVIOUS"],
			r1: ["AWSCURRENT", "AWSPENDING"],
		});
		expect(described(world)).not.toHaveProperty("LastRotatedDate");
	});
});

describe("A function that says of every step that it was done", () => {
	const reported = (world: World) =>
		STEPS.reduce((told, step) => report(told.world, step), {
			world,
			effects: asked,
			events: [] as ReturnType<typeof report>["events"],
		});
	const messageOf = (world: World) => {
		const { events } = reported(world);
		expect(namesOf(events)).toEqual(["RotationFailed"]);
		expect(events[0]?.detail).toMatchObject({
			versionId: token("r1"),
			step: "finishSecret",
		});
		return events[0]?.detail.message;
	};
	const NOTHING_STORED = `Pending secret version ${token("r1")} for Secret ${ARN} was not created by Lambda ${FUNCTION}. Remove the AWSPENDING staging label and restart rotation`;

	it("and stores nothing: the documented sentence", () => {
		expect(messageOf(running)).toBe(NOTHING_STORED);
		expect(labels(reported(running).world)).toEqual({
			v1: ["AWSCURRENT"],
			r1: ["AWSPENDING"],
		});
	});

	it("and stores a value, but does not make it current: a sentence of ours (assumed)", () => {
		expect(messageOf(perform(running, "createSecret"))).toBe(
			`The rotation function did not move staging label AWSCURRENT to version ${token("r1")} of secret ${ARN}.`,
		);
	});

	it("the reason is the rotation's, not the report's, where the function is at fault without knowing", () => {
		const last = ["createSecret", "setSecret", "testSecret"] as const;
		const before = last.reduce(
			(world, step) => report(world, step).world,
			running,
		);
		const { events } = report(before, "finishSecret", { message: "all well" });
		expect(events[0]?.detail.message).toBe(NOTHING_STORED);
	});

	it("its first value of a secret without one is current at once, so that the rotation succeeds", () => {
		const { events } = reported(perform(rotate(empty).world, "createSecret"));
		expect(namesOf(events)).toEqual(["RotationSucceeded"]);
	});
});

describe("Meanwhile", () => {
	const during = until(running, "testSecret");

	it.each<[what: string, operation: string, input: object]>([
		["PutSecretValue", "PutSecretValue", putting("v2")],
		["UpdateSecret", "UpdateSecret", putting("v2")],
	])(
		"a default write by %s abandons the rotation: AWSPENDING is gone [R-TF]",
		(_, operation, input) => {
			const written = during.when(operation, input);
			expect(namesOf(written.events)).toEqual([
				operation,
				"RotationAbandoned",
				"Secret Label Updated",
				"Secret Label Updated",
				"Secret Label Updated",
			]);
			expect(written.events[1]?.detail).toEqual({
				versionId: token("r1"),
				byVersionId: token("v2"),
			});
			expect(labels(written.world)).toEqual({
				v1: ["AWSPREVIOUS"],
				v2: ["AWSCURRENT"],
			});
			const late = report(written.world, "testSecret");
			expect(late.world.store).toBe(written.world.store);
			expect([...late.effects, ...late.events]).toEqual([]);
			rotate(written.world, { ClientRequestToken: token("r2") });
		},
	);

	it("a write that takes AWSPENDING for itself abandons it, too", () => {
		const { events } = during.when(
			"PutSecretValue",
			putting("v2", { VersionStages: ["AWSPENDING"] }),
		);
		expect(namesOf(events)).toContain("RotationAbandoned");
	});

	it("a default write after AWSCURRENT was moved, and before the end was reported, abandons it as well", () => {
		const moved = perform(until(running, "finishSecret"), "finishSecret");
		const { events, world } = moved.when("PutSecretValue", putting("v2"));
		expect(namesOf(events)).toContain("RotationAbandoned");
		expect(report(world, "finishSecret").events).toEqual([]);
	});

	it.each<[what: string, world: World]>([
		[
			"a write with a label of its own [§13.6]",
			put(during, "v2", { VersionStages: ["blue"] }),
		],
		[
			"a write that makes a version current, and says so",
			put(during, "v2", { VersionStages: ["AWSCURRENT"] }),
		],
		["a move of another label", move(during, "blue", undefined, "v1")],
		[
			"a new description",
			during.after("UpdateSecret", { SecretId: "db", Description: "new" }),
		],
		["a read", during.after("GetSecretValue", { SecretId: "db" })],
	])("%s leaves the rotation under way", (_, world) => {
		expect(stepsOf(report(world, "testSecret").effects)).toEqual([
			"finishSecret",
		]);
	});

	it("the function's own write without labels makes its version current, and abandons nothing", () => {
		const { world, events } = running.when("PutSecretValue", putting("r1"));
		expect(namesOf(events)).not.toContain("RotationAbandoned");
		const told = STEPS.reduce((at, step) => report(at.world, step), {
			world,
		} as ReturnType<typeof report>);
		expect(namesOf(told.events)).toEqual(["RotationSucceeded"]);
	});

	it("AWSPENDING that is taken off by hand does not stop it, and it fails in the end", () => {
		const { world } = report(move(during, "AWSPENDING", "r1"), "testSecret");
		expect(namesOf(report(world, "finishSecret").events)).toEqual([
			"RotationFailed",
		]);
	});

	it("the deletion of the secret does not stop it, and its function is refused then", () => {
		const scheduled = during.after("DeleteSecret", { SecretId: "db" });
		scheduled
			.when("PutSecretValue", putting("r1"))
			.refuses("InvalidRequestException");
		const { world, events } = report(scheduled, "testSecret", { ok: false });
		expect(namesOf(events)).toEqual(["RotationFailed"]);
		expect(nextDue(world.store)).toBe(NOON + 30 * DAY);
	});

	it("the end of the secret is the end of it", () => {
		const gone = during.after("DeleteSecret", {
			SecretId: "db",
			ForceDeleteWithoutRecovery: true,
		});
		const expired = during
			.after("DeleteSecret", { SecretId: "db", RecoveryWindowInDays: 7 })
			.later(7 * DAY);
		for (const world of [gone, expired])
			expect(report(world, "testSecret").world.store).toBe(world.store);
	});
});

describe("A manual write counts as a rotation where days are counted [DOC]", () => {
	it.each<[what: string, write: (world: World) => World]>([
		["PutSecretValue", (world) => put(world, "v2")],
		["UpdateSecret", (world) => world.after("UpdateSecret", putting("v2"))],
		[
			"PutSecretValue that names AWSCURRENT",
			(world) => put(world, "v2", { VersionStages: ["AWSCURRENT"] }),
		],
	])("%s", (_, write) => {
		const later = complete(running).world.later(5 * DAY);
		const written = described(write(later));
		expect(written.NextRotationDate).toBe(endOfDay(35));
		expect(written.LastRotatedDate).toBe(NOON);
	});

	it.each<[what: string, write: (world: World) => World]>([
		[
			"that makes nothing current",
			(world) => put(world, "v2", { VersionStages: ["blue"] }),
		],
		["that is a replay", (world) => put(world, "v1")],
		["of a label alone", (world) => move(world, "AWSCURRENT", "r1", "v1")],
	])("but none %s", (_, write) => {
		const later = complete(running).world.later(5 * DAY);
		expect(described(write(later)).NextRotationDate).toBe(endOfDay(30));
	});

	it("and none where rotation is off", () => {
		const off = complete(running).world.after("CancelRotateSecret", {
			SecretId: "db",
		});
		expect(described(put(off, "v2"))).not.toHaveProperty("NextRotationDate");
	});
});

describe("A report about anything but the step under way changes nothing", () => {
	const during = until(running, "setSecret");

	it.each<[what: string, world: World, changes: Partial<RotationReport>]>([
		["the step before, reported once more", during, { step: "createSecret" }],
		["a step that was not asked for yet", during, { step: "finishSecret" }],
		["another token", during, { token: token("r2") }],
		["a token that is none", during, { token: "" }],
		["another secret", during, { arn: ARN.replace(":secret:db", ":secret:x") }],
		["another suffix", during, { arn: `${ARN.slice(0, -6)}aaaaaa` }],
		["another region", during, { arn: ARN.replace("us-east-1", "eu-west-1") }],
		["another account", during, { arn: ARN.replace("1234", "4321") }],
		["what is no ARN", during, { arn: "db" }],
		["an ARN of nothing", during, { arn: "" }],
		["a secret that was never rotated", one, {}],
		["a rotation that has succeeded", complete(running).world, {}],
		[
			"a rotation that has failed",
			report(during, "setSecret", { ok: false }).world,
			{},
		],
		[
			"a rotation that was cancelled",
			during.after("CancelRotateSecret", { SecretId: "db" }),
			{},
		],
		["a rotation that was abandoned", put(during, "v2"), {}],
		["a store without anything", given(createStore()), {}],
	])("%s", (_, world, changes) => {
		for (const ok of [true, false])
			for (const step of [changes.step ?? "setSecret"] as const) {
				const told = report(world, step, { ...changes, ok });
				expect(told.world.store).toBe(world.store);
				expect([...told.effects, ...told.events]).toEqual([]);
			}
	});

	it("the account and region of the context do not matter: the ARN says where", () => {
		const elsewhere = during.as({
			account: "210987654321",
			region: "cn-north-1",
		});
		expect(report(elsewhere, "setSecret").effects).toHaveLength(1);
	});
});

describe("A report that is none is a TypeError with the remedy:", () => {
	const good = { arn: ARN, token: token("r1"), step: "createSecret", ok: true };
	it.each<[what: string, report: unknown, remedy: RegExp]>([
		["nothing", undefined, /report\.arn and report\.token must be/],
		["a text", "ok", /report\.arn and report\.token must be/],
		["no ARN", { ...good, arn: undefined }, /SecretId/],
		["no token", { ...good, token: 7 }, /ClientRequestToken/],
		["no step", { ...good, step: undefined }, /createSecret, setSecret/],
		["a step that is none", { ...good, step: "constructor" }, /report\.step/],
		["a step in capitals", { ...good, step: "CREATESECRET" }, /report\.step/],
		["no outcome", { ...good, ok: undefined }, /report\.ok must be true/],
		["an outcome that is a text", { ...good, ok: "true" }, /report\.ok/],
		["a message that is none", { ...good, message: 5 }, /report\.message/],
	])("%s", (_, bad, remedy) => {
		const misuse = () =>
			reportRotationStep(running.store, bad as RotationReport, CONTEXT);
		expect(misuse).toThrow(TypeError);
		expect(misuse).toThrow(remedy);
	});
});

describe("The test of a function [R-ST-rot]", () => {
	const testing = rotate(one, {
		ClientRequestToken: token("t1"),
		RotateImmediately: false,
		RotationRules,
	}).world;

	it.each([
		[true, "TestRotationSucceeded", {}],
		[false, "TestRotationFailed", { step: "testSecret", message: "refused" }],
	])(
		"that ends %s leaves its version behind without a label",
		(ok, name, detail) => {
			const { world, effects, events } = report(testing, "testSecret", {
				token: token("t1"),
				ok,
				message: "refused",
			});
			expect(effects).toEqual([]);
			expect(events.map(({ name, detail }) => ({ name, detail }))).toEqual([
				{ name, detail: { versionId: token("t1"), ...detail } },
				{
					name: "Secret Label Updated",
					detail: { label: "AWSPENDING", fromVersionId: token("t1") },
				},
			]);
			expect(labels(world)).toEqual({ v1: ["AWSCURRENT"] });
			world
				.when("GetSecretValue", { SecretId: "db", VersionId: token("t1") })
				.answers({ SecretString: "value of v1" });
			world
				.when("ListSecretVersionIds", {
					SecretId: "db",
					IncludeDeprecated: true,
				})
				.answers({
					Versions: [{ VersionId: token("v1") }, { VersionId: token("t1") }],
				});
			expect(described(world)).not.toHaveProperty("LastRotatedDate");
			expect(described(world).NextRotationDate).toBe(endOfDay(30));
			rotate(world);
		},
	);

	it.each(STEPS.filter((step) => step !== "testSecret"))(
		"has no step %s",
		(step) => {
			const told = report(testing, step, { token: token("t1") });
			expect(told.world.store).toBe(testing.store);
		},
	);

	it("that failed is not tried again before the window opens", () => {
		const { world } = report(testing, "testSecret", {
			token: token("t1"),
			ok: false,
		});
		expect(nextDue(world.store)).toBe(NOON - 12 * HOUR + 30 * DAY);
		const later = advanced(world.later(30 * DAY));
		expect(stepsOf(later.effects)).toEqual(["createSecret"]);
		expect(later.effects[0]?.event.ClientRequestToken).not.toBe(token("t1"));
	});

	it("a default write in the middle abandons it (assumed: under the name of a rotation)", () => {
		const { events, world } = testing.when("PutSecretValue", putting("v2"));
		expect(namesOf(events)).toContain("RotationAbandoned");
		const told = report(world, "testSecret", { token: token("t1") });
		expect(told.events).toEqual([]);
	});
});

describe("A rotation that fails within its window", () => {
	/** A rotation that time started, at the beginning of its window. */
	const start = advanced(
		complete(
			rotate(one, { RotationRules: { AutomaticallyAfterDays: 1 } }).world,
		).world.later(12 * HOUR),
	);
	const scheduled = start.effects[0]?.event.ClientRequestToken as string;
	const fail = (world: World, step: RotationStep = "createSecret") =>
		report(world, step, { token: scheduled, ok: false }).world;

	it("is started again ten minutes later, from its first step, with the same tokens (assumed: ten minutes)", () => {
		const stored = report(
			perform(start.world, "createSecret", scheduled),
			"createSecret",
			{ token: scheduled },
		).world;
		const failed = fail(stored, "setSecret");
		expect(nextDue(failed.store)).toBe(failed.context.now + 10 * MINUTE);
		const { effects, events, world } = advanced(failed.later(10 * MINUTE));
		expect(effects).toEqual(start.effects);
		expect(namesOf(events)).toEqual(["RotationStarted"]);
		const again = STEPS.reduce(
			(at, step) =>
				report(perform(at.world, step, scheduled), step, { token: scheduled }),
			{ world } as ReturnType<typeof report>,
		);
		expect(namesOf(again.events)).toEqual(["RotationSucceeded"]);
	});

	it("five times at most; the next window begins anew (assumed: five)", () => {
		let world = start.world;
		let attempts = 1;
		for (;;) {
			world = fail(world);
			const due = nextDue(world.store) ?? Number.NaN;
			if (due - world.context.now > 10 * MINUTE) break;
			const next = advanced(world.later(10 * MINUTE));
			expect(next.effects).toEqual(start.effects);
			world = next.world;
			attempts++;
		}
		expect(attempts).toBe(5);
		const tomorrow = start.world.context.now + DAY;
		expect(nextDue(world.store)).toBe(tomorrow);
		const next = advanced(world.later(tomorrow - world.context.now));
		expect(next.effects).toEqual(start.effects);
		expect(nextDue(fail(next.world).store)).toBe(tomorrow + 10 * MINUTE);
	});

	it("and when ten minutes are too many, in the next window", () => {
		const late = start.world.later(DAY - 10 * MINUTE);
		expect(nextDue(fail(late).store)).toBe(start.world.context.now + DAY);
		const earlier = start.world.later(DAY - 10 * MINUTE - 1);
		expect(nextDue(fail(earlier).store)).toBe(
			start.world.context.now + DAY - 1,
		);
	});

	it("is done when its version became current meanwhile, as soon as the function says so", () => {
		const moved = perform(
			perform(start.world, "createSecret", scheduled),
			"finishSecret",
			scheduled,
		);
		const { world, effects } = advanced(fail(moved).later(10 * MINUTE));
		expect(effects).toEqual(start.effects);
		const told = STEPS.reduce(
			(at, step) => report(at.world, step, { token: scheduled }),
			{ world } as ReturnType<typeof report>,
		);
		expect(namesOf(told.events)).toEqual(["RotationSucceeded"]);
	});

	it("is not started again when it was cancelled", () => {
		const off = fail(start.world).after("CancelRotateSecret", {
			SecretId: "db",
		});
		expect(nextDue(off.store)).toBeUndefined();
	});

	it("is abandoned by a default write, which is the rotation of that day", () => {
		const written = fail(start.world).when("PutSecretValue", putting("v2"));
		expect(namesOf(written.events)).toContain("RotationAbandoned");
		expect(nextDue(written.world.store)).toBe(start.world.context.now + DAY);
	});

	it("is over when AWSPENDING was taken off by hand: a new one begins in the next window", () => {
		const freed = fail(start.world).after("UpdateSecretVersionStage", {
			SecretId: "db",
			VersionStage: "AWSPENDING",
			RemoveFromVersionId: scheduled,
		});
		const passed = advanced(freed.later(10 * MINUTE));
		expect(passed.effects).toEqual([]);
		const next = nextDue(passed.world.store) ?? 0;
		const { effects } = advanced(
			passed.world.later(next - passed.world.context.now),
		);
		expect(stepsOf(effects)).toEqual(["createSecret"]);
		expect(effects[0]?.event.ClientRequestToken).not.toBe(scheduled);
	});

	it("before its window, because a user started it, waits for the window", () => {
		const failed = report(running, "createSecret", { ok: false }).world;
		const opens = NOON - 12 * HOUR + 30 * DAY;
		expect(nextDue(failed.store)).toBe(opens);
		const { effects } = advanced(failed.later(opens - NOON));
		expect(effects).toEqual(asked);
	});

	it("without a schedule is never started again", () => {
		const failed = report(rotate(one).world, "createSecret", {
			ok: false,
		}).world;
		expect(nextDue(failed.store)).toBeUndefined();
	});
});
