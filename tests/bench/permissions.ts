import {
	type Caller,
	type Context,
	createSecret,
	createStore,
	getSecretValue,
	putResourcePolicy,
	registerKey,
	type SecretStore,
} from "pure-secrets-manager";
import {
	decideUnder,
	LONGEST,
	storeUnder,
	WORST_POLICIES,
} from "../support/worst-policies.js";
import { interleaved, median } from "./measure.js";
import { atMost, only, type Row, type Section } from "./report.js";
import { after, NODE, nameOf, PORTABLE, tokenOf, VALUE } from "./world.js";

const SecretId = nameOf(0);
const KEY = "11111111-2222-4333-8444-555555555555";
const ARN = "arn:aws:sts::123456789012:assumed-role/app/lambda";

/** What it costs to decide who may read, beside a read by whom nobody asks, and what the worst policies cost. */
export async function permissions(): Promise<Section> {
	return {
		title: "Permissions",
		rows: [
			...(await readsOf("portable sealing", PORTABLE)),
			...(await readsOf("node:crypto sealing", NODE)),
			...(await worst()),
		],
	};
}

/** A policy of ten statements, of which the last allows a read, under two conditions. */
const tenStatements = (principal: object) => ({
	Version: "2012-10-17",
	Statement: Array.from({ length: 10 }, (_, i) => ({
		Sid: `Statement${i}`,
		Effect: "Allow",
		...principal,
		Action:
			i < 5 ? "secretsmanager:Describe*" : "secretsmanager:GetSecretValue",
		Resource: `arn:aws:secretsmanager:*:123456789012:secret:${i < 9 ? "ops" : "app"}/*`,
		Condition: {
			StringEquals: {
				"aws:ResourceTag/team": `\${aws:PrincipalTag/team}`,
				"secretsmanager:VersionStage": "AWSCURRENT",
			},
			IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "192.168.0.0/16"] },
		},
	})),
});

const IDENTITY = tenStatements({});
const ATTACHED = tenStatements({ Principal: { AWS: ARN } });

const callerWith = (...identityPolicies: (string | object)[]): Caller => ({
	arn: ARN,
	tags: { team: "red" },
	identityPolicies,
	request: { "aws:SourceIp": "192.168.1.2" },
});

const MAY_READ = JSON.stringify({
	Statement: {
		Effect: "Allow",
		Action: "secretsmanager:GetSecretValue",
		Resource: "*",
	},
});

const MAY_USE_KEYS = JSON.stringify({
	Statement: { Effect: "Allow", Action: "kms:*", Resource: "*" },
});

/** A secret that was read that day. */
function readOnce(context: Context, KmsKeyId?: string): SecretStore {
	const { store } = registerKey(createStore(), { keyId: KEY }, context);
	const input = {
		Name: SecretId,
		SecretString: VALUE,
		ClientRequestToken: tokenOf(0),
		Tags: [{ Key: "team", Value: "red" }],
		KmsKeyId,
	};
	return read(after(createSecret(store, input, context)), context);
}

function read(store: SecretStore, context: Context): SecretStore {
	const input = { SecretId, VersionStage: "AWSCURRENT" };
	return after(getSecretValue(store, input, context));
}

async function readsOf(
	sealing: string,
	context: Context,
): Promise<readonly Row[]> {
	const plain = readOnce(context);
	const keyed = readOnce(context, KEY);
	const ResourcePolicy = JSON.stringify(ATTACHED);
	const attach = { SecretId, ResourcePolicy };
	const shared = after(putResourcePolicy(plain, attach, context));
	const as = (store: SecretStore, caller: Caller) => {
		const call = { ...context, caller };
		return () => read(store, call);
	};
	const text = JSON.stringify(IDENTITY);
	const measured = await interleaved({
		trusted: () => read(shared, context),
		one: as(plain, callerWith(MAY_READ)),
		resource: as(shared, callerWith()),
		text: as(plain, callerWith(text)),
		object: as(plain, callerWith(IDENTITY)),
		keyed: () => read(keyed, context),
		"keyed, text": as(keyed, callerWith(MAY_USE_KEYS, text)),
	});
	return [
		only(
			`GetSecretValue, a later one, ${sealing}, without a caller`,
			measured.micros("trusted"),
			" µs",
		),
		atMost(
			"– by an identity policy of one statement",
			measured.ratio("one", "trusted"),
			2,
		),
		atMost(
			"– by the last of 10 statements of its resource policy",
			measured.ratio("resource", "trusted"),
			2,
		),
		atMost(
			"– by the last of 10 statements of an identity policy, a text",
			measured.ratio("text", "trusted"),
			2,
		),
		atMost(
			"– the same policy as an object",
			measured.ratio("object", "trusted"),
			2,
		),
		only(
			"– the text, and another for the customer key, beside no caller there",
			measured.ratio("keyed, text", "keyed"),
			"×",
		),
	];
}

const FRESH = 9;

/** The longest policies that are made to be slow, by the longest requests. */
async function worst(): Promise<readonly Row[]> {
	const rows: Row[] = [];
	for (const policy of WORST_POLICIES) {
		const text = policy.textOf(LONGEST);
		const decide = (store: SecretStore) => decideUnder(store, policy, NODE);
		const store = storeUnder(text, NODE);
		const measured = await interleaved(
			{ decide: () => decide(store) },
			{ rounds: 5, time: 40 },
		);
		const first = Array.from({ length: FRESH }, () => {
			const fresh = storeUnder(text, NODE);
			const begin = performance.now();
			decide(fresh);
			return performance.now() - begin;
		});
		rows.push(
			atMost(
				`A decision by 20,480 characters: ${policy.what}`,
				measured.micros("decide") / 1000,
				5,
				" ms",
			),
			atMost("– the first by a policy just read", median(first), 5, " ms"),
		);
	}
	return rows;
}
