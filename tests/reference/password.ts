/**
 * GetRandomPassword (9): which rules no password can keep, and whether one keeps them.
 * Imports nothing from the package.
 */
import type { Input } from "./admission.js";
import { refuse } from "./refusal.js";

const TYPES = [
	["ExcludeUppercase", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"],
	["ExcludeLowercase", "abcdefghijklmnopqrstuvwxyz"],
	["ExcludeNumbers", "0123456789"],
	["ExcludePunctuation", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"],
] as const;

interface Rules {
	readonly length: number;
	readonly types: readonly (readonly string[])[];
	readonly pool: readonly string[];
	readonly eachType: boolean;
}

function rulesOf(input: Input): Rules {
	const excluded = [...String(input.ExcludeCharacters ?? "")];
	const types = TYPES.filter(([flag]) => input[flag] !== true).map(
		([, characters]) =>
			[...characters].filter((each) => !excluded.includes(each)),
	);
	const space =
		input.IncludeSpace === true && !excluded.includes(" ") ? [" "] : [];
	return {
		length: Number(input.PasswordLength ?? 32),
		types,
		pool: [...types.flat(), ...space],
		eachType: input.RequireEachIncludedType !== false,
	};
}

export function checkPasswordRules(input: Input): void {
	const { length, types, pool, eachType } = rulesOf(input);
	const cannot = (message: string) =>
		refuse("InvalidParameterException", message);
	if (eachType && length < types.length)
		cannot("Password length is too short based on the required types.");
	if (eachType && types.some((characters) => characters.length === 0))
		cannot("All characters of the desired type have been excluded.");
	if (pool.length === 0)
		cannot("All characters have been excluded from selection.");
}

export function keepsRules(password: unknown, input: Input): boolean {
	if (typeof password !== "string") return false;
	const { length, types, pool, eachType } = rulesOf(input);
	const characters = [...password];
	return (
		characters.length === length &&
		characters.every((each) => pool.includes(each)) &&
		(!eachType ||
			types.every((type) => characters.some((each) => type.includes(each))))
	);
}
