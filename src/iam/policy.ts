/** A policy as its text, or as the object that this is JSON of. */
export type Policy = string | object;

export const isPolicy = (value: unknown): value is Policy =>
	typeof value === "string" ||
	(typeof value === "object" && value !== null && !Array.isArray(value));

/** The text of a policy: anew each time, for its owner may have changed an object since. `""` where there is no JSON of it. */
export function policyText(policy: Policy): string {
	if (typeof policy === "string") return policy;
	try {
		return JSON.stringify(policy) ?? "";
	} catch {
		return "";
	}
}
