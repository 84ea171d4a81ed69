/** Resource policies that are legal, and as much work to decide by as their length allows, with requests that are too. */
import {
	type Caller,
	type Context,
	createSecret,
	createStore,
	putResourcePolicy,
	type SecretStore,
} from "pure-secrets-manager";
import type { SecretOperation } from "../../src/api/operation.js";
import { authorize, keysOfRequest } from "../../src/engine/authorize.js";
import { callOf } from "../../src/engine/call.js";
import { operations } from "../../src/operations/table.js";
import { locateById } from "../../src/store/locate.js";

/** The longest that a resource policy may be. */
export const LONGEST = 20_480;

export interface WorstPolicy {
	readonly what: string;
	/** A policy that is as long as it is told to be, nearly, and speaks of no request. */
	readonly textOf: (length: number) => string;
	readonly operation: "UpdateSecret" | "TagResource";
	readonly input: object;
}

/** A text of one letter but for its end, so that what looks for another is near to finding it everywhere. */
const long = (length: number): string => `${"a".repeat(length - 2)}bc`;

const SecretId = long(512);

const ROLE = `arn:aws:sts::123456789012:assumed-role/${long(64)}/${long(64)}`;

/** Its own policy lets it do everything. */
const CALLER: Caller = {
	arn: ROLE,
	tags: { a: `${"a".repeat(254)}d` },
	identityPolicies: [policyOf({ Effect: "Allow", Action: "*", Resource: "*" })],
	request: { "aws:SourceIp": "10.0.0.1" },
};

function policyOf(...Statement: readonly object[]): string {
	return JSON.stringify({ Version: "2012-10-17", Statement });
}

/** A Deny with as many texts as there is room for. */
const denying =
	(text: string, membersOf: (texts: readonly string[]) => object) =>
	(length: number): string => {
		const policyWith = (count: number) => {
			const members = membersOf(Array.from({ length: count }, () => text));
			const everybody = { Principal: "*", Action: "*", Resource: "*" };
			return policyOf({ Effect: "Deny", ...everybody, ...members });
		};
		const one = policyWith(1).length;
		const each = policyWith(2).length - one;
		return policyWith(1 + Math.floor((length - one) / each));
	};

const resources = (text: string) => denying(text, (Resource) => ({ Resource }));

const condition = (operator: string, key: string, text: string) =>
	denying(text, (values) => ({ Condition: { [operator]: { [key]: values } } }));

const descriptions = (text: string) =>
	condition("StringLike", "secretsmanager:Description", text);

const tagKeys = (operator: string, text: string) =>
	condition(`ForAnyValue:${operator}`, "aws:TagKeys", text);

const UPDATING = {
	operation: "UpdateSecret",
	input: { SecretId, Description: long(2048) },
} as const;

const TAGGING = {
	operation: "TagResource",
	input: {
		SecretId,
		Tags: Array.from({ length: 50 }, (_, i) => ({
			Key: `${i + 10}${long(126)}`,
			Value: "",
		})),
	},
} as const;

const VARIABLE = `\${aws:PrincipalTag/a}`;

export const WORST_POLICIES: readonly WorstPolicy[] = [
	...Object.entries({
		"one Resource of wildcards": denying("*?", (texts) => ({
			Resource: `arn:${texts.join("")}`,
		})),
		"Resources of many pieces": resources(`arn:*${"a*".repeat(500)}ba*`),
		"Resources of a long piece": resources(`arn:*${"a".repeat(250)}bb*`),
		"Resources of a piece with holes": resources(`arn:*${"a?".repeat(125)}bb*`),
		"thousands of Resources": resources("arn:*abb*"),
		"one Resource of variables": denying(VARIABLE, (texts) => ({
			Resource: `arn:${texts.join("*")}`,
		})),
		"Resources with a variable": resources(`arn:*${VARIABLE}*`),
		"one Action of wildcards": denying("*?", (texts) => ({
			Action: `*:${texts.join("")}`,
		})),
		"thousands of Actions": denying("*:*ee*", (Action) => ({ Action })),
		"StringLike with patterns of many pieces": descriptions(
			`*${"a*".repeat(1000)}ba*`,
		),
		"StringLike with long pieces": descriptions(`*${"a".repeat(1000)}bb*`),
		"StringLike with thousands of patterns": descriptions("*abb*"),
		"StringLike with variables": descriptions(`*${VARIABLE}*`),
		"ArnLike with a thousand patterns": condition(
			"ArnLike",
			"aws:PrincipalArn",
			"*:*:*:*:*:*bb",
		),
		"IpAddress with thousands of ranges": condition(
			"IpAddress",
			"aws:SourceIp",
			"1.1.1.1/8",
		),
		"DateEquals with a thousand dates": condition(
			"DateEquals",
			"aws:CurrentTime",
			"2020-01-01",
		),
		"NumericEquals with thousands of numbers": condition(
			"NumericEquals",
			"aws:EpochTime",
			"7",
		),
		"hundreds of principals": denying(
			"arn:aws:iam::123456789012:role/a/b",
			(AWS) => ({ Principal: { AWS } }),
		),
		"thousands of accounts": denying("000000000000", (AWS) => ({
			Principal: { AWS },
		})),
	}).map(([what, textOf]) => ({ what, textOf, ...UPDATING })),
	...Object.entries({
		"StringEquals with thousands of texts, 50 tags": tagKeys(
			"StringEquals",
			"a",
		),
		"StringLike with thousands of patterns, 50 tags": tagKeys(
			"StringLike",
			"*abb*",
		),
		"StringLike with long pieces, 50 tags": tagKeys(
			"StringLike",
			`*${"a".repeat(60)}bb*`,
		),
	}).map(([what, textOf]) => ({ what, textOf, ...TAGGING })),
];

/** A store with a secret that has a policy. */
export function storeUnder(policy: string, context: Context): SecretStore {
	const { store } = createSecret(
		createStore(),
		{
			Name: SecretId,
			SecretString: "x",
			ClientRequestToken: "-".repeat(32),
		},
		context,
	);
	const attached = putResourcePolicy(
		store,
		{ SecretId, ResourcePolicy: policy },
		context,
	);
	if (!attached.result.ok) throw new Error(attached.result.error.message);
	return attached.store;
}

/** Decides whether a caller of whom the policy does not speak may do what is asked; a refusal would prove nothing. */
export function decideUnder(
	store: SecretStore,
	{ operation, input }: WorstPolicy,
	context: Context,
): void {
	const asked = operations[operation] as unknown as SecretOperation;
	const call = callOf({ ...context, caller: CALLER });
	const target = locateById(store, SecretId, call.context);
	const keys = keysOfRequest(asked, target, input, store);
	const decided = authorize(asked, target, input, keys, store, call);
	if (!decided.ok) throw new Error(decided.error.message);
}
