import { describe, expect, it } from "vitest";
import { ok } from "../../src/base/result.js";
import { localKms } from "../../src/kms/local-kms.js";
import { type Settings, withSettings } from "../../src/model/settings.js";
import { HOUR, NOON } from "../support/given.js";
import { keyArn, keyId } from "../support/keys.js";
import { HERE } from "../support/places.js";
import { aKeyRing, aSecret } from "./a-secret.js";

const LATER = NOON + HOUR;
const CONTEXT = {
	...HERE,
	keys: aKeyRing({ [keyArn("a")]: "Enabled", [keyArn("b")]: "Disabled" }),
	kms: localKms({ rootKey: new Uint8Array(32) }),
	seed: "seed",
	now: LATER,
};
const secret = aSecret(
	{},
	{ description: "orders", kmsKeyId: keyArn("a"), type: "partner" },
);
const changed = (settings: Settings) => withSettings(secret, settings, CONTEXT);

describe("a secret with other settings", () => {
	it.each<[what: string, Settings, changes: object]>([
		["a description", { description: "new" }, { description: "new" }],
		["no description", { description: "" }, { description: undefined }],
		["a key", { kmsKeyId: keyId("a") }, { kmsKeyId: keyId("a") }],
		["the default key", { kmsKeyId: "" }, { kmsKeyId: undefined }],
		["a type", { type: "new" }, { type: "new" }],
		["no type", { type: "" }, { type: undefined }],
		["what it has already", { type: "partner", kmsKeyId: keyArn("a") }, {}],
	])("has %s and a new date of change", (_, settings, changes) => {
		expect(changed(settings)).toEqual(
			ok({ ...secret, ...changes, lastChangedDate: LATER }),
		);
	});

	it("is the same object where nothing is given", () => {
		const same = changed({});
		expect(same.ok && same.value).toBe(secret);
	});

	it.each([
		["a key that is disabled", keyId("b")],
		["a key that is unknown", keyId("c")],
	])("is refused with %s, whatever else is given", (_, kmsKeyId) => {
		expect(changed({ kmsKeyId, description: "new" })).toMatchObject({
			ok: false,
			error: { name: "InvalidParameterException" },
		});
	});

	it("keeps a dead key that is not spoken of", () => {
		const dead = { ...CONTEXT, keys: aKeyRing({ [keyArn("a")]: "Deleted" }) };
		expect(withSettings(secret, { type: "new" }, dead)).toEqual(
			ok({ ...secret, type: "new", lastChangedDate: LATER }),
		);
	});
});
