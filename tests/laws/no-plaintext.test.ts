import { inspect } from "node:util";
import fc from "fast-check";
import {
	advance,
	batchGetSecretValue,
	type Context,
	createSecret,
	createStore,
	type DomainEvent,
	execute,
	getRandomPassword,
	getSecretValue,
	type Outcome,
	reportRotationStep,
	rotateSecret,
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
		"RotateSecret",
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
		const seen = { read: 0 };
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
						...{ RotationLambdaARN: "function", RotateImmediately: false },
						AddReplicaRegions: [{ Region: "eu-west-1" }],
						...(typeof secret === "string"
							? { SecretString: secret }
							: { SecretBinary: secret }),
						...flaw,
					};
					const outcome = execute(store, { operation, input }, CONTEXT);
					given.push({ secret, at: said.length });
					const { events, effects, result } = outcome;
					said += JSON.stringify([events, effects, result]);
					if (outcome.store !== store) said += printed(outcome.store);
					store = outcome.store;
				}
				// Reading them all together tells nobody but the caller.
				const batch = batchGetSecretValue(
					store,
					{ SecretIdList: ["a", "b", "nobody"] },
					CONTEXT,
				);
				const { SecretValues, Errors } = answerOf(batch);
				seen.read += SecretValues.length;
				said += JSON.stringify([batch.events, Errors]);
				if (batch.store !== store) said += printed(batch.store);
				store = batch.store;
				const end = { ...CONTEXT, now: CONTEXT.now + 40 * DAY };
				const events: readonly DomainEvent[] = advance(store, end).events;
				said += JSON.stringify(events);
				const told = given.flatMap(({ secret, at }) =>
					formsOf(secret).filter((form) => said.includes(form, at)),
				);
				expect(told).toEqual([]);
			}),
			60,
			seen,
		);
	});

	test("no password that an owner draws is in a store, an effect or an event", () => {
		assertLaw(
			fc.property(fc.string(), (seed) => {
				const context = { ...CONTEXT, seed };
				const SecretId = "a";
				const created = createSecret(
					createStore(),
					{
						Name: SecretId,
						ClientRequestToken: token("1"),
						SecretString: '{"password":"p"}',
						Type: "partner",
					},
					context,
				).store;
				const rotate = { SecretId, ClientRequestToken: token("2") };
				const rotated = rotateSecret(created, rotate, context);
				const [effect] = rotated.effects;
				const stored = reportRotationStep(
					rotated.store,
					{
						arn: effect?.event.SecretId ?? "",
						...{ token: token("2"), step: "createSecret", ok: true },
					},
					context,
				);
				const read = { SecretId, VersionStage: "AWSPENDING" };
				const { SecretString = "{}" } = answerOf(
					getSecretValue(stored.store, read, context),
				);
				const { password } = JSON.parse(SecretString);
				expect(password).toMatch(/^[A-Za-z0-9]{32}$/);
				const told =
					JSON.stringify([stored.events, stored.effects]) +
					printed(stored.store);
				for (const form of formsOf(password)) expect(told).not.toContain(form);
			}),
			60,
		);
	});

	test("no password that was drawn is in a store or in an event", () => {
		assertLaw(
			fc.property(fc.string(), passwordLength, (seed, PasswordLength) => {
				const context = { ...CONTEXT, seed };
				const start = createSecret(
					createStore(),
					{ Name: "a", ClientRequestToken: token("1") },
					context,
				).store;
				const drawn = getRandomPassword(start, { PasswordLength }, context);
				expect(drawn.store).toBe(start);
				const told = JSON.stringify(drawn.events) + printed(drawn.store);
				const { RandomPassword } = answerOf(drawn);
				for (const form of formsOf(RandomPassword))
					expect(told).not.toContain(form);
			}),
			60,
		);
	});
});

test("law 15: the seed decides which password is drawn, and nothing else", () => {
	assertLaw(
		fc.property(
			fc.string(),
			fc.string(),
			passwordLength,
			(seed, otherSeed, PasswordLength) => {
				const draw = (context: Context) =>
					answerOf(
						getRandomPassword(createStore(), { PasswordLength }, context),
					).RandomPassword;
				const password = draw({ ...CONTEXT, seed });
				const elsewhere = { account: "999999999999", region: "eu-west-1" };
				const later = { ...CONTEXT, ...elsewhere, now: CONTEXT.now + DAY };
				expect(draw({ ...later, seed })).toBe(password);
				const other = draw({ ...CONTEXT, seed: otherSeed });
				expect(other === password).toBe(otherSeed === seed);
			},
		),
		100,
	);
});

const passwordLength = fc.integer({ min: 16, max: 64 });

function answerOf<Value>({ result }: Outcome<Value>): Value {
	if (!result.ok) throw new Error(result.error.message);
	return result.value;
}

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
