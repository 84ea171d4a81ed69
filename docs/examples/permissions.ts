/**
 * A team tests its policies before they are deployed. Its application reads the current value of its own secrets, from its
 * VPC endpoint only; its operator tags them and writes their resource policies, and cannot lock himself out.
 */
import assert from "node:assert/strict";
import {
	SecretsManager,
	SecretsManagerServiceException,
} from "@aws-sdk/client-secrets-manager";
import { type Caller, explain } from "pure-secrets-manager";
import { createHost, manualClock } from "pure-secrets-manager/host";
import { clientConfig } from "pure-secrets-manager/sdk";

const SecretId = "orders/database";
const ENDPOINT = "vpce-1a2b3c4d";

/** What would be deployed with the application's role. */
const mayReadCurrent = {
	Version: "2012-10-17",
	Statement: {
		Sid: "ReadCurrent",
		Effect: "Allow",
		Action: "secretsmanager:GetSecretValue",
		Resource: "arn:aws:secretsmanager:*:123456789012:secret:orders/*",
		Condition: {
			StringEquals: { "secretsmanager:VersionStage": "AWSCURRENT" },
		},
	},
};

/** The same for every team's operators: what is tagged with their team is theirs. */
const mayOperate = {
	Version: "2012-10-17",
	Statement: {
		Sid: "OwnTeam",
		Effect: "Allow",
		Action: ["secretsmanager:TagResource", "secretsmanager:PutResourcePolicy"],
		Resource: "*",
		Condition: {
			StringEquals: { "aws:ResourceTag/team": `\${aws:PrincipalTag/team}` },
		},
	},
};

/** Denies an action to whatever does not come through the endpoint. */
const onlyFromTheEndpoint = (Action: string) =>
	JSON.stringify({
		Version: "2012-10-17",
		Statement: {
			Sid: "OnlyFromTheEndpoint",
			Effect: "Deny",
			Principal: "*",
			Action,
			Resource: "*",
			Condition: { StringNotEquals: { "aws:SourceVpce": ENDPOINT } },
		},
	});

const inTheVpc: Caller = {
	arn: "arn:aws:sts::123456789012:assumed-role/orders/i-0abc",
	identityPolicies: [mayReadCurrent],
	request: { "aws:SourceVpce": ENDPOINT },
};
/** The same, had somebody taken its credentials home. */
const atHome: Caller = { ...inTheVpc, request: {} };
const olga: Caller = {
	arn: "arn:aws:iam::123456789012:user/olga",
	tags: { team: "orders" },
	identityPolicies: [mayOperate],
};

const host = createHost({
	clock: manualClock("2026-11-24T09:00:00Z"),
	seed: "permissions",
	identities: {
		AKIAINTHEVPC: { caller: inTheVpc },
		AKIAATHOME: { caller: atHome },
		AKIAOLGA: { caller: olga },
	},
});
const root = new SecretsManager(clientConfig(host)); // who has no identity here is the root of the account, and trusted
const application = clientOf("AKIAINTHEVPC");
const thief = clientOf("AKIAATHOME");
const operator = clientOf("AKIAOLGA");

await root.createSecret({
	Name: SecretId,
	SecretString: "first",
	Tags: [{ Key: "team", Value: "orders" }],
});
await root.putSecretValue({ SecretId, SecretString: "second" });
const current = { SecretId, VersionStage: "AWSCURRENT" };
const previous = { SecretId, VersionStage: "AWSPREVIOUS" };

title("The application reads the current value, and has to ask for it");
await allowed("current value", application.getSecretValue(current));
await refused("previous value", application.getSecretValue(previous));
await refused("value", application.getSecretValue({ SecretId })); // the default of the operation is none of the condition key
why(inTheVpc, { SecretId });

title("The operator closes the secret to all but the endpoint");
await allowed("current value, at home", thief.getSecretValue(current));
await refused(
	"policy that would shut her out, who is not in the VPC",
	operator.putResourcePolicy({
		SecretId,
		ResourcePolicy: onlyFromTheEndpoint("secretsmanager:*"),
	}),
);
await allowed(
	"policy about reading alone",
	operator.putResourcePolicy({
		SecretId,
		ResourcePolicy: onlyFromTheEndpoint("secretsmanager:GetSecretValue"),
	}),
);
await allowed("current value", application.getSecretValue(current));
await refused("current value, at home", thief.getSecretValue(current));
why(atHome, current);

title("She tags it, and cannot give it away");
const tagged = (Key: string, Value: string) =>
	operator.tagResource({ SecretId, Tags: [{ Key, Value }] });
await allowed("tag stage=live", tagged("stage", "live"));
await refused("tag team=billing", tagged("team", "billing"));
await refused("current value, for her", operator.getSecretValue(current));

/** A client that signs with the access key of one of the identities. */
function clientOf(accessKeyId: string): SecretsManager {
	const credentials = { accessKeyId, secretAccessKey: "not checked" };
	return new SecretsManager(clientConfig(host, { credentials }));
}

async function allowed(what: string, call: Promise<unknown>): Promise<void> {
	await call;
	console.log(`yes: ${what}`);
}

async function refused(what: string, call: Promise<unknown>): Promise<void> {
	await assert.rejects(call, (error) => {
		assert(error instanceof SecretsManagerServiceException);
		assert.equal(error.name, "AccessDeniedException");
		console.log(`no: ${what}\n    ${error.message}`);
		return true;
	});
}

/** Prints what each statement of each policy has to do with a read. */
function why(caller: Caller, input: typeof current | { SecretId: string }) {
	const action = "secretsmanager:GetSecretValue";
	const { account, region } = host;
	const context = { now: host.clock.now(), seed: "", account, region, input };
	console.log(explain(host.store, caller, action, SecretId, context).text);
}

function title(text: string): void {
	console.log(`\n— ${text}`);
}
