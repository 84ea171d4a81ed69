import { expect, it } from "vitest";
import {
	isDisabled,
	isPendingDeletion,
	type KmsError,
	noKeyId,
	noSuchAlias,
	noSuchKey,
	notAllowed,
	ofAnotherRegion,
	quote,
} from "../../src/kms/kms-error.js";
import { keyArn, kmsArn } from "../support/keys.js";

const KEY = keyArn("a");
const ALIAS = kmsArn("alias/mine");

it.each<[what: string, KmsError, code: KmsError["code"], message: string]>([
	[
		"a disabled key [R-ST-enc]",
		isDisabled(KEY),
		"DisabledException",
		`${KEY} is disabled.`,
	],
	[
		"a key that is pending deletion [R-ST-enc]",
		isPendingDeletion(KEY),
		"KMSInvalidStateException",
		`${KEY} is pending deletion.`,
	],
	[
		"an unknown key [R-ST-enc]",
		noSuchKey(KEY),
		"NotFoundException",
		`Key '${KEY}' does not exist`,
	],
	[
		"an unknown alias [R-ST-enc]",
		noSuchAlias(ALIAS),
		"NotFoundException",
		`Alias ${ALIAS} is not found.`,
	],
	[
		"garbage [R-ST-enc]",
		noKeyId("garbage"),
		"NotFoundException",
		"Invalid keyId 'garbage'",
	],
	[
		"a key of another region (assumed)",
		ofAnotherRegion("eu-west-1"),
		"NotFoundException",
		"Invalid arn eu-west-1",
	],
])("KMS answers to %s", (_, error, code, message) => {
	expect(error).toEqual({ code, message });
});

it("KMS denies a key with a code of its own", () => {
	expect(notAllowed(KEY).code).toBe("AccessDeniedException");
});

it("a service quotes what KMS answered, its code and its request [R-ST-enc]", () => {
	expect(quote(isDisabled(KEY), "the-id")).toBe(
		`${KEY} is disabled. (Service: AWSKMS; Status Code: 400; Error Code: DisabledException; Request ID: the-id; Proxy: null)`,
	);
});
