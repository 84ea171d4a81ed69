import { kept } from "../base/kept.js";

/**
 * What a request says of itself, by condition key: `aws:sourcevpc`, `secretsmanager:versionstage`. The names are in lower
 * case, since upper and lower case are one in them. A key without values is as good as absent.
 */
export type Keys = Pick<ReadonlyMap<string, readonly string[]>, "get">;

/** The values of a key; none where it is absent. */
export const valuesOf = (keys: Keys, name: string): readonly string[] =>
	keys.get(name) ?? NONE;

/** The name of a key, or of an action, without regard to case: of the letters A to Z alone, as every name of AWS has them. */
export const inLowerCase: (name: string) => string = kept((name) =>
	name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
);

/**
 * The condition keys of tags: `aws:ResourceTag/team`, and so on.
 * Assumed: of tags whose keys differ in case alone a condition sees all values.
 */
export function tagKeys(
	prefix: string,
	tags: Iterable<readonly [key: string, value: string]>,
): ConditionKeys {
	const keys: Record<string, readonly string[]> = Object.create(null);
	for (const [key, value] of tags) {
		const name = inLowerCase(`${prefix}${key}`);
		keys[name] = [...(keys[name] ?? []), value];
	}
	return keys;
}

const NONE: readonly string[] = [];

/** A value of a condition key, or several, as it is given; see `Keys`. */
export type ConditionValue = string | number | boolean | readonly string[];

/** Condition keys by their names, such as `aws:SourceVpc`; one that is `undefined` is none. */
export type ConditionKeys = Readonly<
	Record<string, ConditionValue | undefined>
>;
