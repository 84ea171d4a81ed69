import { describe, expect, it } from "vitest";
import {
	accessToAll,
	accessToKey,
	accessToOther,
	accessToSecret,
} from "../../src/engine/access.js";
import { callOf } from "../../src/engine/call.js";
import { isPermitted, requestFor } from "../../src/engine/permission.js";
import type { Caller } from "../../src/iam/caller.js";
import { valuesOf } from "../../src/iam/keys.js";
import { withKey } from "../../src/kms/key-ring.js";
import { arnOf, secretArnOf } from "../../src/model/secret.js";
import { aKeyRing, aSecret } from "../model/a-secret.js";
import {
	ADA,
	ada,
	EVE,
	may,
	of,
	policyTextOf,
	SESSION,
} from "../support/callers.js";
import { CONTEXT } from "../support/given.js";
import { keyArn } from "../support/keys.js";
import { HERE, STRANGE } from "../support/places.js";

const as = (caller?: Caller) => callOf({ ...CONTEXT, caller });
const none = () => ({});
const secret = aSecret({ v1: ["AWSCURRENT"] });
const arn = secretArnOf(secret);
const READ = "secretsmanager:GetSecretValue";

describe("access to a secret", () => {
	it("is about its complete ARN, and names its owner", () => {
		const access = (caller?: Caller) =>
			accessToSecret(READ, arn, secret, none, as(caller));
		expect(access()).toMatchObject({
			action: READ,
			resource: arnOf(secret),
			owner: HERE.account,
			resourcePolicy: [],
			resourceMustAllow: false,
		});
		expect(access({ arn: EVE }).resourceMustAllow).toBe(true);
	});

	it("that is not there is about the place, and knows no more", () => {
		const place = { ...arn, suffix: undefined };
		const keys = () => ({ "a:b": "c" });
		const access = accessToSecret(READ, place, undefined, keys, as());
		expect(access.resource).toBe(arnOf(secret).slice(0, -7));
		expect(access.keys()).toEqual({ "a:b": "c" });
	});

	it("tells conditions of the secret and the request, when they ask", () => {
		const refuse = () => {
			throw new Error("Nobody has to know.");
		};
		accessToSecret(READ, arn, secret, refuse, as());
		const keys = () => ({ "secretsmanager:VersionStage": "AWSCURRENT" });
		expect(accessToSecret(READ, arn, secret, keys, as()).keys()).toMatchObject({
			"secretsmanager:SecretId": arnOf(secret),
			"secretsmanager:VersionStage": "AWSCURRENT",
		});
	});
});

it("access to no one secret is about `*` in the account that calls", () => {
	const action = "secretsmanager:ListSecrets";
	expect(accessToAll(action, none, as({ arn: EVE }))).toMatchObject({
		action,
		resource: "*",
		owner: STRANGE.account,
		resourceMustAllow: false,
	});
});

it("access to what is of another service is left to identity policies", () => {
	const arn = `arn:aws:lambda:us-east-1:${STRANGE.account}:function:f`;
	const access = accessToOther("lambda:X", arn);
	expect(access).toMatchObject({
		resource: arn,
		owner: STRANGE.account,
		resourcePolicy: [],
		resourceMustAllow: false,
	});
	expect(isPermitted(access, as())).toBe(true);
	expect(isPermitted(access, as({ arn: ADA }))).toBe(false);
	expect(isPermitted(access, as(ada("lambda:X")))).toBe(true);
	const { keys } = requestFor(access, as(ada("*")));
	expect(valuesOf(keys, "aws:resourceaccount")).toEqual([STRANGE.account]);
});

describe("access to a key", () => {
	const KEY = keyArn("a");
	const bound = { SecretARN: arnOf(secret), SecretVersionId: "v1" };
	const access = (ring = aKeyRing(), call = as()) =>
		accessToKey("kms:Decrypt", KEY, ring, bound, call);

	it("is its owner's, and left to identity policies without a policy", () => {
		expect(access()).toMatchObject({
			action: "kms:Decrypt",
			resource: KEY,
			owner: HERE.account,
			resourcePolicy: [],
			resourceMustAllow: false,
		});
		expect(access(aKeyRing(), as({ arn: EVE })).resourceMustAllow).toBe(false);
	});

	it("has its policy allow where it has one", () => {
		const policy = policyTextOf(of(ADA, may("kms:*")));
		const ring = withKey(aKeyRing(), { arn: KEY, state: "Enabled", policy });
		const guarded = access(ring);
		expect(guarded.resourceMustAllow).toBe(true);
		expect(guarded.resourcePolicy).toMatchObject([
			{ name: "keyPolicy", document: { statements: [{ effect: "Allow" }] } },
		]);
		expect(isPermitted(guarded, as({ arn: ADA }))).toBe(true);
		expect(isPermitted(guarded, as({ arn: SESSION }))).toBe(false);
	});

	it("tells conditions that it is through Secrets Manager, and for what", () => {
		expect(access().keys()).toEqual({
			"kms:ViaService": `secretsmanager.${HERE.region}.amazonaws.com`,
			"kms:CallerAccount": HERE.account,
			"kms:EncryptionContextKeys": ["SecretARN", "SecretVersionId"],
			"kms:EncryptionContext:SecretARN": arnOf(secret),
			"kms:EncryptionContext:SecretVersionId": "v1",
			"aws:ViaAWSService": true,
			"aws:CalledVia": ["secretsmanager.amazonaws.com"],
		});
		const china = callOf({ ...CONTEXT, region: "cn-north-1" });
		expect(access(aKeyRing(), china).keys()).toMatchObject({
			"kms:ViaService": "secretsmanager.cn-north-1.amazonaws.com.cn",
		});
	});
});
