import fc from "fast-check";
import { type DomainEvent, execute, toSnapshot } from "pure-secrets-manager";
import {
	type Duration,
	type Host,
	manualClock,
} from "pure-secrets-manager/host";
import { describe, expect, it } from "vitest";
import { doStep, FUNCTION } from "../host/a-rotation.js";
import { hostAtNoon } from "../host/host-at-noon.js";
import { assertLawInTurns, sequence } from "../support/depth.js";
import { CONTEXT, NOON, token } from "../support/given.js";
import { holderOf } from "../support/rotation-function.js";
import { expectSound } from "../support/sound.js";

const NAMES = ["a", "b", "c"];

/** What users do while rotations are under way. */
type Move =
	| {
			readonly kind: "call";
			readonly operation: string;
			readonly input: object;
	  }
	| { readonly kind: "set" | "advance"; readonly duration: Duration };

const SecretId = fc.constantFrom(...NAMES);
const ClientRequestToken = fc.nat(5).map((n) => token(`t${n}`));

const call = (operation: string, input: fc.Arbitrary<object>) =>
	input.map((each): Move => ({ kind: "call", operation, input: each }));

const rotate = call(
	"RotateSecret",
	fc.record({
		SecretId,
		RotationLambdaARN: fc.constant(FUNCTION),
		ClientRequestToken,
		RotateImmediately: fc.constantFrom(true, true, true, false),
		RotationRules: fc.constantFrom(undefined, { AutomaticallyAfterDays: 1 }),
	}),
);
const cancel = call("CancelRotateSecret", fc.record({ SecretId }));
const put = call(
	"PutSecretValue",
	fc.record({
		SecretId,
		SecretString: fc.constantFrom("x", "y"),
		ClientRequestToken,
		VersionStages: fc.constantFrom(undefined, ["AWSPENDING"], ["MINE"]),
	}),
);
const label = call(
	"UpdateSecretVersionStage",
	fc.oneof(
		...["MoveToVersionId", "RemoveFromVersionId"].map((side) =>
			fc.record({
				SecretId,
				VersionStage: fc.constant("AWSPENDING"),
				[side]: ClientRequestToken,
			}),
		),
	),
);
const remove = call(
	"DeleteSecret",
	fc.record({ SecretId, RecoveryWindowInDays: fc.constant(7) }),
);
const restore = call("RestoreSecret", fc.record({ SecretId }));
const time = fc.record({
	kind: fc.constantFrom("set" as const, "advance" as const),
	duration: fc.constantFrom<Duration>(
		{},
		{ minutes: 10 },
		{ hours: 12 },
		{ days: 1 },
		{ days: 8 },
	),
});

const move: fc.Arbitrary<Move> = fc.oneof(
	{ weight: 6, arbitrary: rotate },
	{ weight: 2, arbitrary: time },
	{ weight: 1, arbitrary: cancel },
	{ weight: 1, arbitrary: put },
	{ weight: 1, arbitrary: label },
	{ weight: 1, arbitrary: remove },
	{ weight: 1, arbitrary: restore },
);

/** How call after call of the function goes: it does its step, ends some turns after it, does nothing, or throws. */
const fate = fc.constantFrom(
	"does",
	"does",
	"does",
	"lingers",
	"idles",
	"fails",
);

const worlds = fc.record({
	moves: sequence(move, 20, 1),
	fates: fc.array(fate, { minLength: 1, maxLength: 20 }),
	scheduler: fc.scheduler(),
});

interface World {
	readonly moves: readonly Move[];
	readonly fates: readonly string[];
	readonly scheduler: fc.Scheduler;
}

/**
 * Plays a world until nothing is under way: the moves in their order, the function's calls between them, as the
 * scheduler has it. `look` sees the host at every turn and at every event.
 */
async function play(
	{ moves, fates, scheduler }: World,
	look: (host: Host, event?: DomainEvent) => void = () => {},
) {
	const clock = manualClock(NOON);
	const broken: unknown[] = []; // a host keeps what listeners and functions throw to itself
	const seeing = (event?: DomainEvent) => {
		try {
			look(host, event);
		} catch (error) {
			broken.push(error);
		}
	};
	let calls = 0;
	const host: Host = hostAtNoon({
		clock,
		rotationFunctions: {
			[FUNCTION]: async (event) => {
				const fate = fates[calls++ % fates.length];
				const turn = () => scheduler.schedule(Promise.resolve(), event.Step);
				await turn();
				if (fate === "fails") throw new Error(`call ${calls}`);
				if (fate !== "idles") doStep(host, event);
				if (fate === "lingers") for (let i = 0; i < 3; i++) await turn();
				seeing();
			},
		},
	});
	for (const Name of NAMES)
		host.execute("CreateSecret", {
			Name,
			SecretString: "first",
			ClientRequestToken: token("first"),
		});
	const events: DomainEvent[] = [];
	host.subscribe((event) => {
		events.push(event);
		seeing(event);
	});
	const advances: Promise<void>[] = [];
	const { task } = scheduler.scheduleSequence(
		moves.map((each) => ({
			label: JSON.stringify(each),
			builder: async () => {
				if (each.kind === "call")
					host.execute(each.operation as string, each.input);
				else if (each.kind === "advance")
					advances.push(host.advance(each.duration));
				else {
					const { days = 0, hours = 0, minutes = 0 } = each.duration;
					clock.set(
						clock.now() + ((days * 24 + hours) * 60 + minutes) * 60_000,
					);
				}
				seeing();
			},
		})),
	);
	const over = task.then(async ({ faulty }) => {
		expect(faulty).toBe(false);
		await Promise.all(advances);
		await host.settled();
	});
	await inTime(scheduler.waitFor(over));
	seeing();
	if (broken.length > 0) throw broken[0];
	return { host, events };
}

/** A host that is wedged would keep the test waiting. */
async function inTime(done: Promise<void>): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error("It does not settle.")), 20_000);
	});
	await Promise.race([done, late]).finally(() => clearTimeout(timer));
}

/** Looks at the store without a trace. */
// biome-ignore lint/suspicious/noExplicitAny: tests look at any answer.
function ask(host: Host, operation: string, SecretId: string): any {
	const context = { ...CONTEXT, now: host.clock.now() };
	const command = { operation, input: { SecretId } };
	const { result } = execute(host.store, command, context);
	return result.ok ? result.value : undefined;
}

describe("rotations of a host, however they interleave", () => {
	it("break no law at any moment, and every secret has a current value", async () => {
		const seen = {
			RotationSucceeded: 0,
			RotationFailed: 0,
			RotationAbandoned: 0,
			TestRotationSucceeded: 0,
			TestRotationFailed: 0,
			CancelRotateSecret: 0,
			EndSecretVersionDelete: 0,
		};
		await assertLawInTurns(
			fc.asyncProperty(worlds, async (world) => {
				const { events } = await play(world, (host) => {
					expectSound(host.store);
					for (const name of NAMES) {
						const described = ask(host, "DescribeSecret", name);
						if (described === undefined || described.DeletedDate) continue;
						const version = holderOf(
							"AWSCURRENT",
							described.VersionIdsToStages,
						);
						expect(version).toBeDefined();
						const read = ask(host, "GetSecretValue", name);
						expect(read?.VersionId).toBe(version);
					}
				});
				for (const { name } of events)
					if (Object.hasOwn(seen, name)) seen[name as keyof typeof seen]++;
			}),
			80,
			seen,
		);
	});

	it("have succeeded only with AWSCURRENT on their version", async () => {
		const seen = { succeeded: 0 };
		await assertLawInTurns(
			fc.asyncProperty(worlds, async (world) => {
				await play(world, (host, event) => {
					if (event?.name !== "RotationSucceeded") return;
					seen.succeeded++;
					const described = ask(host, "DescribeSecret", event.arn ?? "");
					expect(holderOf("AWSCURRENT", described.VersionIdsToStages)).toBe(
						event.detail.versionId,
					);
					expect(described.LastRotatedDate).toBe(event.at);
				});
			}),
			60,
			seen,
		);
	});

	it("tell of themselves in an order that can be: each begins once, and ends once", async () => {
		const seen = { again: 0, cancelled: 0 };
		await assertLawInTurns(
			fc.asyncProperty(worlds, async (world) => {
				const { events } = await play(world);
				const courses = new Map<string, Course>();
				for (const event of events) {
					const { arn = "" } = event;
					const before = courses.get(arn) ?? { state: "over" };
					const after = next(before, event);
					if (before.state === "failed" && after.state === "running")
						seen.again += before.versionId === after.versionId ? 1 : 0;
					if (before.state !== "over" && event.name === "CancelRotateSecret")
						seen.cancelled++;
					courses.set(arn, after);
				}
				for (const { state } of courses.values())
					expect(state).not.toBe("running");
			}),
			80,
			seen,
		);
	});

	it("have one course for one seed, one clock and one schedule", async () => {
		await assertLawInTurns(
			fc.asyncProperty(worlds, async (world) => {
				const played = await play(world);
				const order = world.scheduler
					.report()
					.flatMap(({ status, taskId }) =>
						status === "pending" ? [] : [taskId],
					);
				const again = await play({
					...world,
					scheduler: fc.schedulerFor(order),
				});
				expect(again.events).toEqual(played.events);
				expect(toSnapshot(again.host.store)).toEqual(
					toSnapshot(played.host.store),
				);
			}),
			30,
		);
	});
});

/** Where the latest rotation of a secret is. */
interface Course {
	readonly state: "running" | "failed" | "over";
	readonly test?: boolean;
	readonly versionId?: unknown;
}

/** What an event makes of it; fails for one that cannot come now. */
function next(course: Course, { name, detail }: DomainEvent): Course {
	const { versionId } = detail;
	const { state, test = false } = course;
	const goesOn = () => expect(versionId, name).toBe(course.versionId);
	switch (name) {
		case "RotationStarted":
			expect(["over", "failed"], name).toContain(state);
			return { state: "running", versionId };
		case "TestRotationStarted":
			expect(["over", "failed"], name).toContain(state);
			return { state: "running", test: true, versionId };
		case "RotationSucceeded":
		case "TestRotationSucceeded":
		case "RotationFailed":
		case "TestRotationFailed":
			expect({ state, test }, name).toEqual({
				state: "running",
				test: name.startsWith("Test"),
			});
			goesOn();
			return {
				...course,
				state: name === "RotationFailed" ? "failed" : "over",
			};
		case "RotationAbandoned":
			expect(["running", "failed"], name).toContain(state);
			goesOn();
			return { state: "over" };
		case "CancelRotateSecret":
		case "EndSecretVersionDelete":
			return { state: "over" };
		default:
			return course;
	}
}
