import fc from "fast-check";
import {
	description,
	kmsKeyId,
	rarely,
	scope,
	secretId,
	type,
	write,
} from "../../support/arbitraries.js";
import { call } from "./command.js";

export const updateSecret = () =>
	fc
		.record({
			scope: scope(),
			secret: secretId(),
			write: rarely(write(), 2),
			Description: rarely(description(), 4),
			KmsKeyId: rarely(kmsKeyId(), 3),
			Type: rarely(type(), 8),
		})
		.map(({ scope, secret, write, ...input }) =>
			call("UpdateSecret", scope, secret, { ...input, ...write }),
		);
