import fc from "fast-check";
import {
	advance,
	type Context,
	createSecret,
	createStore,
	type DomainEvent,
	type Effect,
	execute,
	nextDue,
	type Outcome,
	putManagedSecret,
	type RotationReport,
	reportRotationStep,
	type SecretStore,
	toSnapshot,
} from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import { holderOf } from "../../src/model/stages.js";
import { effectsUnderWay } from "../../src/store/advance.js";
import { vaultOf } from "../../src/store/store.js";
import { secretNamed } from "../../src/store/vault.js";
import { assertLaw, sequence } from "../support/depth.js";
import { CONTEXT, DAY, MINUTE, NOON, token } from "../support/given.js";
import { STEPS } from "../support/rotation-function.js";
import { expectSame } from "../support/same.js";
import { expectSound } from "../support/sound.js";

/** What may happen next, in any order: a command of a user, what a function or its host does, time. */
type Move =
	| { readonly kind: "command"; operation: string; input: object }
	/** A function stores a value for the step that was asked for. */
	| {
			readonly kind: "function writes";
			rotationToken: "right" | "wrong" | "none";
			VersionStages: readonly string[] | undefined;
	  }
	/** A function makes the version of its rotation the current one. */
	| { readonly kind: "function moves AWSCURRENT" }
	/** A host reports the step that was asked for last, or one that was asked for earlier. */
	| { readonly kind: "report"; ago: number; ok: boolean }
	| { readonly kind: "time"; wait: number; advance: boolean };

/** Something that happened: the store before and after it. */
interface Moment {
	readonly move: Move;
	readonly now: number;
	readonly before: SecretStore;
	readonly after: SecretStore;
	readonly effects: readonly Effect[];
	readonly events: readonly DomainEvent[];
	readonly refused: boolean;
}

const NAMES = ["db", "rds!managed"];
const TOKENS = ["v1", "r1", "r2"].map(token);
const LABELS = ["AWSCURRENT", "AWSPENDING", "AWSPREVIOUS", "blue"];
const RotationLambdaARN = "arn:aws:lambda:us-east-1:123456789012:function:f";

const weighted = <T>(...values: readonly (readonly [number, T])[]) =>
	fc.oneof(
		...values.map(([weight, value]) => ({
			weight,
			arbitrary: fc.constant(value),
		})),
	);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
	fc.option(arbitrary, { nil: undefined });
const SecretId = weighted([3, "db"], [1, "rds!managed"]);
const id = fc.constantFrom(...TOKENS);

const command = (
	operation: string,
	input: Readonly<Record<string, fc.Arbitrary<unknown>>> = {},
): fc.Arbitrary<Move> =>
	fc
		.record({ SecretId, ...input })
		.map((input) => ({ kind: "command" as const, operation, input }));

const move: fc.Arbitrary<Move> = fc.oneof(
	{
		weight: 5,
		arbitrary: command("RotateSecret", {
			ClientRequestToken: id,
			RotationLambdaARN: maybe(fc.constant(RotationLambdaARN)),
			RotationRules: maybe(
				fc.record({ AutomaticallyAfterDays: fc.constantFrom(1, 7) }),
			),
			RotateImmediately: weighted([3, undefined], [1, false]),
		}),
	},
	{
		weight: 12,
		arbitrary: fc.record({
			kind: fc.constant("report" as const),
			ago: weighted([7, 0], [1, 1], [1, 3]),
			ok: weighted([4, true], [1, false]),
		}),
	},
	{
		weight: 6,
		arbitrary: fc.record({
			kind: fc.constant("function writes" as const),
			rotationToken: weighted(
				[4, "right" as const],
				[1, "wrong" as const],
				[2, "none" as const],
			),
			VersionStages: weighted([6, ["AWSPENDING"]], [1, undefined]),
		}),
	},
	{
		weight: 5,
		arbitrary: fc.record({
			kind: fc.constant("function moves AWSCURRENT" as const),
		}),
	},
	{
		weight: 5,
		arbitrary: fc.record({
			kind: fc.constant("time" as const),
			wait: fc.constantFrom(1, 10 * MINUTE, DAY / 2, DAY, 8 * DAY),
			advance: weighted([4, true], [1, false]),
		}),
	},
	{
		weight: 2,
		arbitrary: command("PutSecretValue", {
			ClientRequestToken: id,
			SecretString: fc.constantFrom("a", "b"),
			VersionStages: maybe(fc.subarray(LABELS, { minLength: 1 })),
		}),
	},
	{
		weight: 2,
		arbitrary: command("UpdateSecretVersionStage", {
			VersionStage: fc.constantFrom(...LABELS),
			RemoveFromVersionId: maybe(id),
			MoveToVersionId: maybe(id),
		}),
	},
	{ weight: 1, arbitrary: command("CancelRotateSecret") },
	{ weight: 1, arbitrary: command("DeleteSecret") },
	{ weight: 2, arbitrary: command("RestoreSecret") },
	{ weight: 1, arbitrary: command("GetSecretValue") },
);

/** A secret of a user, with or without a value, and one that its service rotates every week. */
function beginning(hasValue: boolean): SecretStore {
	const value = hasValue ? { SecretString: "v1" } : {};
	const created = createSecret(
		createStore(),
		{ Name: "db", ClientRequestToken: token("v1"), ...value },
		CONTEXT,
	);
	return putManagedSecret(
		created.store,
		{
			Name: "rds!managed",
			ClientRequestToken: token("v1"),
			SecretString: '{"password":"a"}',
		},
		CONTEXT,
	).store;
}

/** Plays moves one after the other; the clock and the seeds are those of the first move on. */
function play(hasValue: boolean, moves: readonly Move[]): readonly Moment[] {
	const moments: Moment[] = [];
	const asked: Effect[] = [];
	let store = beginning(hasValue);
	let now = NOON;
	moves.forEach((move, i) => {
		if (move.kind === "time") now += move.wait;
		const context = { ...CONTEXT, now, seed: `seed ${i}` };
		const { effects, events, ...done } = make(store, move, asked, context);
		moments.push({
			...{ move, now, effects, events },
			before: store,
			after: done.store,
			refused: done.result?.ok === false,
		});
		asked.push(...effects);
		store = done.store;
	});
	return moments;
}

function make(
	store: SecretStore,
	move: Move,
	asked: readonly Effect[],
	context: Context,
): Omit<Outcome, "result"> & { readonly result?: Outcome["result"] } {
	const nothing = { store, effects: [], events: [] };
	if (move.kind === "command") return execute(store, move, context);
	if (move.kind === "time")
		return move.advance ? advance(store, context) : nothing;
	const effect = asked.at(move.kind === "report" ? -1 - move.ago : -1);
	if (effect === undefined) return nothing;
	const { event } = effect;
	if (move.kind === "report")
		return reportRotationStep(store, reportOf(effect, move.ok), context);
	if (move.kind === "function writes")
		return execute(
			store,
			{
				operation: "PutSecretValue",
				input: {
					SecretId: event.SecretId,
					ClientRequestToken: event.ClientRequestToken,
					SecretString: "by the function",
					VersionStages: move.VersionStages,
					RotationToken: {
						right: event.RotationToken,
						wrong: "0".repeat(36),
						none: undefined,
					}[move.rotationToken],
				},
			},
			context,
		);
	const holder = holderOf(secretIn(store, "db")?.stages ?? [], "AWSCURRENT");
	return execute(
		store,
		{
			operation: "UpdateSecretVersionStage",
			input: {
				SecretId: event.SecretId,
				VersionStage: "AWSCURRENT",
				MoveToVersionId: event.ClientRequestToken,
				RemoveFromVersionId: holder,
			},
		},
		context,
	);
}

const reportOf = ({ event }: Effect, ok: boolean): RotationReport => ({
	arn: event.SecretId,
	token: event.ClientRequestToken,
	step: event.Step,
	ok,
});

const secretIn = (store: SecretStore, name: string) =>
	secretNamed(vaultOf(store, CONTEXT.account, CONTEXT.region), name);

const secretOf = (store: SecretStore, arn: string | undefined) =>
	NAMES.map((name) => secretIn(store, name)).find(
		(secret) => secret && arn?.includes(`:secret:${secret.name}-`),
	);

const forEachTimeline = (
	holds: (moments: readonly Moment[]) => void,
	usual = 300,
	seen: Readonly<Record<string, number>> = {},
) =>
	assertLaw(
		fc.property(fc.boolean(), sequence(move, 40), (hasValue, moves) =>
			holds(play(hasValue, moves)),
		),
		usual,
		seen,
	);

const readCurrent = (store: SecretStore, SecretId: string, now: number) =>
	execute(
		store,
		{ operation: "GetSecretValue", input: { SecretId } },
		{ ...CONTEXT, now },
	).result;

describe("whatever users, functions, hosts and time do to rotations, in any order", () => {
	test("no invariant breaks, and what has a value has a current one that can be read", () => {
		const seen = { read: 0, empty: 0, rotating: 0 };
		forEachTimeline(
			(moments) => {
				for (const { after, now } of moments) {
					expectSound(after);
					for (const name of NAMES) {
						const secret = secretIn(after, name);
						if (secret === undefined || secret.deletion !== undefined) continue;
						const { ok } = readCurrent(after, name, now);
						expect(ok).toBe(secret.versions.length > 0);
						seen[ok ? "read" : "empty"]++;
						if (secret.rotation?.run?.state === "running") seen.rotating++;
					}
				}
			},
			300,
			seen,
		);
	});

	test("what is refused, or reported too late, changes nothing", () => {
		const seen = { refused: 0, ignored: 0, accepted: 0 };
		forEachTimeline(
			(moments) => {
				for (const { move, before, after, events, effects, ...rest } of moments)
					if (rest.refused) {
						seen.refused++;
						expect(after).toBe(before);
						expect([...events, ...effects]).toEqual([]);
					} else if (move.kind === "report") {
						seen[after === before ? "ignored" : "accepted"]++;
						if (after === before) expect([...events, ...effects]).toEqual([]);
					}
			},
			300,
			seen,
		);
	});

	test("at most one step of a secret is asked for and not reported: that of a rotation which is under way", () => {
		const seen = { asked: 0 };
		forEachTimeline(
			(moments) => {
				for (const { before, after, effects } of moments) {
					const open = effectsUnderWay(after);
					const arns = open.map(({ event }) => event.SecretId);
					expect(new Set(arns).size).toBe(arns.length);
					for (const effect of effects) {
						seen.asked++;
						expect(open).toContainEqual(effect);
					}
					// What is open was asked for just now, or was open before.
					const earlier = effectsUnderWay(before);
					for (const effect of open)
						if (!effects.includes(effect))
							expect([...effects, ...earlier]).toContainEqual(effect);
					for (const { event } of open)
						expect(
							secretOf(after, event.SecretId)?.rotation?.run,
						).toMatchObject({
							state: "running",
							token: event.ClientRequestToken,
							step: event.Step,
							rotationToken: event.RotationToken,
						});
				}
			},
			300,
			seen,
		);
	});

	test("a rotation has succeeded only when its version is the current one", () => {
		const seen = { succeeded: 0 };
		forEachTimeline(
			(moments) => {
				for (const { events, after } of moments)
					for (const { name, arn, detail } of events) {
						if (name !== "RotationSucceeded") continue;
						seen.succeeded++;
						const stages = secretOf(after, arn)?.stages ?? [];
						expect(holderOf(stages, "AWSCURRENT")).toBe(detail.versionId);
					}
			},
			1000,
			seen,
		);
	});

	test("each rotation that started ends at most once before it starts again", () => {
		const seen = { started: 0, failed: 0, abandoned: 0 };
		forEachTimeline(
			(moments) => {
				const open = new Map<string | undefined, unknown>();
				for (const { events } of moments)
					for (const { name, arn, detail } of events) {
						const run = detail.versionId;
						if (/RotationStarted$/.test(name)) {
							seen.started++;
							expect(open.get(arn)).toBeUndefined();
							open.set(arn, run);
						} else if (/Rotation(Succeeded|Failed)$/.test(name)) {
							if (name.endsWith("Failed")) seen.failed++;
							expect(open.get(arn)).toBe(run);
							open.delete(arn);
						} else if (name === "RotationAbandoned") {
							seen.abandoned++;
							open.delete(arn);
						} else if (name === "CancelRotateSecret") open.delete(arn);
					}
			},
			300,
			seen,
		);
	});

	test("nextDue is exact: a millisecond before nothing happens, then something does, and the next is later", () => {
		const seen = { due: 0 };
		forEachTimeline(
			(moments) => {
				for (const { after, now } of moments) {
					const due = nextDue(after);
					if (due === undefined) continue;
					seen.due++;
					const at = (now: number) => advance(after, { now, seed: "due" });
					expect(at(due - 1).store).toBe(after);
					const then = at(Math.max(due, now)).store;
					expect(then).not.toBe(after);
					expectSound(then);
					expect(nextDue(then) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(
						Math.max(due, now),
					);
				}
			},
			200,
			seen,
		);
	});

	test("equal seeds and clocks give equal timelines", () => {
		assertLaw(
			fc.property(fc.boolean(), sequence(move, 40), (hasValue, moves) => {
				const told = () =>
					play(hasValue, moves).map(({ before, after, ...moment }) => ({
						...moment,
						snapshot: toSnapshot(after),
					}));
				expectSame(told(), told());
			}),
			60,
		);
	});
});

describe("law 13", () => {
	/** Reports the steps that are asked for until one fails; the function does what it should in those before. */
	function rotateTo(
		failing: number,
		store: SecretStore,
		SecretId: string,
		context: Context,
	) {
		const run = (from: SecretStore, operation: string, input: object) =>
			execute(from, { operation, input: { SecretId, ...input } }, context);
		const started = run(store, "RotateSecret", {
			ClientRequestToken: token("r1"),
			...(SecretId === "db" && { RotationLambdaARN }),
		});
		let at: { store: SecretStore; effects: readonly Effect[] } = started;
		const told = [...started.events];
		for (let i = 0; at.effects.length > 0; i++) {
			const [effect] = at.effects as [Effect];
			expect(effect.event.Step).toBe(STEPS[i]);
			const ok = i !== failing;
			let done = at.store;
			if (SecretId === "db" && ok && i === 0)
				done = run(done, "PutSecretValue", {
					ClientRequestToken: token("r1"),
					SecretString: "r1",
					VersionStages: ["AWSPENDING"],
					RotationToken: effect.event.RotationToken,
				}).store;
			const RemoveFromVersionId = currentOf(done, SecretId);
			if (SecretId === "db" && ok && i === 3)
				done = run(done, "UpdateSecretVersionStage", {
					VersionStage: "AWSCURRENT",
					MoveToVersionId: token("r1"),
					RemoveFromVersionId,
				}).store;
			const reported = reportRotationStep(done, reportOf(effect, ok), context);
			told.push(...reported.events);
			at = reported;
		}
		return { store: at.store, told: told.map(({ name }) => name) };
	}

	const currentOf = (store: SecretStore, name: string) =>
		holderOf(secretIn(store, name)?.stages ?? [], "AWSCURRENT");

	test.each(NAMES)(
		"of %s: four good steps make AWSPENDING's version current; a step that fails leaves AWSCURRENT where it was",
		(name) => {
			const seen = { succeeded: 0, failed: 0 };
			assertLaw(
				fc.property(
					fc.boolean(),
					sequence(move, 15),
					fc.integer({ min: 0, max: 4 }),
					(hasValue, moves, failing) => {
						const moments = play(hasValue, moves);
						const store = moments.at(-1)?.after ?? beginning(hasValue);
						const context = { ...CONTEXT, now: moments.at(-1)?.now ?? NOON };
						const before = currentOf(store, name);
						// Whatever came before, it lets a rotation begin whose token is new.
						const secret = secretIn(store, name);
						fc.pre(
							secret !== undefined &&
								secret.deletion === undefined &&
								secret.rotation?.run?.state !== "running" &&
								secret.rotation?.run?.token !== token("r1") &&
								secret.versions.every(({ id }) => id !== token("r1")) &&
								[undefined, before].includes(
									holderOf(secret.stages, "AWSPENDING"),
								),
						);
						const after = rotateTo(failing, store, name, context);
						const good = failing === 4;
						const nothingYet = before === undefined && failing > 0;
						expect(currentOf(after.store, name)).toBe(
							good || nothingYet ? token("r1") : before,
						);
						expect(after.told).toContain("RotationStarted");
						expect(after.told.includes("RotationSucceeded")).toBe(good);
						expect(after.told.includes("RotationFailed")).toBe(!good);
						seen[good ? "succeeded" : "failed"]++;
						expectSound(after.store);
					},
				),
				200,
				seen,
			);
		},
	);
});
