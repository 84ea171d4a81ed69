import type { Kms } from "../../kms/kms.js";
import { openPayload } from "../sealing.js";
import type { Secret } from "../secret.js";
import { listedVersions } from "../stages.js";

/**
 * What a rotation function says of its failure, without any value that a labelled version of the secret has, as a whole or as
 * a member of its JSON: errors of parsers and drivers like to quote. Texts of less than 6 characters stay.
 */
export const withoutValues = (
	message: string | undefined,
	secret: Secret,
	kms: Kms,
): string | undefined =>
	message === undefined
		? undefined
		: valuesOf(secret, kms)
				.filter((value) => value.length >= 6)
				.sort((a, b) => b.length - a.length) // a part of another value must not break it up
				.reduce((text, value) => text.replaceAll(value, HIDDEN), message)
				.slice(0, MOST_CHARACTERS);

const HIDDEN = "(hidden)";
const MOST_CHARACTERS = 1000;

function valuesOf(secret: Secret, kms: Kms): readonly string[] {
	return listedVersions(secret, false).flatMap((version) => {
		const payload = openPayload(secret, version, kms);
		if (!payload.ok) return [];
		const { value } = payload;
		return value.kind === "string"
			? [value.text, ...textsIn(value.text)]
			: [value.base64];
	});
}

/** The texts that a JSON value has, at any depth. */
function textsIn(json: string): readonly string[] {
	const texts: string[] = [];
	try {
		JSON.parse(json, (_, value) => {
			if (typeof value === "string") texts.push(value);
			return value;
		});
	} catch {
		// Not every value is JSON.
	}
	return texts;
}
