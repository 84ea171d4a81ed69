import fc from "fast-check";
import {
	description,
	homeScope,
	mostly,
	rarely,
	type Scope,
	scope,
	tags,
	token,
	type,
	unless,
	value,
} from "../../support/arbitraries.js";
import { kmsKeyId } from "../../support/key-arbitraries.js";
import {
	managedNames,
	rotationRules,
} from "../../support/rotation-arbitraries.js";
import { call } from "./command.js";

const name = () =>
	mostly(fc.constantFrom(...managedNames), fc.constantFrom("DB", "not so"), 8);

/** Under names of their own, so that other commands meet few secrets that they may not change. */
export const putManagedSecret = (
	where: fc.Arbitrary<Scope> = mostly(fc.constant(homeScope), scope(), 8),
	Name?: string,
) =>
	fc
		.record({
			scope: where,
			Name: Name === undefined ? name() : fc.constant(Name),
			OwningService: rarely(fc.constantFrom("rds", "ecs", ""), 4),
			ClientRequestToken: token(),
			value: unless(value(), 3),
			Description: rarely(description(), 4),
			KmsKeyId: rarely(kmsKeyId(), 4),
			Type: rarely(type(), 8),
			Tags: rarely(tags(), 4),
			RotationRules: rarely(rotationRules(), 3),
		})
		.map(({ scope, value, ...input }) =>
			call("PutManagedSecret", scope, undefined, { ...input, ...value }),
		);
