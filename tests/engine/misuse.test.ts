import {
	advance,
	type Context,
	checkInvariants,
	createStore,
	describeSecret,
	execute,
	type Kms,
	localKms,
	nextDue,
	putManagedSecret,
	registerKey,
	reportRotationStep,
	type SecretStore,
	toSnapshot,
} from "pure-secrets-manager";
import { createHost, manualClock } from "pure-secrets-manager/host";
import { attach, clientConfig } from "pure-secrets-manager/sdk";
import { describe, expect, it } from "vitest";
import { portableCipher } from "../../src/kms/cipher.js";
import { CONTEXT, NOON, token } from "../support/given.js";
import { keyId } from "../support/keys.js";

/** A programmer's mistake is a TypeError that says what to do; a request's mistake never is. */
const store = createStore();
// biome-ignore lint/suspicious/noExplicitAny: mistakes are what types would refuse.
const mistake = (value: unknown): any => value;
const ask = (context: unknown) =>
	describeSecret(store, { SecretId: "a" }, mistake(context));
const GOOD_KMS = localKms({ rootKey: new Uint8Array(32) });

const host = () => createHost({ clock: manualClock(NOON) });

describe("a mistake of the program is a TypeError with the remedy:", () => {
	const outcome = ask(CONTEXT);
	it.each<[what: string, () => unknown, remedy: RegExp]>([
		["no context", () => ask(undefined), /context must be an object \{ now/],
		["no time", () => ask({ ...CONTEXT, now: "1" }), /now .* Date\.now\(\)/],
		["no seed", () => ask({ ...CONTEXT, seed: 5 }), /seed must be a text/],
		["no account", () => ask({ ...CONTEXT, account: "1" }), /12 digits/],
		["no region", () => ask({ ...CONTEXT, region: "Mars" }), /us-east-1/],
		[
			"no id",
			() => ask({ ...CONTEXT, requestId: 5 }),
			/requestId must be a text/,
		],
		[
			"a list of functions that is none",
			() => ask({ ...CONTEXT, invocableFunctions: "none" }),
			/invocableFunctions must be "all"/,
		],
		[
			"a list of functions that are none",
			() => ask({ ...CONTEXT, invocableFunctions: [1] }),
			/list of the ARNs of functions/,
		],
		["no key service", () => ask({ ...CONTEXT, kms: {} }), /wrap and unwrap/],
		[
			"a maker of data keys that is no function",
			() => ask({ ...CONTEXT, kms: { ...GOOD_KMS, generateDataKey: {} } }),
			/generateDataKey/,
		],
		[
			"a mayWrap that is no function",
			() => ask({ ...CONTEXT, kms: { ...GOOD_KMS, mayWrap: true } }),
			/may have generateDataKey and mayWrap/,
		],
		[
			"no cipher of a key service",
			() => ask({ ...CONTEXT, kms: { ...GOOD_KMS, cipher: {} } }),
			/digest, encrypt and decrypt/,
		],
		[
			"an outcome for a store",
			() => describeSecret(mistake(outcome), { SecretId: "a" }, CONTEXT),
			/outcome\.store/,
		],
		[
			"a snapshot for a store",
			() => execute(mistake(toSnapshot(store)), mistake({}), CONTEXT),
			/fromSnapshot/,
		],
		["no store, to nextDue", () => nextDue(mistake({})), /SecretStore/],
		["no store, to advance", () => advance(mistake(1), CONTEXT), /SecretStore/],
		[
			"a seed that is none, to advance",
			() => advance(store, mistake({ now: NOON, seed: 5 })),
			/seed must be a text/,
		],
		[
			"no store, to reportRotationStep",
			() => reportRotationStep(mistake(outcome), mistake({}), CONTEXT),
			/outcome\.store/,
		],
		[
			"no report",
			() => reportRotationStep(store, mistake(undefined), CONTEXT),
			/report\.arn and report\.token/,
		],
		[
			"no context, to reportRotationStep",
			() =>
				reportRotationStep(
					store,
					{ arn: "", token: "", step: "setSecret", ok: true },
					mistake(undefined),
				),
			/context must be an object \{ now/,
		],
		[
			"no store, to putManagedSecret",
			() => putManagedSecret(mistake({}), { Name: "rds!a" }, CONTEXT),
			/SecretStore/,
		],
		[
			"no context, to putManagedSecret",
			() => putManagedSecret(store, { Name: "rds!a" }, mistake({})),
			/now must be/,
		],
		["no time, to advance", () => advance(store, mistake({})), /now must be/],
		[
			"no store, to toSnapshot",
			() => toSnapshot(mistake(outcome)),
			/SecretStore/,
		],
		[
			"no store, to checkInvariants",
			() => checkInvariants(mistake(undefined)),
			/SecretStore/,
		],
		[
			"an unknown option of createStore",
			() => createStore(mistake({ maxVersion: 3 })),
			/does not know "maxVersion".*maxVersions/,
		],
		[
			"no options, to createStore",
			() => createStore(mistake(5)),
			/maxVersions/,
		],
		["no root key", () => localKms(mistake(undefined)), /32 bytes/],
		[
			"an unknown option of createHost",
			() => createHost(mistake({ stor: store })),
			/does not know "stor"/,
		],
		[
			"no store, to createHost",
			() => createHost(mistake({ store: toSnapshot(store) })),
			/fromSnapshot/,
		],
		["a seed that is none", () => createHost(mistake({ seed: 5 })), /seed/],
		[
			"a scope that is none",
			() => host().execute("DescribeSecret", { SecretId: "a" }, mistake("eu")),
			/A scope takes .*account, region/,
		],
		["a listener that is none", () => host().subscribe(mistake(1)), /function/],
		["a date that is none", () => manualClock(mistake(null)), /epoch millis/],
		["a date of a locale", () => manualClock("01/02/2026"), /2026-01-01T/],
		[
			"no command",
			() => execute(store, mistake(undefined), CONTEXT),
			/command/,
		],
		[
			"a command without a name",
			() => execute(store, mistake({ input: {} }), CONTEXT),
			/names its operation with a text/,
		],
		[
			"an operation that is no name, to a host",
			() => host().execute(mistake(["GetSecretValue"]), {}),
			/names its operation with a text/,
		],
		[
			"a scope of no region",
			() =>
				host().execute("CreateSecret", { Name: "a" }, mistake({ region: 5 })),
			/context\.region must be/,
		],
		["a client of no host", () => clientConfig(mistake(undefined)), /a host/],
		[
			"a client and a host that changed places",
			() => attach(mistake(host()), mistake({ config: {} })),
			/host/,
		],
		["a host for a client", () => attach(mistake({}), host()), /a client/],
		[
			"an account that is a number",
			() => clientConfig(host(), mistake({ account: 123456789012 })),
			/account must be a text/,
		],
		[
			"a client of no region",
			() => clientConfig(host(), { region: "Mars" }),
			/us-east-1/,
		],
	])("%s", (_, run, remedy) => {
		expect(run).toThrow(TypeError);
		expect(run).toThrow(remedy);
	});

	it.each<[unknown, RegExp]>([
		[{ hour: 1 }, /does not know "hour".*hours/],
		[{ hours: "2" }, /hours of a duration must be a number/],
		[5, /days, hours/],
		[undefined, /days, hours/],
	])("to advance by %j", async (duration, remedy) => {
		await expect(host().advance(mistake(duration))).rejects.toThrow(remedy);
	});
});

describe("a transition that is none leaves the host as it was:", () => {
	it.each<[string, () => unknown]>([
		["nothing", () => undefined],
		["a promise", async () => ask(CONTEXT)],
		["a store itself", () => store],
		["an outcome that is wrapped", () => ({ outcome: ask(CONTEXT) })],
		["an outcome without a store", () => ({ events: [], effects: [] })],
		["what is no store", () => ({ store: {} })],
		["events that are no list", () => ({ store, events: {} })],
		["effects that are no list", () => ({ store, effects: "all" })],
	])("%s", (_, transition) => {
		const kept = host();
		expect(() => kept.transact(mistake(transition))).toThrow(
			/^host.transact: a transition must return { store, effects\?, events\? }/,
		);
		expect(kept.execute("DescribeSecret", { SecretId: "a" }).ok).toBe(false);
	});
});

describe("a transition that reaches for its own host", () => {
	const doomed = () => {
		const clock = manualClock(NOON);
		const made = createHost({ clock });
		made.execute("CreateSecret", { Name: "a" });
		made.execute("DeleteSecret", { SecretId: "a", RecoveryWindowInDays: 7 });
		const ended: string[] = [];
		made.subscribe(({ name }) => ended.push(name));
		return { clock, made, ended };
	};
	it("cannot advance it, so that nothing is purged twice", async () => {
		const { made, ended } = doomed();
		const refusals: unknown[] = [];
		made.transact((store) => {
			made.advance({ days: 8 }).catch((error) => refusals.push(error));
			return { store };
		});
		await made.advance({ days: 8 });
		expect(refusals).toEqual([expect.any(TypeError)]);
		expect(ended).toEqual(["EndSecretVersionDelete"]);
	});

	it("cannot run a command on it, not even when time has passed meanwhile", () => {
		const { clock, made, ended } = doomed();
		made.transact((store) => {
			clock.set(NOON + 8 * 86_400_000);
			expect(() => made.execute("DescribeSecret", { SecretId: "a" })).toThrow(
				/do it afterwards/,
			);
			return { store };
		});
		made.execute("CreateSecret", { Name: "b" });
		expect(ended).toEqual(["EndSecretVersionDelete", "CreateSecret"]);
	});
});

it("a host reads each member of a request that is an object with secrets of its own", () => {
	class Request {
		readonly #name = "db";
		get Name() {
			return this.#name;
		}
	}
	expect(host().execute("CreateSecret", new Request())).toMatchObject({
		value: { Name: "db" },
	});
});

it("a clock that ticks while a command runs never puts events out of order", () => {
	const clock = manualClock(NOON);
	const made = createHost({ clock: { now: () => ticking(clock) } });
	made.execute("CreateSecret", { Name: "a" });
	made.execute("CreateSecret", { Name: "b" });
	made.execute("DeleteSecret", { SecretId: "a", RecoveryWindowInDays: 7 });
	const at: number[] = [];
	made.subscribe((event) => at.push(event.at));
	clock.set(NOON + 7 * 86_400_000);
	for (let i = 0; i < 20; i++)
		made.execute("DescribeSecret", { SecretId: "b" });
	expect(at).toHaveLength(21);
	expect(at).toEqual([...at].sort((a, b) => a - b));
});

/** Moves on by a millisecond each time it is read. */
function ticking(clock: ReturnType<typeof manualClock>): number {
	clock.set(clock.now() + 1);
	return clock.now();
}

describe("a key service that breaks its contract loses nothing:", () => {
	const create = (
		kms: Partial<Record<keyof Kms, unknown>>,
	): (() => unknown) => {
		const context: Context = {
			...CONTEXT,
			kms: { ...GOOD_KMS, ...kms } as Kms,
		};
		const command = (from: SecretStore, operation: string, input: object) =>
			execute(from, { operation, input }, context);
		return () => {
			const made = command(store, "CreateSecret", {
				Name: "a",
				SecretString: "v",
				ClientRequestToken: token("v"),
			});
			command(made.store, "GetSecretValue", { SecretId: "a" });
			const keyed = registerKey(made.store, { keyId: keyId("a") }, context);
			const change = { SecretId: "a", KmsKeyId: keyId("a") };
			return command(keyed.store, "UpdateSecret", change);
		};
	};

	it.each([undefined, "", null, 1, Promise.resolve("x")])(
		"wrap answers %j",
		(answer) => {
			expect(create({ wrap: () => answer })).toThrow(TypeError);
			expect(create({ wrap: () => answer })).toThrow(/kms\.wrap must return/);
		},
	);

	it.each([
		undefined,
		new Uint8Array(32),
		{ ok: false },
		{ ok: false, error: { name: "x", message: 5 } },
		{ ok: true, value: "text" },
		{ ok: true, value: new Uint8Array(16) },
		Promise.resolve({ ok: true, value: new Uint8Array(32) }),
	])("unwrap answers %j", (answer) => {
		expect(create({ unwrap: () => answer })).toThrow(TypeError);
		expect(create({ unwrap: () => answer })).toThrow(/kms\.unwrap must return/);
	});

	it("mayWrap answers a promise", () => {
		const changed = create({ mayWrap: async () => true });
		expect(changed).toThrow(
			new TypeError(
				"kms.mayWrap must return true or false, and not a promise.",
			),
		);
	});

	// A cipher of WebCrypto's kind answers with promises.
	it.each(["digest", "encrypt", "decrypt"] as const)(
		"cipher.%s answers nothing that is bytes of the right length",
		(member) => {
			for (const answer of [
				"",
				null,
				new Uint8Array(1),
				Promise.resolve(new Uint8Array(32)),
			]) {
				const cipher = { ...portableCipher, [member]: () => answer };
				const created = create({ cipher });
				expect(created).toThrow(TypeError);
				expect(created).toThrow(`kms.cipher.${member} must return`);
			}
		},
	);
});
