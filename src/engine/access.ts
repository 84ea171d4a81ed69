import { kept } from "../base/kept.js";
import { valueAt } from "../base/ordered-map.js";
import { openedPolicy } from "../iam/attached.js";
import type { NamedPolicy } from "../iam/decide.js";
import type { ConditionKeys } from "../iam/keys.js";
import { type KeyArn, parseKmsArn } from "../kms/key.js";
import type { KeyRing } from "../kms/key-ring.js";
import type { EncryptionContext } from "../kms/kms.js";
import { arnOf, type Secret } from "../model/secret.js";
import type { Account } from "../values/account.js";
import { makeSecretArn, type SecretArn } from "../values/arn.js";
import { partitionOf, type Region } from "../values/region.js";
import type { Call } from "./call.js";
import { secretKeys } from "./condition-keys.js";

/** What a call wants access to, and what has a say in that besides its caller's policies. */
export interface Access {
	/** Such as `secretsmanager:GetSecretValue`. */
	readonly action: string;
	/** An ARN, or `*` for what is about no one resource; `undefined` for whatever a policy may be attached to. */
	readonly resource: string | undefined;
	/** Whose the resource is. */
	readonly owner: Account | undefined;
	/** The policy of the resource, if it has one. */
	readonly resourcePolicy: readonly NamedPolicy[];
	/** Whether that has to allow, whatever the policies of the caller say. */
	readonly resourceMustAllow: boolean;
	/** What conditions may ask besides what is known of every call. */
	readonly keys: () => ConditionKeys;
}

/** Nothing more for conditions to ask. */
export const noKeys = (): ConditionKeys => ({});

/** Access to a secret, which may not be there. */
export const accessToSecret = (
	action: string,
	arn: SecretArn,
	secret: Secret | undefined,
	keys: () => ConditionKeys,
	{ context: { account } }: Call,
): Access => ({
	action,
	resource: secret === undefined ? makeSecretArn(arn) : arnOf(secret),
	owner: arn.account,
	resourcePolicy: named("resourcePolicy", secret?.resourcePolicy),
	resourceMustAllow: arn.account !== account,
	keys: () => ({ ...(secret && secretKeys(secret)), ...keys() }),
});

const named = (
	name: string,
	policy: Pick<NamedPolicy, "document"> | undefined,
): readonly NamedPolicy[] =>
	policy === undefined ? [] : [{ name, document: policy.document }];

/** Access to what is about no one secret of an account; only `*` covers it. */
export const accessToAll = (
	action: string,
	keys: () => ConditionKeys,
	{ context: { account } }: Call,
): Access => ({
	action,
	resource: "*",
	owner: account,
	resourcePolicy: [],
	resourceMustAllow: false,
	keys,
});

/**
 * Access to something of another service.
 * Assumed: the policy of a rotation function lets in whoever identity policies let.
 */
export const accessToOther = (action: string, resource: string): Access => ({
	action,
	resource,
	owner: resource.split(":")[4],
	resourcePolicy: [],
	resourceMustAllow: false,
	keys: noKeys,
});

/**
 * Access to a key, through Secrets Manager.
 * Assumed: a key that was registered without a policy lets in whoever identity policies let, of whatever account.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function accessToKey(
	action: string,
	keyArn: KeyArn,
	ring: KeyRing,
	encryptionContext: EncryptionContext,
	{ context: { account, region } }: Call,
): Access {
	const text = valueAt(ring.keys, keyArn)?.policy;
	return {
		action,
		resource: keyArn,
		owner: parseKmsArn(keyArn)?.account,
		resourcePolicy: named(
			"keyPolicy",
			text === undefined ? text : keyPolicy(text),
		),
		resourceMustAllow: text !== undefined,
		keys: () => ({
			"kms:ViaService": `secretsmanager.${region}.${dnsSuffixOf(region)}`,
			"kms:CallerAccount": account,
			"kms:EncryptionContextKeys": Object.keys(encryptionContext),
			"aws:ViaAWSService": true,
			"aws:CalledVia": ["secretsmanager.amazonaws.com"],
			...Object.fromEntries(
				Object.entries(encryptionContext).map(([name, value]) => [
					`kms:EncryptionContext:${name}`,
					value,
				]),
			),
		}),
	};
}

/** Where the services of a region are found. */
const dnsSuffixOf = (region: Region): string =>
	partitionOf(region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";

/** What the policy of a key means, which parsed when it was registered. */
const keyPolicy = kept(openedPolicy);
