/** Callers of two accounts, each with an access key of one host, and the policies that let them in or keep them out. */
import { registerKey } from "pure-secrets-manager";
import type { Host, Identities } from "pure-secrets-manager/host";
import { hostAtNoon, run } from "../host/host-at-noon.js";
import { token } from "../support/given.js";
import { keyArn, keyId } from "../support/keys.js";
import { HERE, STRANGE } from "../support/places.js";

/** A statement that allows something on whatever, changed by what is given. */
export const statement = (members: object) => ({
	Effect: "Allow",
	Action: "secretsmanager:GetSecretValue",
	Resource: "*",
	...members,
});

export const policy = (...statements: readonly object[]) => ({
	Version: "2012-10-17",
	Statement: statements,
});

const KEYS = statement({ Action: "kms:*" });
const ROLE = `arn:aws:iam::${HERE.account}:role/app`;
const SESSION = `arn:aws:sts::${HERE.account}:assumed-role/app/lambda`;

/**
 * Ana may do everything to secrets named `app/…`, and Bob, of the other account, may read all; both have a secret key. The
 * session of the role `app` may use keys, and by its session policy describe. The root is a caller like others.
 */
export const CALLERS = {
	AKIAROOT: { arn: `arn:aws:iam::${HERE.account}:root` },
	AKIAANA: {
		arn: `arn:aws:iam::${HERE.account}:user/ana`,
		identityPolicies: [
			policy(
				KEYS,
				statement({
					Action: "secretsmanager:*",
					Resource: `arn:aws:secretsmanager:*:${HERE.account}:secret:app/*`,
				}),
			),
		],
	},
	AKIABOB: {
		arn: `arn:aws:iam::${STRANGE.account}:user/bob`,
		identityPolicies: [policy(KEYS, statement({}))],
	},
	AKIAAPP: {
		arn: SESSION,
		identityPolicies: [policy(KEYS)],
		sessionPolicies: [
			policy(KEYS, statement({ Action: "secretsmanager:DescribeSecret" })),
		],
	},
} as const;

export type AccessKey = keyof typeof CALLERS;

export const accessKeys = Object.keys(CALLERS) as readonly AccessKey[];

/** What each signs with. */
export const credentialsOf = (accessKeyId: AccessKey) => ({
	accessKeyId,
	secretAccessKey: `secret key of ${accessKeyId}`,
});

const IDENTITIES: Identities = Object.fromEntries(
	accessKeys.map((accessKeyId) => [
		accessKeyId,
		{
			secretKey: credentialsOf(accessKeyId).secretAccessKey,
			caller: CALLERS[accessKeyId],
		},
	]),
);

/** A host with a secret `app/db` of one account, under a customer key, and a resource policy if one is given. */
export function hostOfTwoAccounts(
	resourcePolicy?: object,
	identities: Identities = {},
): { readonly host: Host; readonly SecretId: string } {
	const host = hostAtNoon({ identities: { ...IDENTITIES, ...identities } });
	host.transact((store, context) =>
		registerKey(store, { keyId: keyId("a") }, context),
	);
	const { ARN: SecretId } = run(host, "CreateSecret", {
		Name: "app/db",
		SecretString: "of the owner",
		KmsKeyId: keyArn("a"),
		ClientRequestToken: token("v1"),
	});
	if (resourcePolicy !== undefined)
		run(host, "PutResourcePolicy", {
			SecretId,
			ResourcePolicy: JSON.stringify(resourcePolicy),
		});
	return { host, SecretId };
}

/** What one who reads is answered: the value, or how the refusal ends. */
export type Heard =
	| "the value"
	| "no identity-based policy"
	| "no session policy"
	| "no resource-based policy"
	| "an explicit deny in a resource-based policy";

const OK = "the value";
const NO_IDENTITY = "no identity-based policy";
const NO_SESSION = "no session policy";
const NO_RESOURCE = "no resource-based policy";
const DENIED = "an explicit deny in a resource-based policy";

/** Statements of the resource policy, and what each caller hears of it, in the order of `accessKeys`. */
export const WHO_READS: readonly {
	readonly policy: string;
	readonly statements: readonly object[];
	readonly heard: readonly [root: Heard, ana: Heard, bob: Heard, app: Heard];
}[] = [
	{
		policy: "without a policy",
		statements: [],
		heard: [OK, OK, NO_RESOURCE, NO_IDENTITY],
	},
	{
		policy: "that allows the other account",
		statements: [statement({ Principal: { AWS: STRANGE.account } })],
		heard: [OK, OK, OK, NO_IDENTITY],
	},
	{
		policy: "that allows Bob",
		statements: [statement({ Principal: { AWS: CALLERS.AKIABOB.arn } })],
		heard: [OK, OK, OK, NO_IDENTITY],
	},
	{
		policy: "that leaves it to its own account",
		statements: [statement({ Principal: { AWS: CALLERS.AKIAROOT.arn } })],
		heard: [OK, OK, NO_RESOURCE, NO_IDENTITY],
	},
	{
		policy: "that allows the role of the session",
		statements: [statement({ Principal: { AWS: ROLE } })],
		heard: [OK, OK, NO_RESOURCE, NO_SESSION],
	},
	{
		policy: "that allows the session itself",
		statements: [statement({ Principal: { AWS: SESSION } })],
		heard: [OK, OK, NO_RESOURCE, OK],
	},
	{
		policy: "that allows everybody",
		statements: [statement({ Principal: "*" })],
		heard: [OK, OK, OK, OK],
	},
	{
		policy: "that allows everybody something else",
		statements: [
			statement({ Principal: "*", Action: "secretsmanager:DescribeSecret" }),
		],
		heard: [OK, OK, NO_RESOURCE, NO_IDENTITY],
	},
	{
		policy: "that allows everybody another stage",
		statements: [
			statement({
				Principal: "*",
				Condition: {
					StringEquals: { "secretsmanager:VersionStage": "AWSPREVIOUS" },
				},
			}),
		],
		heard: [OK, OK, NO_RESOURCE, NO_IDENTITY],
	},
	{
		policy: "that denies Ana",
		statements: [
			statement({ Effect: "Deny", Principal: { AWS: CALLERS.AKIAANA.arn } }),
		],
		heard: [OK, DENIED, NO_RESOURCE, NO_IDENTITY],
	},
	{
		policy: "that denies its own account, and allows everybody",
		statements: [
			statement({ Principal: "*" }),
			statement({ Effect: "Deny", Principal: { AWS: HERE.account } }),
		],
		heard: [DENIED, DENIED, OK, DENIED],
	},
	{
		policy: "that denies other accounts, and allows everybody",
		statements: [
			statement({ Principal: "*" }),
			statement({
				Effect: "Deny",
				Principal: "*",
				Condition: {
					StringNotEquals: { "aws:PrincipalAccount": HERE.account },
				},
			}),
		],
		heard: [OK, OK, DENIED, OK],
	},
	{
		policy: "that denies all but Ana and the root",
		statements: [
			statement({
				Effect: "Deny",
				NotPrincipal: {
					AWS: [CALLERS.AKIAROOT.arn, CALLERS.AKIAANA.arn],
				},
			}),
		],
		heard: [OK, OK, DENIED, DENIED],
	},
];

/** What somebody hears who may not read, in AWS's words. */
export const refusalOf = (
	accessKeyId: AccessKey,
	heard: Exclude<Heard, "the value">,
	SecretId: string,
	action = "secretsmanager:GetSecretValue",
): string =>
	`User: ${CALLERS[accessKeyId].arn} is not authorized to perform: ${action} on resource: ${SecretId} ${
		heard === DENIED
			? `with ${DENIED}`
			: `because ${heard} allows the ${action} action`
	}`;
