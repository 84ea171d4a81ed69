import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import {
	checkInvariants,
	execute,
	fromSnapshot,
	type Kms,
	localKms,
	putManagedSecret,
	type SecretStore,
	toSnapshot,
} from "pure-secrets-manager";
import {
	createHost,
	type Host,
	type HostOptions,
	manualClock,
	type RotationFunction,
} from "pure-secrets-manager/host";
import { attach, clientConfig } from "pure-secrets-manager/sdk";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DAY, HOUR, NOON, token } from "../support/given.js";
import { functionNamed, STEPS } from "../support/rotation-function.js";
import {
	currentValue,
	doStep,
	FUNCTION,
	hostWith,
	type RotationEvent,
	rotate,
	rotatesThrough,
	rotationNames,
	SecretId,
	stagesOf,
	templateHandler,
	templateOfTools,
} from "./a-rotation.js";
import { hostAtNoon, record, refusalOf, run } from "./host-at-noon.js";

afterEach(() => void vi.restoreAllMocks());

const never = () => new Promise<never>(() => {});
const wait = (milliseconds: number) =>
	new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("a handler written for Lambda", () => {
	it("rotates with the client that the host offers", async () => {
		// given a host that has a handler as AWS's templates write it
		const host = hostWith(templateOfTools);
		const heard = record(host);
		// when its secret is rotated
		expect(rotate(host)).toMatchObject({ VersionId: token("v2") });
		await host.settled();
		// then the new password is current
		expect(currentValue(host)).toMatch(/^.{32}$/);
		expect(stagesOf(host)).toEqual({
			[token("v1")]: ["AWSPREVIOUS"],
			[token("v2")]: ["AWSCURRENT", "AWSPENDING"],
		});
		expect(run(host, "DescribeSecret", { SecretId })).toMatchObject({
			RotationEnabled: true,
			RotationLambdaARN: FUNCTION,
			LastRotatedDate: NOON,
		});
		expect(rotationNames(heard)).toEqual([
			"RotationStarted",
			"RotationSucceeded",
		]);
		expect(checkInvariants(host.store)).toEqual([]);
	});

	it("rotates with a client of its own, which was attached to the host", async () => {
		// given a client that was made before there was a host
		const client = new SecretsManagerClient({
			region: "us-east-1",
			credentials: { accessKeyId: "AKID", secretAccessKey: "secret" },
		});
		const host = hostWith(templateHandler(() => client));
		attach(client, host);
		// when
		rotate(host);
		await host.settled();
		// then
		expect(stagesOf(host)[token("v2")]).toContain("AWSCURRENT");
	});

	it("gets what Lambda would hand to it, step by step", async () => {
		const events: RotationEvent[] = [];
		const host = hostWith((event) => {
			events.push(event);
			doStep(host, event);
		});
		const { ARN } = rotate(host);
		await host.settled();
		expect(events.map(({ Step }) => Step)).toEqual(STEPS);
		const [{ RotationToken } = {}] = events;
		expect(RotationToken).toMatch(/^[0-9a-f-]{36}$/);
		for (const event of events)
			expect(event).toEqual({
				SecretId: ARN,
				ClientRequestToken: token("v2"),
				RotationToken,
				Step: event.Step,
			});
	});

	it("may change its event without harm", async () => {
		const steps: string[] = [];
		const host = hostWith((event) => {
			steps.push(event.Step);
			doStep(host, event);
			Object.assign(event, { SecretId: "x", ClientRequestToken: "x", Step: 1 });
		});
		rotate(host);
		await host.settled();
		expect(steps).toEqual(STEPS);
		expect(stagesOf(host)[token("v2")]).toContain("AWSCURRENT");
	});

	it("has an event of its own, apart from the effect that asked for it", async () => {
		const host = hostWith((event) => void Object.assign(event, { Step: "x" }));
		const command = {
			operation: "RotateSecret",
			input: {
				SecretId,
				RotationLambdaARN: FUNCTION,
				ClientRequestToken: token("v2"),
			},
		};
		const { effects } = host.transact((store, context) =>
			execute(store, command, context),
		);
		await host.settled();
		expect(effects).toMatchObject([{ event: { Step: "createSecret" } }]);
	});

	it("is called after the answer, and after the events of the call", async () => {
		const order: string[] = [];
		const host = hostWith(({ Step }) => void order.push(Step));
		host.subscribe(({ name }) => void order.push(name));
		rotate(host);
		order.push("answered");
		await host.settled();
		expect(order.slice(0, 5)).toEqual([
			"RotateSecret",
			"RotationStarted",
			"Secret Label Updated",
			"answered",
			"createSecret",
		]);
	});

	it("tests its function alone where rotation is not to begin", async () => {
		const steps: string[] = [];
		const host = hostWith(({ Step }) => void steps.push(Step));
		const heard = record(host);
		rotate(host, { RotateImmediately: false });
		await host.settled();
		expect(steps).toEqual(["testSecret"]);
		expect(rotationNames(heard)).toEqual([
			"TestRotationStarted",
			"TestRotationSucceeded",
		]);
		expect(stagesOf(host)).toEqual({ [token("v1")]: ["AWSCURRENT"] });
	});

	it("gets a client in the account and the region of the secret", async () => {
		// given secrets of one name in four places
		const host = hostAtNoon({
			rotationFunctions: { [FUNCTION]: templateOfTools },
		});
		const places = ["123456789012", "999999999999"].flatMap((account) =>
			["us-east-1", "eu-west-1"].map((region) => ({ account, region })),
		);
		for (const place of places)
			run(host, "CreateSecret", { Name: "db", SecretString: "first" }, place);
		// when each is rotated
		for (const place of places)
			run(
				host,
				"RotateSecret",
				{ SecretId, RotationLambdaARN: FUNCTION },
				place,
			);
		await host.settled();
		// then each has another value of its own
		const values = places.map(
			(place) => run(host, "GetSecretValue", { SecretId }, place).SecretString,
		);
		expect(values).not.toContain("first");
		expect(new Set(values).size).toBe(4);
	});

	it("gets a configuration that takes overrides as every client's", async () => {
		const regions: unknown[] = [];
		const host = hostWith(async (event, tools) => {
			const client = new SecretsManagerClient({
				...tools.clientConfig,
				maxAttempts: 1,
			});
			regions.push(await client.config.region());
			await templateHandler(() => client)(event, tools);
		});
		rotate(host);
		await host.settled();
		expect(new Set(regions)).toEqual(new Set(["us-east-1"]));
		expect(stagesOf(host)[token("v2")]).toContain("AWSCURRENT");
	});
});

describe("a function that fails", () => {
	const angry = {
		toString() {
			throw new Error("not even this");
		},
	};
	const failures: readonly (readonly [string, () => unknown, string])[] = [
		["throws", () => thrown(new Error("at once")), "at once"],
		["rejects", () => Promise.reject(new Error("later")), "later"],
		[
			"rejects with null",
			() => Promise.reject(null),
			"The rotation function failed with null.",
		],
		[
			"rejects with nothing",
			() => Promise.reject(),
			"The rotation function failed with undefined.",
		],
		[
			"rejects with an error that has a code alone, as of a connection",
			() =>
				Promise.reject(Object.assign(new Error(""), { code: "ECONNREFUSED" })),
			"Error ECONNREFUSED",
		],
		[
			"rejects with several errors",
			() =>
				Promise.reject(
					new AggregateError([new Error("one"), new Error("two")]),
				),
			"one; two",
		],
		[
			"rejects with an object that has a message",
			() => Promise.reject({ code: 5, message: "told" }),
			"told",
		],
		[
			"rejects with what Lambda says",
			() => Promise.reject({ errorMessage: "from Lambda" }),
			"from Lambda",
		],
		[
			"rejects with another object",
			() => Promise.reject({ why: [1] }),
			'The rotation function failed with {"why":[1]}.',
		],
		["rejects with a text", () => Promise.reject("a text"), "a text"],
		[
			"rejects with a symbol",
			() => Promise.reject(Symbol("s")),
			"The rotation function failed with Symbol(s).",
		],
		[
			"rejects with what cannot become a text",
			() => Promise.reject(angry),
			"The rotation function failed with {}.",
		],
		[
			"rejects with what cannot be told",
			() => {
				const round: { self?: object } = {};
				round.self = round;
				return Promise.reject(round);
			},
			"The rotation function failed.",
		],
		[
			"rejects with an object of no prototype",
			() => Promise.reject(Object.create(null)),
			"The rotation function failed with {}.",
		],
		[
			"rejects with an error whose message is none",
			() =>
				Promise.reject(Object.assign(new Error(), { message: { code: 7 } })),
			"[object Object]",
		],
		[
			"rejects with an error whose message cannot be told",
			() => Promise.reject(Object.assign(new Error(), { message: angry })),
			"The rotation function failed.",
		],
		[
			"answers with a thenable that throws",
			() => thenable({ value: () => thrown(new Error("from then")) }),
			"from then",
		],
		[
			"answers with a thenable that cannot be looked at",
			() => thenable({ get: () => thrown("got") }),
			"got",
		],
	];
	function thrown(error: unknown): never {
		throw error;
	}
	const thenable = (property: PropertyDescriptor) =>
		Object.defineProperty({}, ["then"].join(), property);

	it.each(failures)("because it %s is told of", async (_, fail, message) => {
		// given a host whose function fails in its second step
		const complaints = vi.spyOn(console, "error");
		const host = hostWith((event) => {
			doStep(host, event);
			return event.Step === "setSecret" ? fail() : undefined;
		});
		const heard = record(host);
		// when
		rotate(host);
		await host.settled();
		// then the rotation has failed, for the reason that was given
		expect(heard.find(({ name }) => name === "RotationFailed")?.detail).toEqual(
			{
				versionId: token("v2"),
				step: "setSecret",
				message,
			},
		);
		expect(stagesOf(host)).toEqual({
			[token("v1")]: ["AWSCURRENT"],
			[token("v2")]: ["AWSPENDING"],
		});
		expect(currentValue(host)).toBe("first");
		expect(complaints).not.toHaveBeenCalled();
	});

	it.each(STEPS)("in the step %s gets no further", async (failing) => {
		const steps: string[] = [];
		const host = hostWith((event) => {
			steps.push(event.Step);
			if (event.Step === failing) throw new Error("no");
			doStep(host, event);
		});
		rotate(host);
		await host.settled();
		expect(steps).toEqual(STEPS.slice(0, STEPS.indexOf(failing) + 1));
		expect(currentValue(host)).toBe("first");
	});

	it("by making nothing current is told so", async () => {
		const host = hostWith(() => {});
		const heard = record(host);
		rotate(host);
		await host.settled();
		expect(heard.at(-1)).toMatchObject({
			name: "RotationFailed",
			detail: {
				step: "finishSecret",
				message: expect.stringContaining("was not created by Lambda"),
			},
		});
	});

	it("leaves the secret to others, and to another rotation once AWSPENDING is gone", async () => {
		// given a rotation that failed
		let works = false;
		const host = hostWith((event) => {
			if (!works) throw new Error("not yet");
			doStep(host, event);
		});
		rotate(host);
		await host.settled();
		const again = { SecretId, ClientRequestToken: token("v3") };
		// when it is rotated again, then it is refused
		expect(refusalOf(host, "RotateSecret", again)).toBe(
			"InvalidRequestException",
		);
		// but not without the label
		works = true;
		run(host, "UpdateSecretVersionStage", {
			SecretId,
			VersionStage: "AWSPENDING",
			RemoveFromVersionId: token("v2"),
		});
		run(host, "RotateSecret", again);
		await host.settled();
		expect(currentValue(host)).toBe(`of ${token("v3")}`);
	});
});

describe("a step whose end cannot be noted", () => {
	it("has failed, and the rotation is tried again once it can", async () => {
		// given a key service that breaks while the function is at work
		const complaints = vi.spyOn(console, "error").mockReturnValue();
		const { wrap, unwrap } = localKms({ rootKey: new Uint8Array(32) });
		let isBroken = false;
		const kms: Kms = {
			wrap,
			unwrap(...args) {
				if (isBroken) throw new Error("broken");
				return unwrap(...args);
			},
		};
		let works = false;
		const host = hostWith(
			(event) => {
				if (works) return doStep(host, event);
				isBroken = true;
				throw new Error("no");
			},
			{ kms },
		);
		const heard = record(host);
		rotate(host, { RotationRules: { AutomaticallyAfterDays: 1 } });
		await host.settled();
		// then the rotation has failed, and whoever runs the host knows why
		expect(heard.at(-1)).toMatchObject({
			name: "RotationFailed",
			detail: { step: "createSecret" },
		});
		expect(String(complaints.mock.calls[0]?.[1])).toContain("broken");
		// and goes on when all works again
		isBroken = false;
		works = true;
		await host.advance({ days: 1 });
		expect(currentValue(host)).toBe(`of ${token("v2")}`);
	});
});

describe("a function that takes its time", () => {
	it("has failed when its time is over, whatever it comes to later", async () => {
		for (const late of [
			() => {},
			() => {
				throw new Error("too late");
			},
		]) {
			// given a function that ends after its time
			const host = hostWith(() => wait(30).then(late), {
				rotationTimeout: { milliseconds: 10 },
			});
			const heard = record(host);
			// when
			rotate(host);
			await host.settled();
			// then
			const failed = heard.at(-1);
			expect(failed).toMatchObject({
				name: "RotationFailed",
				detail: {
					step: "createSecret",
					message: "The rotation function took longer than 10 ms.",
				},
			});
			const { store } = host;
			await wait(40);
			expect(host.store).toBe(store);
			expect(heard.at(-1)).toBe(failed);
		}
	});

	it("that never ends wedges nothing", async () => {
		const host = hostWith(never, { rotationTimeout: { milliseconds: 10 } });
		rotate(host);
		await host.settled();
		expect(currentValue(host)).toBe("first");
		await host.advance({ days: 1 });
		run(host, "PutSecretValue", { SecretId, SecretString: "second" });
		expect(currentValue(host)).toBe("second");
	});

	it("has half a minute, if nothing else is said", async () => {
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
		try {
			const host = hostWith(never);
			const heard = record(host);
			rotate(host);
			await vi.advanceTimersByTimeAsync(29_999);
			expect(rotationNames(heard)).toEqual(["RotationStarted"]);
			await vi.advanceTimersByTimeAsync(1);
			expect(rotationNames(heard)).toEqual([
				"RotationStarted",
				"RotationFailed",
			]);
			await host.settled();
			expect(vi.getTimerCount()).toBe(0);
		} finally {
			vi.useRealTimers();
		}
	});

	it("leaves no timer behind when it ends in time", async () => {
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
		try {
			const host = hostWith(rotatesThrough(() => host));
			rotate(host);
			await host.settled();
			expect(vi.getTimerCount()).toBe(0);
		} finally {
			vi.useRealTimers();
		}
	});

	it.each<[string, (host: Host) => Promise<void>]>([
		["advances", (host) => host.advance({ days: 1 })],
		["settles", (host) => host.settled()],
	])("because it %s its host, which waits for it, fails", async (_, wait) => {
		const host: Host = hostWith(() => wait(host), {
			rotationTimeout: { milliseconds: 10 },
		});
		const heard = record(host);
		rotate(host);
		await host.settled();
		expect(rotationNames(heard)).toEqual(["RotationStarted", "RotationFailed"]);
	});
});

describe("a function that uses its host", () => {
	it("may move the clock", async () => {
		const clock = manualClock(NOON);
		const host = hostWith(
			(event) => {
				doStep(host, event);
				clock.set(clock.now() + HOUR);
			},
			{ clock },
		);
		rotate(host, { RotationRules: { AutomaticallyAfterDays: 1 } });
		await host.settled();
		expect(clock.now()).toBe(NOON + 4 * HOUR);
		expect(run(host, "DescribeSecret", { SecretId })).toMatchObject({
			LastRotatedDate: NOON + 4 * HOUR,
		});
	});

	it("may move the clock past the next rotation, which does not begin meanwhile", async () => {
		const clock = manualClock(NOON);
		const steps: string[] = [];
		const host = hostWith(
			(event) => {
				steps.push(event.Step);
				doStep(host, event);
				if (event.Step === "setSecret") clock.set(clock.now() + 3 * DAY);
			},
			{ clock },
		);
		rotate(host, { RotationRules: { AutomaticallyAfterDays: 1 } });
		await host.settled();
		expect(steps).toEqual(STEPS);
		expect(run(host, "DescribeSecret", { SecretId })).toMatchObject({
			LastRotatedDate: NOON + 3 * DAY,
		});
		expect(checkInvariants(host.store)).toEqual([]);
	});

	it("may start the rotation of another secret", async () => {
		const host = hostWith((event) => {
			doStep(host, event);
			if (event.Step === "finishSecret" && event.SecretId.includes(":db-"))
				run(host, "RotateSecret", {
					SecretId: "next",
					RotationLambdaARN: FUNCTION,
					ClientRequestToken: token("n2"),
				});
		});
		run(host, "CreateSecret", { Name: "next", SecretString: "first" });
		rotate(host);
		await host.settled();
		expect(run(host, "GetSecretValue", { SecretId: "next" }).SecretString).toBe(
			`of ${token("n2")}`,
		);
	});

	it("may delete the secret that it rotates", async () => {
		const complaints = vi.spyOn(console, "error");
		const host = hostWith(() => {
			run(host, "DeleteSecret", { SecretId, ForceDeleteWithoutRecovery: true });
		});
		rotate(host);
		await host.settled();
		expect(refusalOf(host, "DescribeSecret", { SecretId })).toBe(
			"ResourceNotFoundException",
		);
		expect(complaints).not.toHaveBeenCalled();
	});
});

describe("what happens while a step is under way", () => {
	/** A host with a rotation whose second step waits until it is let go. */
	async function inFlight() {
		let go: () => void = () => {};
		const gate = new Promise<void>((resolve) => {
			go = resolve;
		});
		let began: () => void = () => {};
		const begun = new Promise<void>((resolve) => {
			began = resolve;
		});
		const steps: string[] = [];
		const host = hostWith(async (event) => {
			steps.push(event.Step);
			doStep(host, event);
			if (event.Step !== "setSecret") return;
			began();
			await gate;
		});
		const heard = record(host);
		rotate(host, { RotationRules: { AutomaticallyAfterDays: 1 } });
		await begun;
		return { host, steps, heard, go };
	}

	it("CancelRotateSecret: what the step comes to is not heard any more", async () => {
		const { host, steps, heard, go } = await inFlight();
		run(host, "CancelRotateSecret", { SecretId });
		go();
		await host.settled();
		expect(steps).toEqual(["createSecret", "setSecret"]);
		expect(heard.at(-1)?.name).toBe("CancelRotateSecret");
		expect(currentValue(host)).toBe("first");
		expect(run(host, "DescribeSecret", { SecretId }).RotationEnabled).toBe(
			false,
		);
	});

	it.each([
		["that becomes current", {}],
		["that takes AWSPENDING", { VersionStages: ["AWSPENDING"] }],
	])("a value %s: the rotation is abandoned", async (_, more) => {
		const { host, steps, heard, go } = await inFlight();
		run(host, "PutSecretValue", {
			SecretId,
			SecretString: "by hand",
			ClientRequestToken: token("v3"),
			...more,
		});
		const { store } = host;
		go();
		await host.settled();
		expect(steps).toEqual(["createSecret", "setSecret"]);
		expect(rotationNames(heard)).toEqual([
			"RotationStarted",
			"RotationAbandoned",
		]);
		expect(host.store).toBe(store);
	});

	it("a value with a label of its own: the rotation goes on", async () => {
		const { host, steps, go } = await inFlight();
		run(host, "PutSecretValue", {
			SecretId,
			SecretString: "by hand",
			VersionStages: ["MINE"],
		});
		go();
		await host.settled();
		expect(steps).toEqual(STEPS);
		expect(currentValue(host)).toBe(`of ${token("v2")}`);
	});

	it("another RotateSecret: it is refused, and changes nothing", async () => {
		const { host, go } = await inFlight();
		const { store } = host;
		const again = { SecretId, ClientRequestToken: token("v3") };
		expect(refusalOf(host, "RotateSecret", again)).toBe(
			"InvalidRequestException",
		);
		expect(host.store).toBe(store);
		go();
		await host.settled();
		expect(currentValue(host)).toBe(`of ${token("v2")}`);
	});

	it("another RotateSecret once AWSCURRENT has moved: it begins, and the one before is given up", async () => {
		let end: () => void = () => {};
		const gate = new Promise<void>((resolve) => {
			end = resolve;
		});
		const host = hostWith(async (event) => {
			doStep(host, event);
			if (event.Step === "finishSecret") await gate;
		});
		const heard = record(host);
		rotate(host);
		while (!stagesOf(host)[token("v2")]?.includes("AWSCURRENT"))
			await Promise.resolve();
		run(host, "RotateSecret", { SecretId, ClientRequestToken: token("v3") });
		end();
		await host.settled();
		expect(rotationNames(heard)).toEqual([
			"RotationStarted",
			"RotationAbandoned",
			"RotationStarted",
			"RotationSucceeded",
		]);
		expect(currentValue(host)).toBe(`of ${token("v3")}`);
	});

	it("a listener that hears of its beginning finds it under way", async () => {
		const host = hostWith((event) => doStep(host, event));
		const ends: Promise<string>[] = [];
		host.subscribe(({ name }) => {
			if (name === "RotationStarted")
				ends.push(host.settled().then(() => currentValue(host)));
		});
		rotate(host);
		await host.settled();
		expect(await Promise.all(ends)).toEqual([`of ${token("v2")}`]);
	});

	it("the same RotateSecret: it is answered, and starts nothing", async () => {
		const { host, steps, go } = await inFlight();
		expect(rotate(host)).toMatchObject({ VersionId: token("v2") });
		go();
		await host.settled();
		expect(steps).toEqual(STEPS);
	});

	it("advance: it waits for the end of the rotation", async () => {
		const { host, heard, go } = await inFlight();
		let isThere = false;
		const advanced = host.advance({ hours: 1 }).then(() => {
			isThere = true;
		});
		await wait(10);
		expect([isThere, host.clock.now()]).toEqual([false, NOON]);
		go();
		await advanced;
		expect(rotationNames(heard)).toEqual([
			"RotationStarted",
			"RotationSucceeded",
		]);
		expect(host.clock.now()).toBe(NOON + HOUR);
	});
});

describe("many rotations", () => {
	it("go on side by side", async () => {
		// given 50 secrets, and a function of which each step waits until all are in it
		const names = Array.from({ length: 50 }, (_, i) => `s${i}`);
		const inStep = new Map<string, (() => void)[]>();
		const host = hostAtNoon({
			rotationFunctions: {
				[FUNCTION]: (event) =>
					new Promise<void>((resolve) => {
						doStep(host, event);
						const waiting = inStep.get(event.Step) ?? [];
						inStep.set(event.Step, waiting);
						waiting.push(resolve);
						if (waiting.length === names.length)
							for (const each of waiting) each();
					}),
			},
		});
		const heard = record(host);
		for (const Name of names)
			run(host, "CreateSecret", { Name, SecretString: "x" });
		// when all are rotated
		for (const Name of names)
			run(host, "RotateSecret", {
				SecretId: Name,
				RotationLambdaARN: FUNCTION,
				ClientRequestToken: token(`new-${Name}`),
			});
		await host.settled();
		// then all are done
		expect(
			heard.filter(({ name }) => name === "RotationSucceeded"),
		).toHaveLength(50);
		for (const Name of names)
			expect(run(host, "GetSecretValue", { SecretId: Name }).VersionId).toBe(
				token(`new-${Name}`),
			);
	});

	it("are not held up by one that fails or hangs", async () => {
		const host = hostAtNoon({
			rotationTimeout: { milliseconds: 20 },
			rotationFunctions: {
				[functionNamed("good")]: rotatesThrough(() => host),
				[functionNamed("bad")]: () => Promise.reject(new Error("bad")),
				[functionNamed("slow")]: never,
			},
		});
		const heard = record(host);
		for (const name of ["bad", "slow", "good"]) {
			run(host, "CreateSecret", { Name: name, SecretString: "x" });
			run(host, "RotateSecret", {
				SecretId: name,
				RotationLambdaARN: functionNamed(name),
			});
		}
		await host.settled();
		expect(
			heard
				.filter(({ name }) => /Rotation(Failed|Succeeded)/.test(name))
				.map(({ name, arn }) => [/secret:(\w+)-/.exec(arn ?? "")?.[1], name]),
		).toEqual([
			["bad", "RotationFailed"],
			["good", "RotationSucceeded"],
			["slow", "RotationFailed"],
		]);
	});
});

describe("a host that takes over a store", () => {
	/** A store with a rotation in its second step, which nobody performs. */
	async function saved(): Promise<SecretStore> {
		const host = hostWith((event) => {
			doStep(host, event);
			return event.Step === "setSecret" ? never() : undefined;
		});
		rotate(host, { RotationRules: { AutomaticallyAfterDays: 1 } });
		await wait(1);
		const read = fromSnapshot(
			JSON.parse(JSON.stringify(toSnapshot(host.store))),
		);
		if (!read.ok) throw new Error(read.error.message);
		return read.value;
	}

	it("goes on with the step that is under way", async () => {
		const steps: string[] = [];
		const store = await saved();
		const host = hostAtNoon({
			store,
			rotationFunctions: {
				[FUNCTION]: (event) => {
					steps.push(event.Step);
					doStep(host, event);
				},
			},
		});
		const heard = record(host);
		expect(steps).toEqual([]);
		await host.settled();
		expect(steps).toEqual(STEPS.slice(1));
		expect(rotationNames(heard)).toEqual(["RotationSucceeded"]);
		expect(currentValue(host)).toBe(`of ${token("v2")}`);
	});

	it("has failed where it has no such function, and says so", async () => {
		const host = hostAtNoon({ store: await saved() });
		const heard = record(host);
		await host.settled();
		expect(heard).toMatchObject([
			{
				name: "RotationFailed",
				detail: {
					step: "setSecret",
					message: `There is no rotation function ${FUNCTION}; give createHost({ rotationFunctions }) one of that name, or a server --lambda-endpoint.`,
				},
			},
		]);
		expect(currentValue(host)).toBe("first");
	});

	it("refuses RotateSecret by a function that is gone, named or not", async () => {
		const before = hostWith(rotatesThrough(() => before));
		rotate(before);
		await before.settled();
		const host = hostAtNoon({ store: before.store });
		for (const RotationLambdaARN of [undefined, FUNCTION])
			expect(
				refusalOf(host, "RotateSecret", { SecretId, RotationLambdaARN }),
			).toBe("AccessDeniedException");
		expect(host.store).toBe(before.store);
	});

	it("fails scheduled rotations whose function is gone", async () => {
		const before = hostWith(rotatesThrough(() => before));
		rotate(before, { RotationRules: { AutomaticallyAfterDays: 1 } });
		await before.settled();
		const host = hostAtNoon({ store: before.store });
		const heard = record(host);
		await host.advance({ hours: 12 });
		expect(rotationNames(heard)).toEqual(["RotationStarted", "RotationFailed"]);
	});
});

describe("a secret of another service", () => {
	const Name = "rds!cluster-1";
	const put = (host: Host) =>
		host.transact((store, context) =>
			putManagedSecret(
				store,
				{
					Name,
					SecretString: '{"username":"admin","password":"old"}',
					ClientRequestToken: token("m1"),
				},
				context,
			),
		);
	const passwordOf = (host: Host) =>
		JSON.parse(run(host, "GetSecretValue", { SecretId: Name }).SecretString);

	it("needs no function", async () => {
		const host = hostAtNoon();
		put(host);
		run(host, "RotateSecret", { SecretId: Name });
		await host.settled();
		expect(passwordOf(host)).toEqual({
			username: "admin",
			password: expect.stringMatching(/^[A-Za-z0-9]{32}$/),
		});
	});

	it("gets the password that the seed tells", async () => {
		const passwords: string[] = [];
		for (let i = 0; i < 2; i++) {
			const host = hostAtNoon();
			put(host);
			run(host, "RotateSecret", { SecretId: Name });
			await host.settled();
			passwords.push(passwordOf(host).password);
		}
		expect(passwords[0]).toBe(passwords[1]);
	});

	it("is rotated by its schedule", async () => {
		const host = hostAtNoon();
		put(host);
		const heard = record(host);
		await host.advance({ days: 15 });
		expect(
			heard.flatMap(({ name, at }) =>
				name === "RotationSucceeded" ? [(at - NOON + 12 * HOUR) / DAY] : [],
			),
		).toEqual([7, 14]);
	});

	it("may have its service played by a function, which can fail", async () => {
		const events: RotationEvent[] = [];
		const host = hostAtNoon({
			rotationFunctions: {
				"rds.amazonaws.com": (event) => {
					events.push(event);
					if (event.Step === "setSecret") throw new Error("no database");
				},
			},
		});
		put(host);
		const heard = record(host);
		run(host, "RotateSecret", { SecretId: Name });
		await host.settled();
		expect(events.map(({ Step }) => Step)).toEqual([
			"createSecret",
			"setSecret",
		]);
		expect(heard.at(-1)).toMatchObject({
			name: "RotationFailed",
			detail: { message: "no database" },
		});
		expect(passwordOf(host).password).toBe("old");
	});

	it("may have its service played by a function, which succeeds", async () => {
		const host = hostAtNoon({
			rotationFunctions: { "rds.amazonaws.com": () => {} },
		});
		put(host);
		run(host, "RotateSecret", { SecretId: Name });
		await host.settled();
		expect(passwordOf(host).password).not.toBe("old");
	});
});

describe("a function that is not there", () => {
	it.each([
		functionNamed("other"),
		"arn:aws:lambda:us-east-1:123456789012:function:rotat",
		`${FUNCTION}:live`,
		...["__proto__", "constructor", "toString", "hasOwnProperty"],
	])("%s is refused, and nothing is stored", (RotationLambdaARN) => {
		const host = hostWith(() => {});
		const { store } = host;
		const result = host.execute("RotateSecret", {
			SecretId,
			RotationLambdaARN,
		});
		expect(result).toEqual({
			ok: false,
			error: {
				name: "AccessDeniedException",
				message:
					"Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.",
			},
		});
		expect(host.store).toBe(store);
	});

	it("is refused through the SDK, too", async () => {
		const host = hostAtNoon();
		run(host, "CreateSecret", { Name: SecretId, SecretString: "x" });
		const { RotateSecretCommand } = await import(
			"@aws-sdk/client-secrets-manager"
		);
		const client = new SecretsManagerClient(clientConfig(host));
		await expect(
			client.send(
				new RotateSecretCommand({ SecretId, RotationLambdaARN: FUNCTION }),
			),
		).rejects.toMatchObject({ name: "AccessDeniedException" });
	});

	it("is none that was added to the options later", () => {
		const rotationFunctions: Record<string, RotationFunction> = {};
		const host = hostAtNoon({ rotationFunctions });
		run(host, "CreateSecret", { Name: SecretId, SecretString: "x" });
		rotationFunctions[FUNCTION] = () => {};
		expect(
			refusalOf(host, "RotateSecret", {
				SecretId,
				RotationLambdaARN: FUNCTION,
			}),
		).toBe("AccessDeniedException");
	});

	it("is none that took the place of another in the options later", async () => {
		const called: string[] = [];
		const rotationFunctions: Record<string, RotationFunction> = {
			[FUNCTION]: () => void called.push("first"),
		};
		const host = hostAtNoon({ rotationFunctions });
		run(host, "CreateSecret", { Name: SecretId, SecretString: "x" });
		rotationFunctions[FUNCTION] = () => void called.push("second");
		rotate(host);
		await host.settled();
		expect(new Set(called)).toEqual(new Set(["first"]));
	});

	it("may be one of a curious name that the program has", async () => {
		const host = hostAtNoon({
			rotationFunctions: { ["__proto__"]: () => {}, constructor: () => {} },
		});
		run(host, "CreateSecret", { Name: SecretId, SecretString: "x" });
		run(host, "RotateSecret", { SecretId, RotationLambdaARN: "constructor" });
		await host.settled();
		expect(run(host, "DescribeSecret", { SecretId }).RotationLambdaARN).toBe(
			"constructor",
		);
	});
});

describe("options that no rotation could use", () => {
	const FUNCTIONS =
		"createHost: rotationFunctions must be an object that has a function for each ARN, as { [arn]: async (event, tools) => { … } }.";
	const TIME =
		"createHost: rotationTimeout must be from a millisecond to 24 days, as { seconds: 30 } is.";
	const ENDPOINT =
		'The Lambda endpoint must be a URL, such as "http://127.0.0.1:3001".';

	it.each<[unknown, string]>([
		[{ rotationFunctions: null }, FUNCTIONS],
		[{ rotationFunctions: () => {} }, FUNCTIONS],
		[{ rotationFunctions: "arn" }, FUNCTIONS],
		[{ rotationFunctions: { [FUNCTION]: undefined } }, FUNCTIONS],
		[{ rotationFunctions: { [FUNCTION]: "handler" } }, FUNCTIONS],
		[{ rotationFunctions: new Map([[FUNCTION, () => {}]]) }, FUNCTIONS],
		[{ rotationFunctions: [() => {}] }, FUNCTIONS],
		[{ rotationTimeout: {} }, TIME],
		[{ rotationTimeout: { milliseconds: 0.4 } }, TIME],
		[{ rotationTimeout: { days: 25 } }, TIME],
		[
			{ rotationTimeout: { seconds: -1 } },
			"A duration must be zero or more, as { hours: 25 } is: time does not go back.",
		],
		[
			{ rotationTimeout: { seconds: Number.NaN } },
			"The seconds of a duration must be a number, as in { hours: 25 }.",
		],
		[{ lambdaEndpoint: "" }, ENDPOINT],
		[{ lambdaEndpoint: "127.0.0.1:3001" }, ENDPOINT],
		[{ lambdaEndpoint: "localhost:3001" }, ENDPOINT],
		[{ lambdaEndpoint: "ftp://127.0.0.1" }, ENDPOINT],
		[{ lambdaEndpoint: "http://127.0.0.1:3001/?a=b" }, ENDPOINT],
		[{ lambdaEndpoint: "http://127.0.0.1:3001#a" }, ENDPOINT],
		[{ lambdaEndpoint: 3001 }, ENDPOINT],
		[{ lambdaEndpoint: null }, ENDPOINT],
	])("%j are a TypeError that says what will do", (options, message) => {
		const make = () => createHost(options as HostOptions);
		expect(make).toThrow(TypeError);
		expect(make).toThrow(message);
	});

	it.each<HostOptions>([
		{ rotationTimeout: { milliseconds: 1 } },
		{ rotationTimeout: { days: 24 } },
		{ rotationTimeout: undefined, rotationFunctions: undefined },
		{ lambdaEndpoint: undefined },
		{ lambdaEndpoint: "https://lambda.example/prefix/" },
	])("%j are some that it can", (options) => {
		expect(() => createHost(options)).not.toThrow();
	});
});
