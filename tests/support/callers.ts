/** Who calls in tests of permissions, and policies of statements that read well. */
import type { Caller } from "pure-secrets-manager";
import { HERE, STRANGE } from "./places.js";

export const ADA = `arn:aws:iam::${HERE.account}:user/ada`;
export const BOB = `arn:aws:iam::${HERE.account}:user/bob`;
export const ROLE = `arn:aws:iam::${HERE.account}:role/app`;
/** A session of the role. */
export const SESSION = `arn:aws:sts::${HERE.account}:assumed-role/app/one`;
/** A user of another account. */
export const EVE = `arn:aws:iam::${STRANGE.account}:user/eve`;
export const ROOT = `arn:aws:iam::${HERE.account}:root`;
export const SERVICE = "rds.amazonaws.com";

export type Statement = Readonly<Record<string, unknown>>;
type Actions = string | readonly string[];

/** An operation by its name, or any action. */
const actionOf = (name: string): string =>
	name.includes(":") || name === "*" ? name : `secretsmanager:${name}`;

const saying = (effect: string, actions: Actions, members: Statement) => ({
	Effect: effect,
	Action: (typeof actions === "string" ? [actions] : actions).map(actionOf),
	Resource: "*",
	...members,
});

/** `may("GetSecretValue")`, `may(["*"], { Resource: "arn:…" })` */
export const may = (actions: Actions, members: Statement = {}): Statement =>
	saying("Allow", actions, members);
export const mayNot = (actions: Actions, members: Statement = {}): Statement =>
	saying("Deny", actions, members);
/** The same in a policy that names principals: `of(ADA, may("*"))`. */
export const of = (AWS: Actions, statement: Statement): Statement => ({
	...statement,
	Principal: { AWS },
});

export const policyOf = (...statements: readonly Statement[]): object => ({
	Version: "2012-10-17",
	Statement: statements,
});
export const policyTextOf = (...statements: readonly Statement[]): string =>
	JSON.stringify(policyOf(...statements));

/** Somebody with an identity policy of these statements: `.as({ caller: whoMay(ADA, may("GetSecretValue")) })`. */
export const whoMay = (
	arn: string,
	...statements: readonly Statement[]
): Caller => ({
	arn,
	identityPolicies: [policyOf(...statements)],
});

/** Ada, who may do these things and nothing else, each on everything. */
export const ada = (...actions: readonly string[]): Caller =>
	whoMay(ADA, may(actions));

/** What a refusal says: `["AccessDeniedException", "User: …"]`. */
export const notAuthorized = (
	operation: string,
	on?: string,
	{
		by = ADA,
		why = `because no identity-based policy allows the ${actionOf(operation)} action`,
	}: { readonly by?: string; readonly why?: string } = {},
) =>
	[
		"AccessDeniedException",
		`User: ${by} is not authorized to perform: ${actionOf(operation)}${on === undefined ? "" : ` on resource: ${on}`} ${why}`,
	] as const;

export const deniedIn = (kind: string): { readonly why: string } => ({
	why: `with an explicit deny in a${kind === "identity-based policy" ? "n" : ""} ${kind}`,
});
export const NO_KMS = [
	"AccessDeniedException",
	"Access to KMS is not allowed",
] as const;
export const LOCKED_OUT = [
	"AccessDeniedException",
	"This resource policy will not allow you to manage this secret in the future.",
] as const;
