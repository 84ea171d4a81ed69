/** The form that the set-up commands of KMS keys have. */
import fc from "fast-check";
import { mostly, type Scope } from "../../support/arbitraries.js";
import { keyAliases, registeredKeyId } from "../../support/key-arbitraries.js";
import { kmsArn } from "../../support/keys.js";
import type { Input } from "../admission.js";
import type { Reference } from "../play.js";
import { playSetUp, type SetUp } from "../play-keys.js";
import { command, type ReferenceCommand } from "./command.js";

/** How a command names a key; `spellKey` turns it into the text to send. */
export type KeyChoice =
	| { readonly form: "id" | "arn"; readonly id: string }
	| { readonly form: "behind"; readonly alias: string };

/** By its id or ARN, or whichever is behind an alias, which may have been made for that. */
export const keyChoice = (): fc.Arbitrary<KeyChoice> =>
	mostly(
		fc.record({
			form: fc.constantFrom("id" as const, "id" as const, "arn" as const),
			id: registeredKeyId(),
		}),
		fc.record({
			form: fc.constant("behind" as const),
			alias: fc.constantFrom(...keyAliases, "alias/aws/secretsmanager"),
		}),
		4,
	);

const spellKey = (choice: KeyChoice, scope: Scope, { model }: Reference) => {
	if (choice.form === "behind")
		return model.keys.behind(choice.alias, scope)?.arn ?? choice.alias;
	return choice.form === "arn" ? kmsArn(`key/${choice.id}`, scope) : choice.id;
};

/** One call of a set-up command, on the key that the choice leads to where there is one. */
export const setUp = (
	name: SetUp["name"],
	scope: Scope,
	input: Input,
	key?: KeyChoice,
): ReferenceCommand =>
	command(
		() => `${name}(${[scope, key, input].map(fc.stringify).join(", ")})`,
		(reference, world) => {
			const keyId = key && { keyId: spellKey(key, scope, reference) };
			playSetUp(reference, world, {
				name,
				scope,
				input: { ...keyId, ...input },
			});
		},
	);
