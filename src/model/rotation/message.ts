import { base64Encode, utf8Encode } from "../../base/bytes.js";
import type { Kms } from "../../kms/kms.js";
import { openPayload } from "../sealing.js";
import type { Secret } from "../secret.js";
import { listedVersions } from "../stages.js";

/**
 * What a rotation function says of its failure, at most 1,000 characters, without what it quotes of the values of labelled
 * versions: errors of parsers and drivers do. Six characters in a row are a quotation, of a text, of a member of JSON, or of
 * either as base64 or escaped.
 */
export function withoutValues(
	message: string | undefined,
	secret: Secret,
	kms: Kms,
): string | undefined {
	if (message === undefined) return undefined;
	const text = message.slice(0, MOST_CHARACTERS);
	const quoted = quotedPlaces(text, valuesOf(secret, kms).flatMap(waysToWrite));
	let told = "";
	for (let i = 0; i < text.length; i++)
		if (!quoted.has(i)) told += text[i];
		else if (!quoted.has(i - 1)) told += HIDDEN;
	return told;
}

const HIDDEN = "(hidden)";
const MOST_CHARACTERS = 1000;
const SHORTEST = 6;

/** The places of a text that are part of a quotation. */
function quotedPlaces(
	text: string,
	sources: readonly string[],
): ReadonlySet<number> {
	const placesOf = new Map<string, number[]>();
	for (let i = 0; i + SHORTEST <= text.length; i++) {
		const part = text.slice(i, i + SHORTEST);
		placesOf.set(part, [...(placesOf.get(part) ?? []), i]);
	}
	const quoted = new Set<number>();
	for (const source of sources)
		for (let i = 0; i + SHORTEST <= source.length; i++)
			for (const place of placesOf.get(source.slice(i, i + SHORTEST)) ?? [])
				for (let j = 0; j < SHORTEST; j++) quoted.add(place + j);
	return quoted;
}

function valuesOf(secret: Secret, kms: Kms): readonly string[] {
	return listedVersions(secret, false).flatMap((version) => {
		const payload = openPayload(secret, version, kms);
		if (!payload.ok) return [];
		const { value } = payload;
		return value.kind === "string"
			? (textsIn(value.text) ?? [value.text])
			: [value.base64];
	});
}

/** The texts and numbers that a JSON object or list has, at any depth; not the names of its members. */
function textsIn(json: string): readonly string[] | undefined {
	if (!/^\s*[[{]/.test(json)) return undefined;
	const texts: string[] = [];
	try {
		JSON.parse(json, (_, value) => {
			if (typeof value === "string" || typeof value === "number")
				texts.push(String(value));
			return value;
		});
		return texts;
	} catch {
		return undefined; // not every value is JSON
	}
}

const waysToWrite = (text: string): readonly string[] => [
	text,
	base64Encode(utf8Encode(text)),
	JSON.stringify(text).slice(1, -1),
	encodeURIComponent(text.replace(LONE_SURROGATES, "\ufffd")),
];

/** What no encoding can hold. */
const LONE_SURROGATES =
	/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
