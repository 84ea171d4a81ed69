import { describe, expect, it } from "vitest";
import { err, ok, type Result } from "../../src/base/result.js";
import type { Envelope } from "../../src/kms/envelope.js";
import { defaultKeyArn, type KeyState } from "../../src/kms/key.js";
import { withKey } from "../../src/kms/key-ring.js";
import { localKms } from "../../src/kms/local-kms.js";
import {
	encryptionContextOf,
	type KeyContext,
	keyToSeal,
	newDataKey,
	openableEnvelope,
	requireKey,
	usableEnvelope,
} from "../../src/model/key-access.js";
import { arnOf } from "../../src/model/secret.js";
import {
	accessDenied,
	type Failure,
	invalidRequest,
} from "../../src/values/failure.js";
import {
	keyArn,
	keyId,
	kmsArn,
	quoted,
	REQUEST_ID,
	withoutRequestId,
} from "../support/keys.js";
import { HERE, STRANGE } from "../support/places.js";
import { recordingKms } from "../support/recording-kms.js";
import { accepted, aKeyRing, aSecret } from "./a-secret.js";

const KEY = keyArn("a");
const ALIAS = kmsArn("alias/mine");
const NO_ACCESS = accessDenied("Access to KMS is not allowed");

const inState = (state: KeyState, changes: Partial<KeyContext> = {}) => ({
	keys: aKeyRing(
		{ [KEY]: state, [defaultKeyArn(STRANGE)]: "Enabled" },
		{ [ALIAS]: KEY },
	),
	kms: localKms({ rootKey: new Uint8Array(32) }),
	seed: "seed",
	account: HERE.account,
	...changes,
});
const context = inState("Enabled");
const keyed = (kmsKeyId = KEY) => aSecret({}, { kmsKeyId });
/** A refusal with the id of KMS's answer replaced by `<uuid>`. */
const plainly = (failure: Failure | undefined) =>
	failure && { ...failure, message: withoutRequestId(failure.message) };
const refusalOf = (result: Result<unknown, Failure>) =>
	plainly(result.ok ? undefined : result.error);

/** An envelope under these keys, in their order. */
const under = (...keyArns: readonly string[]): Envelope => ({
	sealed: "c2VhbGVk",
	keys: keyArns.map((keyArn) => ({ keyArn, wrapped: "d3JhcHBlZA==" })),
});
const DEFAULT = defaultKeyArn(HERE);
const FORMS = [KEY, keyId("a"), ALIAS, "alias/mine"];

describe("the key that a caller names", () => {
	it.each(FORMS)("is answered with its ARN: %s", (form) => {
		expect(requireKey(keyed(form), context)).toEqual(ok(KEY));
	});

	it.each([undefined, "alias/aws/secretsmanager"])(
		"is the default key for %s, which is not tried",
		(form) => {
			const { kms, calls } = recordingKms();
			const secret = aSecret({}, { kmsKeyId: form });
			expect(requireKey(secret, { ...context, kms })).toEqual(
				ok(defaultKeyArn(secret)),
			);
			expect(calls).toEqual([]);
		},
	);

	const IPE = "InvalidParameterException";
	const INVALID = "The operation failed because of an invalid KMS key: ";

	it.each<[what: string, KeyState, message: string]>([
		[
			"disabled",
			"Disabled",
			"The operation failed because the specified KMS key is disabled.",
		],
		[
			"pending deletion (assumed)",
			"PendingDeletion",
			`${INVALID}${quoted(`${KEY} is pending deletion.`, "KMSInvalidStateException")}`,
		],
	])("is invalid where it is %s", (_, state, message) => {
		expect(refusalOf(requireKey(keyed(), inState(state)))).toEqual({
			name: IPE,
			message,
		});
	});

	it("is denied where AWS manages it for another account", () => {
		const secret = keyed(defaultKeyArn(STRANGE));
		expect(requireKey(secret, context)).toEqual(err(NO_ACCESS));
		expect(keyToSeal(secret, "v", context)).toEqual(err(NO_ACCESS));
	});
});

describe("the key that a value is sealed under", () => {
	it.each(FORMS)("is the one that the secret names: %s", (form) => {
		expect(keyToSeal(keyed(form), "v", context)).toEqual(ok(KEY));
	});

	it("cannot seal where it is disabled; nor can it open", () => {
		const dead = inState("Disabled");
		const said = quoted(`${KEY} is disabled.`, "DisabledException");
		expect(refusalOf(keyToSeal(keyed(), "v", dead))).toEqual({
			name: "EncryptionFailure",
			message: `Secrets Manager can't encrypt the secret value: ${said}`,
		});
		expect(refusalOf(openableEnvelope(under(KEY), keyed(), "v", dead))).toEqual(
			{
				name: "DecryptionFailure",
				message: `Secrets Manager can't decrypt the secret value: ${said}`,
			},
		);
	});

	it("opens what it has sealed", () => {
		for (const keyArn of [KEY, DEFAULT]) {
			const envelope = under(keyArn);
			const usable = usableEnvelope(envelope, context);
			expect(usable.ok && usable.value).toBe(envelope);
			expect(openableEnvelope(envelope, keyed(), "v", context)).toEqual(usable);
		}
	});
});

describe("a version under two keys", () => {
	it("opens with the one that can be used", () => {
		const both = under(DEFAULT, KEY);
		expect(usableEnvelope(both, inState("Disabled"))).toEqual(
			ok(under(DEFAULT)),
		);
	});

	it("is refused for the state of the latest where none can be", () => {
		const unknown = keyArn("f");
		const why = (...keys: readonly string[]) =>
			usableEnvelope(under(...keys), inState("Disabled"));
		expect(why(unknown, KEY)).toMatchObject({
			error: { code: "DisabledException" },
		});
		expect(why(KEY, unknown)).toMatchObject({
			error: { code: "NotFoundException" },
		});
	});
});

describe("for a caller of another account", () => {
	const ABROAD = invalidRequest(
		"You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
	);
	const abroad = (state: KeyState = "Enabled") =>
		inState(state, { account: STRANGE.account });

	it.each([undefined, "alias/aws/secretsmanager", DEFAULT])(
		"the default key, named %s, can neither be named nor seal (assumed)",
		(form) => {
			const secret = aSecret({}, { kmsKeyId: form });
			expect(requireKey(secret, abroad())).toEqual(err(ABROAD));
			expect(keyToSeal(secret, "v", abroad())).toEqual(err(ABROAD));
		},
	);

	it.each(FORMS)("a customer key can be named and seal: %s", (form) => {
		expect(requireKey(keyed(form), abroad())).toEqual(ok(KEY));
		expect(keyToSeal(keyed(form), "v", abroad())).toEqual(ok(KEY));
	});

	it.each<[what: string, Envelope, KeyState, Result<Envelope, Failure>]>([
		[
			"the default key alone opens nothing",
			under(DEFAULT),
			"Enabled",
			err(ABROAD),
		],
		["a customer key opens", under(KEY), "Enabled", ok(under(KEY))],
		[
			"of two keys the customer's opens",
			under(DEFAULT, KEY),
			"Enabled",
			ok(under(KEY)),
		],
	])("%s", (_, envelope, state, expected) => {
		expect(openableEnvelope(envelope, keyed(), "v", abroad(state))).toEqual(
			expected,
		);
	});

	it("of two keys the customer's state is what is said, not that of the default key", () => {
		const result = openableEnvelope(
			under(KEY, DEFAULT),
			keyed(),
			"v",
			abroad("Disabled"),
		);
		expect(refusalOf(result)).toEqual({
			name: "DecryptionFailure",
			message: `Secrets Manager can't decrypt the secret value: ${quoted(`${KEY} is disabled.`, "DisabledException")}`,
		});
	});

	it("the default key is spoken of before its state", () => {
		const gone = { ...abroad(), keys: aKeyRing({ [DEFAULT]: "Disabled" }) };
		expect(openableEnvelope(under(DEFAULT), aSecret(), "v", gone)).toEqual(
			err(ABROAD),
		);
	});
});

describe("the id of KMS's own answer", () => {
	const idFor = (seed: string, state: KeyState = "Disabled") => {
		const context = inState(state, { seed });
		const opened = openableEnvelope(under(KEY), keyed(), "v", context);
		return REQUEST_ID.exec(opened.ok ? "" : opened.error.message)?.[0];
	};

	it("is a UUID that the seed decides", () => {
		expect(idFor("seed")).toMatch(REQUEST_ID);
		expect(idFor("seed")).toBe(idFor("seed"));
		expect(idFor("seed")).not.toBe(idFor("other"));
	});

	it("is another for another answer", () => {
		expect(idFor("seed")).not.toBe(idFor("seed", "PendingDeletion"));
	});
});

describe("a data key", () => {
	const secret = keyed();

	it("is bound to the ARN of its secret and its version id", () => {
		expect(encryptionContextOf(secret, "v1")).toEqual({
			SecretARN: arnOf(secret),
			SecretVersionId: "v1",
		});
	});

	it("is of the seed, the secret and the version; not of the KMS key", () => {
		const bytes = (id = "v1", of = secret, keyArn = KEY, seed = "seed") =>
			accepted(newDataKey(of, id, keyArn, { ...context, seed })).bytes;
		expect(bytes()).toEqual(bytes("v1", secret, keyArn("b")));
		const keys = [
			bytes(),
			bytes("v2"),
			bytes("v1", { ...secret, suffix: "ZyX987" }),
			bytes("v1", secret, KEY, "other"),
			bytes("RequestToValidateKeyAccess"),
		];
		expect(new Set(keys.map((key) => key.join())).size).toBe(keys.length);
	});
});

describe("who may not use a key", () => {
	const NEW = kmsArn("alias/new");
	const THERE = { ...HERE, region: "eu-west-1" };
	const kept = (
		state: KeyState,
		unknownKeys: "refuse" | "register" = "refuse",
	): KeyContext => {
		const context = inState(state, { guard: () => "no" });
		const elsewhere = { arn: keyArn("b", THERE), state };
		const keys = withKey({ ...context.keys, unknownKeys }, elsewhere);
		return { ...context, keys };
	};

	it.each<[what: string, kmsKeyId: string, KeyContext]>([
		["that is enabled", KEY, kept("Enabled")],
		["that is disabled", KEY, kept("Disabled")],
		["that is pending deletion", ALIAS, kept("PendingDeletion")],
		["that is made on first use", keyArn("f"), kept("Enabled", "register")],
		["that its alias makes", NEW, kept("Enabled", "register")],
	])("is told so of one %s, whatever its state", (_, kmsKeyId, closed) => {
		expect(requireKey(keyed(kmsKeyId), closed)).toEqual(err(NO_ACCESS));
		expect(keyToSeal(keyed(kmsKeyId), "v1", closed)).toEqual(err(NO_ACCESS));
	});

	it.each<[what: string, kmsKeyId: string, KeyContext]>([
		["that is deleted", KEY, kept("Deleted")],
		["that is not there", keyArn("f"), kept("Enabled")],
		["of another region", keyArn("b", THERE), kept("Enabled")],
	])("is told of one %s what everybody is told", (_, kmsKeyId, closed) => {
		const open = { ...closed, guard: undefined };
		const secret = keyed(kmsKeyId);
		const told = requireKey(secret, open);
		expect(told.ok).toBe(false);
		expect(requireKey(secret, closed)).toEqual(told);
		expect(keyToSeal(secret, "v1", closed)).toEqual(
			keyToSeal(secret, "v1", open),
		);
	});

	it("may use the one that AWS manages", () => {
		const closed = kept("Enabled");
		expect(requireKey(aSecret(), closed)).toEqual(ok(DEFAULT));
		expect(keyToSeal(aSecret(), "v1", closed)).toEqual(ok(DEFAULT));
	});
});
