/** Clients of the SDK under policies with conditions: by stage, by tags, by source; and those who would lock themselves out. */
import * as sdk from "@aws-sdk/client-secrets-manager";
import type { Caller } from "pure-secrets-manager";
import type { Host } from "pure-secrets-manager/host";
import { clientConfig } from "pure-secrets-manager/sdk";
import { describe, expect, it } from "vitest";
import { hostAtNoon, run } from "../host/host-at-noon.js";
import { HERE } from "../support/places.js";
import { reasonOf } from "./reason-of.js";
import { policy, statement } from "./who-calls.js";

const ARN = `arn:aws:iam::${HERE.account}:user/tess`;
const ALL = statement({ Action: "secretsmanager:*" });
const LOCKED_OUT =
	"This resource policy will not allow you to manage this secret in the future.";

/** A secret `db` of the team `red`, and a client of whoever has these policies. */
function begin(statements: readonly object[], members: Partial<Caller> = {}) {
	const caller = {
		arn: ARN,
		identityPolicies: [policy(...statements)],
		...members,
	};
	const host = hostAtNoon({ identities: { AKIATESS: { caller } } });
	const Tags = [{ Key: "team", Value: "red" }];
	run(host, "CreateSecret", { Name: "db", SecretString: "red's", Tags });
	const credentials = { accessKeyId: "AKIATESS", secretAccessKey: "any" };
	const client = new sdk.SecretsManager(clientConfig(host, { credentials }));
	return { host, client };
}

/** What a call came to: `ok`, or how its refusal reads behind the names. */
const heard = (call: Promise<unknown>): Promise<string> =>
	call.then(
		() => "ok",
		({ name, message }: Error) =>
			name === "AccessDeniedException"
				? message.replace(/^.*?((because|with an explicit) )/, "$1")
				: `${name}: ${message}`,
	);

const nothingAllows = (action: string) =>
	`because no identity-based policy allows the secretsmanager:${action} action`;
const DENIED = "with an explicit deny in an identity-based policy";

describe("by the stage that is asked for", () => {
	const ONLY_CURRENT = statement({
		Condition: {
			StringEquals: { "secretsmanager:VersionStage": "AWSCURRENT" },
		},
	});
	const NOT_PREVIOUS = statement({
		Effect: "Deny",
		Condition: {
			StringEquals: { "secretsmanager:VersionStage": "AWSPREVIOUS" },
		},
	});

	it.each([
		[[ONLY_CURRENT], "AWSCURRENT", "ok"],
		[[ONLY_CURRENT], "AWSPREVIOUS", nothingAllows("GetSecretValue")],
		// absent unless it is asked for: AWSCURRENT is the default of the operation, not of the key
		[[ONLY_CURRENT], undefined, nothingAllows("GetSecretValue")],
		[[ALL, NOT_PREVIOUS], undefined, "ok"],
		[[ALL, NOT_PREVIOUS], "AWSPREVIOUS", DENIED],
	])("%j: %s", async (statements, VersionStage, expected) => {
		const { host, client } = begin(statements);
		run(host, "PutSecretValue", { SecretId: "db", SecretString: "new" });
		const call = client.getSecretValue({ SecretId: "db", VersionStage });
		expect(await heard(call)).toBe(expected);
	});
});

describe("by where a request comes from, as its host says", () => {
	const FROM_ENDPOINT = statement({
		Condition: {
			StringEquals: { "aws:SourceVpce": "vpce-1" },
			IpAddress: { "aws:VpcSourceIp": "10.0.0.0/8" },
		},
	});

	it.each<[NonNullable<Caller["request"]>, boolean]>([
		[{ "aws:SourceVpce": "vpce-1", "aws:VpcSourceIp": "10.1.2.3" }, true],
		[{ "AWS:sourcevpce": "vpce-1", "aws:vpcsourceip": "10.1.2.3" }, true],
		[{ "aws:SourceVpce": "vpce-1", "aws:VpcSourceIp": "11.1.2.3" }, false],
		[{ "aws:SourceVpce": "vpce-2", "aws:VpcSourceIp": "10.1.2.3" }, false],
		[{}, false],
	])("%j", async (request, isAllowed) => {
		const { client } = begin([FROM_ENDPOINT], { request });
		expect(await heard(client.getSecretValue({ SecretId: "db" }))).toBe(
			isAllowed ? "ok" : nothingAllows("GetSecretValue"),
		);
	});
});

describe("by tags", () => {
	const OF_THE_TEAM = statement({
		Action: "secretsmanager:*",
		Condition: {
			StringEquals: { "aws:ResourceTag/team": `\${aws:PrincipalTag/team}` },
		},
	});
	const CREATE_FOR_THE_TEAM = statement({
		Action: ["secretsmanager:CreateSecret", "secretsmanager:TagResource"],
		Condition: {
			StringEquals: { "aws:RequestTag/team": `\${aws:PrincipalTag/team}` },
			"ForAllValues:StringEquals": { "aws:TagKeys": ["team", "stage"] },
		},
	});

	it.each([
		[{ team: "red" }, "ok"],
		[{ Team: "red" }, "ok"], // names of keys have no case
		[{ team: "blue" }, nothingAllows("GetSecretValue")],
		[{}, nothingAllows("GetSecretValue")],
	])("%j, the same on caller and secret", async (tags, expected) => {
		const { client } = begin([OF_THE_TEAM], { tags });
		expect(await heard(client.getSecretValue({ SecretId: "db" }))).toBe(
			expected,
		);
	});

	it.each<[Record<string, string>, string]>([
		[{ team: "red" }, "ok"],
		[{ team: "red", stage: "test" }, "ok"],
		[{ team: "blue" }, nothingAllows("CreateSecret")],
		[{ team: "red", owner: "me" }, nothingAllows("CreateSecret")],
		[{}, nothingAllows("CreateSecret")],
	])("%j of a new secret", async (wanted, expected) => {
		const { client } = begin([CREATE_FOR_THE_TEAM], { tags: { team: "red" } });
		const Tags = Object.entries(wanted).map(([Key, Value]) => ({ Key, Value }));
		const call = client.createSecret({ Name: "a", SecretString: "x", Tags });
		expect(await heard(call)).toBe(expected);
	});

	it("takes another permission to create with tags than without", async () => {
		const { client } = begin([
			statement({ Action: "secretsmanager:CreateSecret" }),
		]);
		const create = (Name: string, Tags?: sdk.Tag[]) =>
			heard(client.createSecret({ Name, SecretString: "x", Tags }));
		expect(await create("a")).toBe("ok");
		expect(await create("b", [{ Key: "a", Value: "b" }])).toBe(
			nothingAllows("TagResource"),
		);
	});

	it("does not let one go who could not come back", async () => {
		const { host, client } = begin([OF_THE_TEAM], { tags: { team: "red" } });
		const before = host.store;
		const SecretId = "db";
		for (const call of [
			() =>
				client.tagResource({
					SecretId,
					Tags: [{ Key: "team", Value: "blue" }],
				}),
			() => client.untagResource({ SecretId, TagKeys: ["team"] }),
		])
			expect(await reasonOf(call())).toMatchObject({
				name: "AccessDeniedException",
				message: LOCKED_OUT,
			});
		expect(host.store).toBe(before);
		await client.tagResource({
			SecretId,
			Tags: [{ Key: "stage", Value: "test" }],
		});
	});
});

describe("whoever would lock himself out by a resource policy", () => {
	const SecretId = "db";
	const put = (client: sdk.SecretsManager, ...statements: readonly object[]) =>
		client.putResourcePolicy({
			SecretId,
			ResourcePolicy: JSON.stringify(policy(...statements)),
		});
	const denying = (members: object) =>
		statement({ Effect: "Deny", Principal: "*", ...members });

	const ALL_BUT_THE_ROOT = {
		Principal: undefined,
		NotPrincipal: { AWS: HERE.account },
	};

	it.each<[string, object]>([
		["himself", { Principal: { AWS: ARN }, Action: "*" }],
		["everybody", { Action: "secretsmanager:PutResourcePolicy" }],
		["all but the root", { ...ALL_BUT_THE_ROOT, Action: "*" }],
		[
			"where he is not",
			{
				Action: "secretsmanager:Put*",
				Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } },
			},
		],
	])("is refused: a Deny for %s", async (_, members) => {
		const { host, client } = begin([ALL]);
		const before = host.store;
		expect(await reasonOf(put(client, denying(members)))).toMatchObject({
			name: "AccessDeniedException",
			message: LOCKED_OUT,
		});
		const { PolicyValidationPassed, ValidationErrors } =
			await client.validateResourcePolicy({
				SecretId,
				ResourcePolicy: JSON.stringify(policy(denying(members))),
			});
		expect(PolicyValidationPassed).toBe(false);
		expect(ValidationErrors).toEqual([
			{ CheckName: "LockOutCheck", ErrorMessage: LOCKED_OUT },
		]);
		expect(host.store).toBe(before);
	});

	it("may lock out others, and what he does not need for it", async () => {
		const { host, client } = begin([ALL]);
		await put(
			client,
			denying({ Principal: { AWS: `arn:aws:iam::${HERE.account}:user/al` } }),
			denying({}),
		);
		expect(await heard(client.getSecretValue({ SecretId }))).toBe(
			"with an explicit deny in a resource-based policy",
		);
		expect(await read(host)).toBe("red's"); // the root without a caller is trusted
		await client.deleteResourcePolicy({ SecretId });
		expect(await heard(client.getSecretValue({ SecretId }))).toBe("ok");
	});
});

const read = async (host: Host) =>
	(
		await new sdk.SecretsManager(clientConfig(host)).getSecretValue({
			SecretId: "db",
		})
	).SecretString;
