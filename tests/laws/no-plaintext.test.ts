import { inspect } from "node:util";
import fc from "fast-check";
import {
	advance,
	createStore,
	type DomainEvent,
	execute,
	type SecretStore,
	toSnapshot,
} from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import { assertLaw, sequence } from "../support/depth.js";
import { CONTEXT, DAY, token } from "../support/given.js";

/** Sixteen and more random characters: no accident puts them anywhere. */
const secret = fc.oneof(
	fc.string({ minLength: 16, maxLength: 80, unit: "grapheme-ascii" }),
	fc.string({ minLength: 16, maxLength: 80, unit: "binary" }),
	fc.uint8Array({ minLength: 16, maxLength: 80 }),
);

const command = fc.record({
	operation: fc.constantFrom<string>(
		"CreateSecret",
		"PutSecretValue",
		"UpdateSecret",
	),
	name: fc.constantFrom("a", "b"),
	id: fc.constantFrom(token("1"), token("2"), token("3"), "short"),
	secret,
	flaw: fc.constantFrom(
		{},
		{},
		{ SecretId: "nobody" },
		{ VersionStages: [] },
		{ SecretString: { nested: true } },
	),
});

describe("law 18", () => {
	test("no value, nor its base64, is in a snapshot, in a printed store, in an event or in a refusal", () => {
		assertLaw(
			fc.property(sequence(command, 12, 1), (commands) => {
				let store: SecretStore = createStore();
				/** The values, and where in what is said their commands stand: nothing before can hold them. */
				const given: { secret: string | Uint8Array; at: number }[] = [];
				let said = "";
				for (const { operation, name, id, secret, flaw } of commands) {
					const input = {
						Name: name,
						SecretId: name,
						ClientRequestToken: id,
						...(typeof secret === "string"
							? { SecretString: secret }
							: { SecretBinary: secret }),
						...flaw,
					};
					const outcome = execute(store, { operation, input }, CONTEXT);
					given.push({ secret, at: said.length });
					said += JSON.stringify([outcome.events, outcome.result]);
					if (outcome.store !== store) said += printed(outcome.store);
					store = outcome.store;
				}
				const end = { ...CONTEXT, now: CONTEXT.now + 40 * DAY };
				const events: readonly DomainEvent[] = advance(store, end).events;
				said += JSON.stringify(events);
				const told = given.flatMap(({ secret, at }) =>
					formsOf(secret).filter((form) => said.includes(form, at)),
				);
				expect(told).toEqual([]);
			}),
			60,
		);
	});
});

/** The store as a log would show it. */
const printed = (store: SecretStore): string =>
	`${JSON.stringify(toSnapshot(store))}
${inspect(store, { depth: Infinity, maxArrayLength: null, maxStringLength: null })}
${inspect(store)}`;

/** A value as it could be seen: as it is, escaped, and in base64. */
function formsOf(secret: string | Uint8Array): readonly string[] {
	const base64 = Buffer.from(secret as string).toString("base64");
	if (typeof secret !== "string") return [base64];
	const escaped = JSON.stringify(secret).slice(1, -1);
	return [secret, escaped, JSON.stringify(escaped).slice(1, -1), base64];
}
