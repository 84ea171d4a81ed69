import type { Region } from "../values/region.js";
import type { AliasArn, KeyArn } from "./key.js";

/** A refusal as AWS KMS gives it to the service that asked. */
export interface KmsError {
	readonly code:
		| "AccessDeniedException"
		| "DisabledException"
		| "KMSInvalidStateException"
		| "NotFoundException";
	readonly message: string;
}

export const disabled = (arn: KeyArn): KmsError => ({
	code: "DisabledException",
	message: `${arn} is disabled.`,
});

export const pendingDeletion = (arn: KeyArn): KmsError => ({
	code: "KMSInvalidStateException",
	message: `${arn} is pending deletion.`,
});

/** Observed: this text has no full stop, that about an alias has (2026-09). */
export const noSuchKey = (arn: KeyArn): KmsError => ({
	code: "NotFoundException",
	message: `Key '${arn}' does not exist`,
});

export const noSuchAlias = (arn: AliasArn): KmsError => ({
	code: "NotFoundException",
	message: `Alias ${arn} is not found.`,
});

export const invalidKeyId = (text: string): KmsError => ({
	code: "NotFoundException",
	message: `Invalid keyId '${text}'`,
});

/** Assumed: a key of another region is refused by a text of KMS that users quote, which names the region of the ARN. */
export const ofAnotherRegion = (region: Region): KmsError => ({
	code: "NotFoundException",
	message: `Invalid arn ${region}`,
});

/** Secrets Manager quotes nothing of it. */
export const NOT_ALLOWED: KmsError = {
	code: "AccessDeniedException",
	message: "Another account may not use this key.",
};
