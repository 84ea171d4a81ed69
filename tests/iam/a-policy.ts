import {
	type PolicyDocument,
	parseIdentityPolicy,
	parsePolicy,
} from "../../src/iam/document.js";

/** A statement that allows one user to read any secret, but for what a test says of it; `undefined` takes a member away. */
export const written = (
	members: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
	Effect: "Allow",
	Principal: { AWS: "arn:aws:iam::123456789012:user/ada" },
	Action: "secretsmanager:GetSecretValue",
	Resource: "*",
	...members,
});

/** A text of such statements. */
export const policyText = (
	...statements: readonly Readonly<Record<string, unknown>>[]
): string =>
	JSON.stringify({
		Version: "2012-10-17",
		Statement: statements.map(written),
	});

/** The same, read. */
export function policy(
	...statements: readonly Readonly<Record<string, unknown>>[]
): PolicyDocument {
	const parsed = parsePolicy(policyText(...statements));
	if (!parsed.ok) throw new Error(parsed.error.message);
	return parsed.value;
}

/** Such statements in a policy that is attached to who calls, read. */
export function ownPolicy(
	...statements: readonly Readonly<Record<string, unknown>>[]
): PolicyDocument {
	const parsed = parseIdentityPolicy(
		policyText(
			...statements.map((each) => ({ ...each, Principal: undefined })),
		),
	);
	if (!parsed.ok) throw new Error(parsed.error);
	return parsed.value;
}

/** One such statement, read. */
export function statement(members: Readonly<Record<string, unknown>>) {
	const [only] = policy(members).statements;
	if (only === undefined) throw new Error("A policy has a statement.");
	return only;
}
