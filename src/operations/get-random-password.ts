import { storeOperation } from "../api/operation.js";
import {
	boolean,
	integer,
	optional,
	required,
	string,
	structure,
} from "../api/schema.js";
import { ok } from "../base/result.js";
import { drawPassword } from "../model/password.js";

/**
 * GetRandomPassword: draws a password; nothing keeps it. The same seed gives the same password.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
 */
export const getRandomPassword = storeOperation({
	name: "GetRandomPassword",
	input: structure({
		PasswordLength: optional(integer({ min: 1, max: 4096 })),
		ExcludeCharacters: optional(string({ max: 4096 })),
		ExcludeNumbers: optional(boolean),
		ExcludePunctuation: optional(boolean),
		ExcludeUppercase: optional(boolean),
		ExcludeLowercase: optional(boolean),
		IncludeSpace: optional(boolean),
		RequireEachIncludedType: optional(boolean),
	}),
	output: structure({
		RandomPassword: required(string({ max: 4096, sensitive: true })),
	}),
	run(store, input, { seed }) {
		const password = drawPassword(
			{
				length: input.PasswordLength ?? 32,
				types: [
					...(input.ExcludeUppercase ? [] : (["uppercase"] as const)),
					...(input.ExcludeLowercase ? [] : (["lowercase"] as const)),
					...(input.ExcludeNumbers ? [] : (["numbers"] as const)),
					...(input.ExcludePunctuation ? [] : (["punctuation"] as const)),
				],
				includeSpace: input.IncludeSpace ?? false,
				excluded: input.ExcludeCharacters ?? "",
				requireEachType: input.RequireEachIncludedType ?? true,
			},
			seed,
		);
		return password.ok
			? ok({ answer: { RandomPassword: password.value }, store, events: [] })
			: password;
	},
});
