/** Conditions as probes: which keys a request has, by what it passes on. */
import { expect } from "vitest";
import { ADA, may, whoMay } from "./callers.js";
import type { Result, World } from "./given.js";

export type Values = string | readonly string[];

/** A condition that holds where a key has these values and no others; without any, where it is absent. */
const having = (key: string, values: Values | undefined): object =>
	values === undefined
		? { Null: { [key]: true } }
		: {
				Null: { [key]: false },
				"ForAllValues:StringEquals": { [key]: values },
			};

/** Whether a request passes on a condition; its own refusal counts as passing. */
function passes(
	world: World,
	operation: string,
	input: object,
	Condition: object,
): boolean {
	const others = [
		"TagResource",
		"ReplicateSecretToRegions",
		"PutResourcePolicy",
	];
	const caller = whoMay(
		ADA,
		may(operation, { Condition }),
		may(others.filter((each) => each !== operation)),
		may(["kms:*", "lambda:*"]),
	);
	const refusals = refusalsOf(world.as({ caller }).when(operation, input));
	return !refusals.includes("is not authorized to perform");
}
function refusalsOf(result: Result): string {
	try {
		return JSON.stringify(result.answer) && "";
	} catch (refusal) {
		return String(refusal);
	}
}

/** Expects that a key has these values, or is absent. */
export const expectKey = (
	world: World,
	operation: string,
	input: object,
	key: string,
	values: Values | undefined,
) => {
	const all =
		values === undefined || typeof values === "string" ? [values] : values;
	for (const each of all)
		if (each !== undefined) {
			const any = { "ForAnyValue:StringEquals": { [key]: each } };
			expect(passes(world, operation, input, any), `${key} ${each}`).toBe(true);
		}
	const exactly = having(key, values);
	expect(passes(world, operation, input, exactly), `${key} ${values}`).toBe(
		true,
	);
	const otherwise = having(key, values === undefined ? "x" : undefined);
	expect(passes(world, operation, input, otherwise), key).toBe(false);
};
