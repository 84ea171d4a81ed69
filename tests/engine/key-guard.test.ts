import { describe, expect, it } from "vitest";
import { callOf } from "../../src/engine/call.js";
import { keyGuard } from "../../src/engine/key-guard.js";
import type { Caller } from "../../src/iam/caller.js";
import { defaultKeyArn } from "../../src/kms/key.js";
import { withKey } from "../../src/kms/key-ring.js";
import { aKeyRing } from "../model/a-secret.js";
import {
	ADA,
	ada,
	BOB,
	deniedIn,
	EVE,
	may,
	mayNot,
	notAuthorized,
	of,
	policyTextOf,
	type Statement,
	whoMay,
} from "../support/callers.js";
import { CONTEXT } from "../support/given.js";
import { keyArn } from "../support/keys.js";
import { HERE, STRANGE } from "../support/places.js";

const KEY = keyArn("a");
const BOUND = { SecretARN: "arn", SecretVersionId: "v1" };
const guard = (
	caller: Caller | undefined,
	statements: readonly Statement[] = [],
	context = CONTEXT,
) => {
	const policy =
		statements.length === 0 ? undefined : policyTextOf(...statements);
	const ring = withKey(aKeyRing(), { arn: KEY, state: "Enabled", policy });
	return keyGuard(ring, callOf({ ...context, caller }));
};
const decrypted = (...args: Parameters<typeof guard>) =>
	guard(...args)("Decrypt", KEY, BOUND);

describe("a guard of keys lets in", () => {
	it.each<[who: string, args: Parameters<typeof guard>]>([
		["whom its policies let", [ada("kms:Decrypt")]],
		["whom the key's policy lets", [{ arn: ADA }, [of(ADA, may("kms:*"))]]],
		["the root that owns the key", [undefined]],
		[
			"somebody of another account where the key has no policy",
			[whoMay(EVE, may("kms:Decrypt"))],
		],
	])("%s", (_, args) => {
		expect(decrypted(...args)).toBe(undefined);
	});

	it("everybody to AWS's own key of the account", () => {
		const use = guard({ arn: ADA });
		expect(use("Decrypt", defaultKeyArn(HERE), BOUND)).toBe(undefined);
		expect(use("Decrypt", defaultKeyArn(STRANGE), BOUND)).toBeTypeOf("string");
	});
});

describe("a guard of keys says to others, as KMS does", () => {
	const says = (...args: Parameters<typeof notAuthorized>) =>
		notAuthorized(...args)[1];
	const no = (by: string) => ({
		by,
		why: "because no resource-based policy allows the kms:Decrypt action",
	});

	it.each<[what: string, args: Parameters<typeof guard>, says: string]>([
		["what is lacking", [ada("kms:Encrypt")], says("kms:Decrypt", KEY)],
		[
			"what is denied",
			[whoMay(ADA, may("*"), mayNot("kms:Decrypt"))],
			says("kms:Decrypt", KEY, deniedIn("identity-based policy")),
		],
		[
			"that the key's policy does not name them",
			[ada("kms:*"), [of(BOB, may("kms:*"))]],
			says("kms:Decrypt", KEY, no(ADA)),
		],
		[
			"that it is another account's",
			[whoMay(EVE, may("*")), [of(ADA, may("kms:*"))]],
			says("kms:Decrypt", KEY, no(EVE)),
		],
	])("%s", (_, args, sentence) => {
		expect(decrypted(...args)).toBe(sentence);
	});

	it("for each use by itself, and for what it is bound to", () => {
		const caller = whoMay(
			ADA,
			may("kms:Decrypt", {
				Condition: {
					StringEquals: { "kms:EncryptionContext:SecretVersionId": "v1" },
				},
			}),
		);
		const use = guard(caller);
		expect(use("Decrypt", KEY, BOUND)).toBe(undefined);
		const other = { ...BOUND, SecretVersionId: "v2" };
		expect(use("Decrypt", KEY, other)).toBe(says("kms:Decrypt", KEY));
		for (const action of ["GenerateDataKey", "Encrypt"] as const)
			expect(use(action, KEY, BOUND)).toBe(says(`kms:${action}`, KEY));
	});
});
