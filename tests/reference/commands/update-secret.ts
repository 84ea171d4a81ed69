import fc from "fast-check";
import {
	description,
	kmsKeyId,
	rarely,
	type,
	write,
} from "../../support/arbitraries.js";
import { anywhere, call } from "./command.js";

export const updateSecret = (where = anywhere()) =>
	fc
		.record({
			...where,
			write: rarely(write(), 2),
			Description: rarely(description(), 4),
			KmsKeyId: rarely(kmsKeyId(), 3),
			Type: rarely(type(), 8),
		})
		.map(({ scope, secret, write, ...input }) =>
			call("UpdateSecret", scope, secret, { ...input, ...write }),
		);
