import { randomText } from "../base/random.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { type Failure, invalidParameter } from "../values/failure.js";

/** What a password is made of. */
export interface PasswordRules {
	/** Characters, 1 to 4,096. */
	readonly length: number;
	/** The types of characters that it may have. */
	readonly types: readonly CharacterType[];
	readonly includeSpace: boolean;
	/** Characters that it must not have, in any order, any number of times. */
	readonly excluded: string;
	/** Whether it must have a character of each type. */
	readonly requireEachType: boolean;
}

export type CharacterType = keyof typeof CHARACTERS;

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html */
const CHARACTERS = {
	uppercase: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
	lowercase: "abcdefghijklmnopqrstuvwxyz",
	numbers: "0123456789",
	punctuation: "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
} as const;

/**
 * Draws a password from a seed: of all passwords that keep the rules, each with the same chance. Rules that no password
 * can keep are refused with InvalidParameterException.
 */
export function drawPassword(
	{ length, types, includeSpace, excluded, requireEachType }: PasswordRules,
	seed: string,
): Result<string, Failure> {
	const without = (characters: string) =>
		[...characters].filter((each) => !excluded.includes(each)).join("");
	const allowed = types.map((type) => without(CHARACTERS[type]));
	const needed = requireEachType ? allowed : [];
	const pool = allowed.join("") + without(includeSpace ? " " : "");
	// Assumed: a length that is too short is spoken of before types that have no characters left.
	if (length < needed.length)
		return refuse("Password length is too short based on the required types.");
	if (needed.includes(""))
		return refuse("All characters of the desired type have been excluded.");
	if (pool === "")
		return refuse("All characters have been excluded from selection.");
	for (let round = 0; ; round++) {
		const place = ["random password", String(round)];
		const drawn = randomText(seed, place, pool, length);
		if (needed.every((type) => hasOneOf(drawn, type))) return ok(drawn);
	}
}

const refuse = (message: string) => err(invalidParameter(message));

const hasOneOf = (text: string, characters: string): boolean =>
	[...text].some((each) => characters.includes(each));
