/** What tests of replication and of callers from other accounts draw from: few regions, few keys, policies that let strangers in. */
import fc from "fast-check";
import {
	accounts,
	mostly,
	rarely,
	regions,
	type Scope,
	weighted,
} from "./arbitraries.js";
import { keyAliases, keyIds } from "./key-arbitraries.js";
import type { KnownPolicy } from "./policies.js";

/** A region of the account that most secrets are in: the one they begin in, where replicas go, or of another partition. */
export const regionToReplicate = () =>
	weighted<string>(
		[3, regions[0]],
		[5, regions[2]],
		[4, regions[3]],
		[1, regions[1]],
		[1, "xx-nowhere-1"],
	);

export const replicaScope = (): fc.Arbitrary<Scope> =>
	weighted(
		[6, { account: accounts[0], region: regions[0] }],
		[4, { account: accounts[0], region: regions[2] }],
		[3, { account: accounts[0], region: regions[3] }],
		[1, { account: accounts[1], region: regions[2] }],
	);

/** The members of AddReplicaRegions, rarely none, without a Region or with an illegal one. */
export const replicaRegions = () =>
	mostly(
		fc.array(
			fc
				.record({
					Region: mostly(
						regionToReplicate(),
						fc.constantFrom<unknown>("no-region", "", null),
						40,
					),
					KmsKeyId: rarely(replicaKey(), 3),
				})
				.map(({ Region, KmsKeyId }) => ({
					Region,
					...(KmsKeyId !== undefined && { KmsKeyId }),
				})),
			{ minLength: 1, maxLength: 3 },
		),
		fc.constantFrom([], [{}]),
		40,
	);

const replicaKey = () =>
	weighted<string>(
		[4, keyIds[0]],
		[2, keyIds[2]],
		[4, keyAliases[0]],
		[2, "alias/aws/secretsmanager"],
		[1, ""],
		[1, "alias/nobody"],
		[1, "__proto__"],
		[1, `arn:aws:kms:${regions[2]}:${accounts[1]}:key/${keyIds[0]}`],
		[1, `arn:aws:kms:${regions[2]}:${accounts[1]}:alias/aws/secretsmanager`],
	);

/** How long replication takes. */
export const replication = () =>
	fc.constantFrom(
		"immediate" as const,
		"immediate" as const,
		{ afterMs: 1 },
		{ afterMs: 3_600_000 },
		{ afterMs: 2 * 86_400_000 },
	);

const [, stranger] = accounts;
const statement = (members: object) => ({
	Effect: "Allow",
	Principal: { AWS: stranger },
	Action: "secretsmanager:*",
	Resource: "*",
	...members,
});
const policy = (...Statement: readonly object[]) =>
	JSON.stringify({ Version: "2012-10-17", Statement });
const everybody = { Principal: "*" };
const reading = { Action: ["secretsmanager:Get*", "secretsmanager:Describe*"] };
const deny = { Effect: "Deny" };

/** Policies that say something about the root of the second account. */
export const grants: readonly KnownPolicy[] = [
	{ text: policy(statement({})) },
	{
		text: policy(
			statement({ Principal: { AWS: `arn:aws:iam::${stranger}:root` } }),
		),
	},
	{ text: policy(statement(everybody)), isPublic: true },
	{ text: policy(statement({ ...everybody, ...reading })), isPublic: true },
	{ text: policy(statement(reading)) },
	{
		text: policy(
			statement(everybody),
			statement({ ...deny, Action: "secretsmanager:GetSecretValue" }),
		),
		isPublic: true,
	},
	{
		text: policy(statement(everybody), statement(deny)),
		isPublic: true,
		locksOut: stranger,
	},
	{
		text: policy(
			statement({
				Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
			}),
		),
	},
	{
		text: policy(
			statement({}),
			statement({
				...{ ...deny, Action: "secretsmanager:TagResource" },
				Condition: { Bool: { "aws:SecureTransport": "false" } },
			}),
		),
	},
];

export const grant = (): fc.Arbitrary<unknown> =>
	fc.constantFrom(...grants.map(({ text }) => text));
