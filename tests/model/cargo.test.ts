import { describe, expect, it } from "vitest";
import type { Result } from "../../src/base/result.js";
import { defaultKeyArn } from "../../src/kms/key.js";
import { withKeyNamed } from "../../src/kms/key-ring.js";
import { cargoOf, keyForReplica, sealCarried } from "../../src/model/cargo.js";
import { sealPayload } from "../../src/model/sealing.js";
import type { Version } from "../../src/model/secret.js";
import { accessDenied, type Failure } from "../../src/values/failure.js";
import { NOON } from "../support/given.js";
import {
	denied,
	keyArn,
	kmsArn,
	quoted,
	withoutRequestId,
} from "../support/keys.js";
import { HERE, STRANGE, THERE } from "../support/places.js";
import { recordingKms } from "../support/recording-kms.js";
import { AS_REPLICA, primaryOf } from "./a-role.js";
import { accepted, aKeyRing, aSecret } from "./a-secret.js";

const KEY = keyArn("a");
const FAR = keyArn("b", THERE);
const keysWith = (states: Parameters<typeof aKeyRing>[0]) =>
	withKeyNamed(
		aKeyRing({ [KEY]: "Enabled", [FAR]: "Enabled", ...states }),
		undefined,
		THERE,
	);
const inState = (states: Parameters<typeof aKeyRing>[0] = {}) => ({
	keys: keysWith(states),
	kms: recordingKms().kms,
	seed: "seed",
	account: HERE.account,
	now: NOON,
});
/** With a key service that refuses one kind of call. */
const refusing = (call: "generateDataKey" | "unwrap", error: Failure) => {
	const { kms } = recordingKms({ generates: true });
	return {
		...inState(),
		kms: { ...kms, [call]: () => ({ ok: false, error }) },
	};
};
const bare = aSecret(
	{ v1: ["AWSCURRENT"] },
	{ kmsKeyId: KEY, role: primaryOf("eu-west-1") },
);
const version = {
	...(bare.versions[0] as Version),
	payload: accepted(
		sealPayload(bare, "v1", { kind: "string", text: "x" }, inState()),
	),
};
const primary = { ...bare, versions: [version] };
const replica = aSecret({}, AS_REPLICA);
const why = (result: Result<unknown, string>) =>
	result.ok ? "nothing" : withoutRequestId(result.error);
const unknown = keyArn("f", THERE);

describe("the value of a version", () => {
	it("is opened once, for however many replicas", () => {
		const { kms, calls } = recordingKms();
		const cargo = cargoOf(primary, { ...inState(), kms });
		expect(cargo(version)).toMatchObject({ ok: true });
		expect(cargo(version)).toBe(cargo(version));
		expect(calls.map(([call, key]) => [call, key])).toEqual([["unwrap", KEY]]);
	});

	it.each([
		["Disabled", quoted(`${KEY} is disabled.`, "DisabledException")],
		[
			"PendingDeletion",
			quoted(`${KEY} is pending deletion.`, "KMSInvalidStateException"),
		],
		["Deleted", quoted(`Key '${KEY}' does not exist`, "NotFoundException")],
	] as const)("is not opened under a key that is %s", (state, said) => {
		const cargo = cargoOf(primary, inState({ [KEY]: state }));
		expect(why(cargo(version))).toBe(said);
		expect(cargo(version)).toBe(cargo(version));
	});

	it.each<[what: string, Failure, said: string]>([
		[
			"as it says",
			{ name: "DecryptionFailure", message: "not today" },
			"not today",
		],
		[
			"for want of a permission",
			accessDenied("no"),
			denied("kms:Decrypt", KEY),
		],
		[
			"for want of somebody's permission, in words of its own",
			accessDenied("User: ada may not"),
			quoted("User: ada may not", "AccessDeniedException"),
		],
	])("is not opened where the key service refuses %s", (_, error, said) => {
		const context = refusing("unwrap", error);
		expect(why(cargoOf(primary, context)(version))).toBe(said);
	});

	it("is not sealed where the key service makes no data key", () => {
		const context = refusing("generateDataKey", accessDenied("no"));
		const bytes = new Uint8Array([1]);
		expect(why(sealCarried(FAR, replica, "v1", bytes, context))).toBe(
			denied("kms:GenerateDataKey", FAR),
		);
	});

	it("is sealed under the ARN and key of the replica", () => {
		const { kms, calls } = recordingKms();
		const context = { ...inState(), kms };
		const carried = cargoOf(primary, context)(version);
		if (!carried.ok) throw new Error(carried.error);
		const sealed = sealCarried(
			defaultKeyArn(THERE),
			replica,
			"v1",
			carried.value,
			context,
		);
		expect(sealed).toMatchObject({
			ok: true,
			value: { keys: [{ keyArn: defaultKeyArn(THERE) }] },
		});
		expect(calls.at(-1)).toEqual([
			"wrap",
			defaultKeyArn(THERE),
			{
				SecretARN:
					"arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbC123",
				SecretVersionId: "v1",
			},
		]);
	});
});

describe("the key of a replica", () => {
	it("is the one that it has, as the same object", () => {
		const same = keyForReplica(replica, "alias/aws/secretsmanager", inState());
		expect(same.ok && same.value.replica).toBe(replica);
		expect(same.ok && same.value.keyArn).toBe(defaultKeyArn(THERE));
	});

	it.each([FAR, FAR.slice(FAR.indexOf("/") + 1)])("is named by %s", (form) => {
		expect(keyForReplica(replica, form, inState())).toEqual({
			ok: true,
			value: { replica: { ...replica, kmsKeyId: form }, keyArn: FAR },
		});
	});

	it.each<
		[
			what: string,
			kmsKeyId: string,
			states: Parameters<typeof aKeyRing>[0],
			said: string,
		]
	>([
		[
			"disabled",
			FAR,
			{ [FAR]: "Disabled" },
			quoted(`${FAR} is disabled.`, "DisabledException"),
		],
		[
			"pending deletion",
			FAR,
			{ [FAR]: "PendingDeletion" },
			quoted(`${FAR} is pending deletion.`, "KMSInvalidStateException"),
		],
		[
			"unknown",
			unknown,
			{},
			quoted(`Key '${unknown}' does not exist`, "NotFoundException"),
		],
		[
			"an unknown alias",
			"alias/none",
			{},
			quoted(
				`Alias ${kmsArn("alias/none", THERE)} is not found.`,
				"NotFoundException",
			),
		],
		[
			"of another region",
			KEY,
			{},
			quoted("Invalid arn us-east-1", "NotFoundException"),
		],
		[
			"the default key of another account",
			defaultKeyArn({ ...THERE, account: STRANGE.account }),
			{ [defaultKeyArn({ ...THERE, account: STRANGE.account })]: "Enabled" },
			denied(
				"kms:GenerateDataKey",
				defaultKeyArn({ ...THERE, account: STRANGE.account }),
			),
		],
	])("is refused where it is %s", (_, kmsKeyId, states, said) => {
		expect(why(keyForReplica(replica, kmsKeyId, inState(states)))).toBe(said);
	});

	it("is refused where the key service makes no data key for one that it did not have", () => {
		const context = refusing("generateDataKey", accessDenied("no"));
		expect(why(keyForReplica(replica, FAR, context))).toBe(
			denied("kms:GenerateDataKey", FAR),
		);
		// Nothing is made for the one that it has.
		expect(
			why(keyForReplica({ ...replica, kmsKeyId: FAR }, FAR, context)),
		).toBe("nothing");
	});

	it("is refused also where nothing is to be sealed, and the replica has it", () => {
		const keyed = { ...replica, kmsKeyId: FAR };
		const dead = inState({ [FAR]: "Disabled" });
		expect(why(keyForReplica(keyed, FAR, dead))).toContain("is disabled.");
	});
});
