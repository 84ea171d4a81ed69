/** Whether a caller may use keys is asked first, and then what state they are in. */
import { describe, expect, it } from "vitest";
import { err, ok } from "../../src/base/result.js";
import type { Envelope } from "../../src/kms/envelope.js";
import { defaultKeyArn, type KeyState } from "../../src/kms/key.js";
import { localKms } from "../../src/kms/local-kms.js";
import {
	encryptionContextOf,
	type KeyContext,
	type KeyGuard,
	keyToSeal,
	openableEnvelope,
	refusalToCarry,
	requireKey,
} from "../../src/model/key-access.js";
import { accessDenied } from "../../src/values/failure.js";
import { keyArn, quoted, withoutRequestId } from "../support/keys.js";
import { HERE, THERE } from "../support/places.js";
import { recordingKms } from "../support/recording-kms.js";
import { aKeyRing, aSecret, aVersion } from "./a-secret.js";

const [KEY, OTHER] = [keyArn("a"), keyArn("b")];
const DEFAULT = defaultKeyArn(HERE);
const NO_ACCESS = accessDenied("Access to KMS is not allowed");
const TRIED = "RequestToValidateKeyAccess";
const secret = aSecret({}, { kmsKeyId: KEY });

type Asked = readonly [action: string, keyArn: string, bound: object];

/** A guard that refuses these uses of keys, `Decrypt` or `Decrypt <ARN>`, and what it was asked. */
function guarding(...refused: readonly string[]) {
	const asked: Asked[] = [];
	const guard: KeyGuard = (action, keyArn, bound) => {
		asked.push([action, keyArn, bound]);
		const isRefused = [action, `${action} ${keyArn}`].some((each) =>
			refused.includes(each),
		);
		return isRefused ? `no ${action}` : undefined;
	};
	return { asked, guard };
}

const guarded = (
	guard: KeyGuard | undefined,
	state: KeyState = "Enabled",
	changes: Partial<KeyContext> = {},
): KeyContext => ({
	keys: aKeyRing({ [KEY]: state, [OTHER]: "Enabled" }),
	kms: localKms({ rootKey: new Uint8Array(32) }),
	seed: "seed",
	account: HERE.account,
	guard,
	...changes,
});
const under = (...keyArns: readonly string[]): Envelope => ({
	sealed: "c2VhbGVk",
	keys: keyArns.map((keyArn) => ({ keyArn, wrapped: "d3JhcHBlZA==" })),
});
const STATES = ["Enabled", "Disabled", "PendingDeletion"] as const;

describe("of the key that a caller names", () => {
	it("making and opening data keys is asked, for the attempt", () => {
		const { asked, guard } = guarding();
		expect(requireKey(secret, guarded(guard))).toEqual(ok(KEY));
		const bound = encryptionContextOf(secret, TRIED);
		expect(asked).toEqual([
			["GenerateDataKey", KEY, bound],
			["Decrypt", KEY, bound],
		]);
	});

	it.each(STATES)("nothing is told to who may not use it: %s", (state) => {
		for (const action of ["GenerateDataKey", "Decrypt"]) {
			const { kms, calls } = recordingKms();
			const context = guarded(guarding(action).guard, state, { kms });
			expect(requireKey(secret, context)).toEqual(err(NO_ACCESS));
			expect(calls).toEqual([]);
		}
	});

	it("its state is told to who may", () => {
		const refused = (state: KeyState) =>
			requireKey(secret, guarded(guarding("Encrypt").guard, state));
		for (const state of ["Disabled", "PendingDeletion"] as const)
			expect(refused(state)).toMatchObject({
				error: { name: "InvalidParameterException" },
			});
	});

	it("it is said that it is not there without being asked (assumed)", () => {
		const { asked, guard } = guarding("GenerateDataKey", "Decrypt");
		const gone = guarded(guard, "Deleted");
		const strange = { ...secret, kmsKeyId: keyArn("f") };
		for (const each of [secret, strange])
			expect(requireKey(each, gone)).toMatchObject({
				error: { name: "InvalidParameterException" },
			});
		expect(asked).toEqual([]);
	});

	it("nobody is asked where AWS manages it", () => {
		const { asked, guard } = guarding("GenerateDataKey", "Decrypt");
		const bare = aSecret();
		expect(requireKey(bare, guarded(guard))).toEqual(ok(DEFAULT));
		expect(keyToSeal(bare, "v1", guarded(guard))).toEqual(ok(DEFAULT));
		expect(asked).toEqual([]);
	});
});

describe("of the key that a value is sealed under", () => {
	it("making data keys is asked, for the version", () => {
		const { asked, guard } = guarding("Decrypt", "Encrypt");
		expect(keyToSeal(secret, "v1", guarded(guard))).toEqual(ok(KEY));
		expect(asked).toEqual([
			["GenerateDataKey", KEY, encryptionContextOf(secret, "v1")],
		]);
	});

	it.each(STATES)("nothing is told to who may not: %s", (state) => {
		const { guard } = guarding("GenerateDataKey");
		expect(keyToSeal(secret, "v1", guarded(guard, state))).toEqual(
			err(NO_ACCESS),
		);
	});

	it("its state is told to who may", () => {
		expect(
			keyToSeal(secret, "v1", guarded(guarding().guard, "Disabled")),
		).toMatchObject({ error: { name: "EncryptionFailure" } });
	});
});

describe("a version opens", () => {
	const opened = (
		envelope: Envelope,
		refused: readonly string[],
		state?: KeyState,
	) => {
		const { asked, guard } = guarding(...refused);
		const context = guarded(guard, state);
		return {
			asked,
			result: openableEnvelope(envelope, secret, "v1", context),
		};
	};

	it("with the keys that a caller may decrypt with", () => {
		const both = under(KEY, OTHER);
		const { asked, result } = opened(both, ["GenerateDataKey", "Encrypt"]);
		expect(result.ok && result.value).toBe(both);
		const bound = encryptionContextOf(secret, "v1");
		expect(asked).toEqual([
			["Decrypt", KEY, bound],
			["Decrypt", OTHER, bound],
		]);
		const one = opened(both, [`Decrypt ${OTHER}`]);
		expect(one.result).toEqual(ok(under(KEY)));
	});

	it.each(STATES)("to nobody who may use none of them: %s", (state) => {
		const { result } = opened(under(KEY), ["Decrypt"], state);
		expect(result).toEqual(err(NO_ACCESS));
	});

	it("and the state of those that a caller may use is told", () => {
		const { result } = opened(
			under(KEY, OTHER),
			[`Decrypt ${OTHER}`],
			"Disabled",
		);
		expect(result).toMatchObject({ error: { name: "DecryptionFailure" } });
	});
});

describe("a secret may be carried to a replica", () => {
	const version = (id: string, ordinal: number, ...keys: readonly string[]) =>
		aVersion(id, ordinal, { payload: under(...keys) });
	const primary = {
		...aSecret({ v1: [], v2: ["AWSPREVIOUS"], v3: ["AWSCURRENT"] }),
		versions: [
			version("v1", 0, KEY),
			version("v2", 1, OTHER, DEFAULT),
			version("v3", 2, OTHER),
		],
	};
	const there = keyArn("c", THERE);
	const replica = { region: THERE.region, kmsKeyId: there };
	const keys = aKeyRing({
		[KEY]: "Enabled",
		[OTHER]: "Disabled",
		[there]: "Enabled",
	});
	const why = (...refused: readonly string[]) => {
		const { asked, guard } = guarding(...refused);
		const context = guarded(guard, "Enabled", { keys });
		const refusal = refusalToCarry(primary, replica, context);
		return {
			asked: asked.map(([action, keyArn]) => [action, keyArn]),
			refusal: refusal && withoutRequestId(refusal),
		};
	};
	const no = (action: string) =>
		quoted(`no ${action}`, "AccessDeniedException");

	it("by who may decrypt what has a label, and make a data key there", () => {
		expect(why("Encrypt", `Decrypt ${KEY}`, `Decrypt ${there}`)).toEqual({
			refusal: undefined,
			asked: [
				["Decrypt", OTHER],
				["Decrypt", OTHER],
				["GenerateDataKey", there],
			],
		});
	});

	it("not by others, as KMS says", () => {
		expect(why(`Decrypt ${OTHER}`).refusal).toBe(no("Decrypt"));
		expect(why(`Decrypt ${DEFAULT}`).refusal).toBe(undefined);
		expect(why(`GenerateDataKey ${there}`).refusal).toBe(no("GenerateDataKey"));
	});

	it("by the service, which nobody guards", () => {
		expect(refusalToCarry(primary, replica, guarded(undefined))).toBe(
			undefined,
		);
	});
});
