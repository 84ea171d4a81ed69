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
import { CONTEXT, DAY, token } from "../support/given.js";
import { runs } from "../support/scripts.js";

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
		fc.assert(
			fc.property(
				fc.array(command, { minLength: 1, maxLength: 12 }),
				(commands) => {
					let store: SecretStore = createStore();
					const said: unknown[] = [];
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
						store = outcome.store;
						said.push(outcome.events, outcome.result);
						said.push(printed(store));
					}
					const end = { ...CONTEXT, now: CONTEXT.now + 40 * DAY };
					const events: readonly DomainEvent[] = advance(store, end).events;
					const everything = `${JSON.stringify(said)}${JSON.stringify(events)}`;
					for (const { secret } of commands)
						for (const form of formsOf(secret))
							expect(everything.includes(form)).toBe(false);
				},
			),
			runs(60),
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
