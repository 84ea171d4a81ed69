/** Comparing two answers, the real one and the model's. Imports nothing from the package. */
import { keyIds } from "../support/key-arbitraries.js";
import type { Input, OperationName } from "./admission.js";
import { UNSEEN_ID } from "./key-permissions.js";
import { REQUEST_ID } from "./keys.js";
import type { Answer } from "./model.js";
import { keepsRules } from "./password.js";
import { isPrintOf } from "./policy.js";
import { UNRECORDED } from "./refusal.js";
import type { Output } from "./secret.js";

/** The model's answer with what it cannot know taken from the real one, if that is well formed. */
export function completed(
	expected: Output,
	real: Output,
	operation: OperationName,
	input: Input,
): Output {
	if (operation === "GetRandomPassword")
		return keepsRules(real.RandomPassword, input)
			? { ...expected, RandomPassword: real.RandomPassword }
			: expected;
	const { ResourcePolicy } = expected;
	if (
		typeof ResourcePolicy === "string" &&
		isPrintOf(ResourcePolicy, String(real.ResourcePolicy))
	)
		return { ...expected, ResourcePolicy: real.ResourcePolicy };
	return withArn(expected, String(real.ARN));
}

/** The model's answer with the real random suffix. */
function withArn(expected: Output, real: string): Output {
	const [start = "", end] = String(expected.ARN).split("??????");
	const known = end === undefined;
	const suffix = real.slice(start.length);
	if (known || !real.startsWith(start) || !/^[A-Za-z0-9]{6}$/.test(suffix))
		return expected;
	return { ...expected, ARN: real };
}

/** Name and message of a refusal; validation sentences in any order, unrecorded texts not compared. */
export function refusal(answer: Answer, expected: Answer): unknown {
	if (answer.ok) return { accepted: answer.value };
	const { name, message } = answer.error;
	if (!expected.ok && expected.error.message === UNRECORDED) return { name };
	const [start, sentences] = withRequestId(message).split(" detected: ");
	return { name, start, sentences: sentences?.split("; ").sort() };
}

/** A text with what is random of an answer of KMS that it quotes: its id, and that of a key made on use. */
export const withRequestId = (text: string) =>
	text
		.replace(
			/Request ID: [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12};/,
			`Request ID: ${REQUEST_ID};`,
		)
		.replace(
			/(?<=on resource: arn:[^ ]*:key\/)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?= )/,
			(id) => (keyIds.some((each) => each === id) ? id : UNSEEN_ID),
		);

const LISTS = [
	...["Versions", "SecretList", "SecretValues", "Errors"],
	"ReplicationStatus",
];
const MAPS = ["VersionIdsToStages", "SecretVersionsToStages"];

/** The answer with labels sorted, as sets, and the opaque NextToken as present or not. */
export function comparable(answer: Output): Output {
	return Object.fromEntries(
		Object.entries(answer).map(([member, value]) => {
			if (member === "NextToken") return [member, typeof value];
			if (["Message", "StatusMessage"].includes(member))
				return [member, withRequestId(String(value))];
			if (member === "VersionStages" && Array.isArray(value))
				return [member, [...value].sort()];
			if (MAPS.includes(member))
				return [
					member,
					Object.entries(value as Record<string, string[]>)
						.map(([id, stages]) => [id, [...stages].sort()])
						.sort(),
				];
			if (LISTS.includes(member))
				return [member, (value as Output[]).map(comparable)];
			return [member, value];
		}),
	);
}
