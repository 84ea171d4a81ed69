/** Looks at a value from outside: `undefined` when it is as expected, else what is wrong and where. */
export type Check = (value: unknown, path: string) => string | undefined;

export const text: Check = (value, path) =>
	typeof value === "string" ? undefined : `${path} must be a text`;

export const wholeNumber: Check = (value, path) =>
	Number.isSafeInteger(value) ? undefined : `${path} must be a whole number`;

export const literal =
	(expected: string | number): Check =>
	(value, path) =>
		value === expected
			? undefined
			: `${path} must be ${JSON.stringify(expected)}`;

export const optional =
	(check: Check): Check =>
	(value, path) =>
		value === undefined ? undefined : check(value, path);

export const listOf =
	(check: Check): Check =>
	(value, path) =>
		Array.isArray(value)
			? firstProblem(
					Array.from(value, (each, i) => () => check(each, `${path}[${i}]`)),
				)
			: `${path} must be a list`;

/** A list with a fixed number of elements. */
export const tuple =
	(...checks: readonly Check[]): Check =>
	(value, path) =>
		Array.isArray(value) && value.length === checks.length
			? firstProblem(
					checks.map((check, i) => () => check(value[i], `${path}[${i}]`)),
				)
			: `${path} must be a list of ${checks.length}`;

/** An object with these members; others are not looked at. */
export const record =
	(members: Readonly<Record<string, Check>>): Check =>
	(value, path) =>
		typeof value === "object" && value !== null && !Array.isArray(value)
			? firstProblem(
					Object.entries(members).map(
						([name, check]) =>
							() =>
								check(
									(value as Record<string, unknown>)[name],
									`${path}.${name}`,
								),
					),
				)
			: `${path} must be an object`;

function firstProblem(
	checks: readonly (() => string | undefined)[],
): string | undefined {
	for (const check of checks) {
		const problem = check();
		if (problem !== undefined) return problem;
	}
	return undefined;
}
