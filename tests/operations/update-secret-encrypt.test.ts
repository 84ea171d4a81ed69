import { createStore, type Kms, localKms } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { CONTEXT, given, token } from "../support/given.js";

const keyNamed = (start: string) =>
	`arn:aws:kms:us-east-1:123456789012:key/${start}-0000-4000-8000-000000000000`;
const OLD = keyNamed("01d00000");
const NEW = keyNamed("2e300000");

/** For a caller with or without kms:Encrypt of the new key. */
const kmsWith = (mayEncrypt: boolean): Kms => ({
	...localKms({ rootKey: new Uint8Array(32).fill(7) }),
	mayWrap: (arn) => mayEncrypt || arn !== NEW,
});

describe("UpdateSecret to another key [R-ST-enc]", () => {
	it.each([
		["with kms:Encrypt of it", true, [OLD, NEW]],
		["without, silently", false, [OLD]],
	])("%s: AWSCURRENT is under %3$j", (_, mayEncrypt, keys) => {
		const store = createStore({ unknownKeys: "register" });
		given(store, { ...CONTEXT, kms: kmsWith(mayEncrypt) })
			.after("CreateSecret", {
				Name: "db",
				SecretString: "one",
				KmsKeyId: OLD,
				ClientRequestToken: token("v1"),
			})
			.after("UpdateSecret", { SecretId: "db", KmsKeyId: NEW })
			.when("ListSecretVersionIds", { SecretId: "db" })
			.answers({
				Versions: [expect.objectContaining({ KmsKeyIds: keys })],
			})
			.when("DescribeSecret", { SecretId: "db" })
			.answers({ KmsKeyId: NEW });
	});
});
