import type { Caller } from "pure-secrets-manager";
import { policyTextOf, type Statement } from "../support/callers.js";
import { aValue, given, type World } from "../support/given.js";

export const SecretId = "db";

/** A store with a secret. */
export const created = given().after("CreateSecret", {
	Name: SecretId,
	...aValue("v1"),
});

export const ARN: string = created.when("DescribeSecret", { SecretId }).answer
	.ARN;

/** What a call by a caller comes to. */
export const asking = (
	caller: Caller,
	operation: string,
	input: object,
	world: World = created,
) => world.as({ caller }).when(operation, input);

/** The same store, with a resource policy on the secret. */
export const attached = (...statements: readonly Statement[]) =>
	created.after("PutResourcePolicy", {
		SecretId,
		ResourcePolicy: policyTextOf(...statements),
	});
