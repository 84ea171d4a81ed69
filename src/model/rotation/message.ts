import { base64Encode, utf8Decode, utf8Encode } from "../../base/bytes.js";
import type { Kms } from "../../kms/kms.js";
import { bytesOf } from "../../values/payload.js";
import { unsealPayload } from "../sealing.js";
import type { Secret } from "../secret.js";
import { listedVersions } from "../stages.js";

/**
 * What a rotation function says of its failure, at most 1,000 characters, without what it quotes of the values of labelled
 * versions: errors of parsers and drivers do. Six characters in a row are a quotation, of a text, of a member of JSON, or of
 * either as base64 or escaped. Nothing of it is left where the key service does not open one of those values.
 */
export function withoutValues(
	message: string | undefined,
	secret: Secret,
	kms: Kms,
): string | undefined {
	if (message === undefined) return undefined;
	const text = message.slice(0, MOST_CHARACTERS);
	const values = valuesOf(secret, kms);
	if (values === undefined) return HIDDEN;
	const quoted = quotedPlaces(text, values);
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
	const parts = new Set(partsOf(text));
	const quoted = new Set<string>();
	for (const source of sources)
		for (const part of partsOf(source)) if (parts.has(part)) quoted.add(part);
	const places = new Set<number>();
	let place = 0;
	for (const part of partsOf(text)) {
		if (quoted.has(part))
			for (let i = 0; i < SHORTEST; i++) places.add(place + i);
		place++;
	}
	return places;
}

/** Each run of six characters of a text, from its first character on. */
function* partsOf(text: string): Generator<string> {
	for (let i = 0; i + SHORTEST <= text.length; i++)
		yield text.slice(i, i + SHORTEST);
}

/** All ways to write the values of labelled versions; `undefined` where one of them stays shut. */
function valuesOf(secret: Secret, kms: Kms): readonly string[] | undefined {
	const payloads = listedVersions(secret, false).map((version) =>
		unsealPayload(secret, version, kms),
	);
	return payloads.every((payload) => payload.ok)
		? payloads.flatMap(({ value }) =>
				value.kind === "string"
					? writtenWays(value.text)
					: [value.base64, utf8Decode(bytesOf(value.base64))],
			)
		: undefined;
}

/** Of JSON the members, so that their names may be spoken of, and the base64 of the whole. */
function writtenWays(text: string): readonly string[] {
	const members = textsIn(text);
	return members === undefined
		? waysToWrite(text)
		: [...members.flatMap(waysToWrite), base64Of(text)];
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
	base64Of(text),
	JSON.stringify(text).slice(1, -1),
	encodeURIComponent(text.replace(LONE_SURROGATES, "\ufffd")),
];

const base64Of = (text: string): string => base64Encode(utf8Encode(text));

/** What no encoding can hold. */
const LONE_SURROGATES =
	/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
