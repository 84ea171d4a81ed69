import fc from "fast-check";
import { description, rarely, type, write } from "../../support/arbitraries.js";
import { kmsKeyId } from "../../support/key-arbitraries.js";
import { anywhere, call } from "./command.js";

export const updateSecret = (where = anywhere(), keyOneIn = 3) =>
	fc
		.record({
			...where,
			write: rarely(write(), 2),
			Description: rarely(description(), 4),
			KmsKeyId: rarely(kmsKeyId(), keyOneIn),
			Type: rarely(type(), 8),
		})
		.map(({ scope, secret, write, ...input }) =>
			call("UpdateSecret", scope, secret, { ...input, ...write }),
		);
