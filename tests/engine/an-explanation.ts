import {
	type Caller,
	type ExplainContext,
	explain,
} from "pure-secrets-manager";
import { policyTextOf, type Statement } from "../support/callers.js";
import { aValue, CONTEXT, given } from "../support/given.js";
import { keyId } from "../support/keys.js";

export const SecretId = "db";
export const READ = "secretsmanager:GetSecretValue";

/** A store with a key and a secret. */
export const created = given()
	.withKey({ keyId: keyId("a") })
	.after("CreateSecret", { Name: SecretId, ...aValue("v1") });

export const ARN: string = created.when("DescribeSecret", { SecretId }).answer
	.ARN;

/** Whether a caller may do something, a read of the secret without more, explained. */
export const asked = (
	caller: Caller | undefined,
	{
		action = READ,
		resource = ARN,
		world = created,
		...context
	}: {
		readonly action?: string;
		readonly resource?: string;
		readonly world?: typeof created;
	} & Partial<ExplainContext> = {},
) => explain(world.store, caller, action, resource, { ...CONTEXT, ...context });

/** The same store, with a resource policy on the secret. */
export const attached = (...statements: readonly Statement[]) =>
	created.after("PutResourcePolicy", {
		SecretId,
		ResourcePolicy: policyTextOf(...statements),
	});
