import { describe, expect, it } from "vitest";
import { localKms } from "../../../src/kms/local-kms.js";
import { withoutValues } from "../../../src/model/rotation/message.js";
import type { Secret } from "../../../src/model/secret.js";
import { writeValue } from "../../../src/model/writing.js";
import type { Payload } from "../../../src/values/payload.js";
import { DAY, NOON, token } from "../../support/given.js";
import { HERE } from "../../support/places.js";
import { accepted, aKeyRing, aSecret } from "../a-secret.js";

const kms = localKms({ rootKey: new Uint8Array(32).fill(7) });

/** A secret whose versions hold these values; the last is current, the one before it previous. */
const secretWith = (...payloads: readonly Payload[]): Secret =>
	payloads.reduce((secret, payload, i) => {
		const write = { id: token(`v${i}`), payload, stages: undefined };
		const now = NOON + i * DAY;
		const context = {
			...HERE,
			now,
			seed: "s",
			keys: aKeyRing(),
			kms,
			maxVersions: 100,
		};
		return accepted(writeValue(secret, write, context));
	}, aSecret());

const text = (value: string): Payload => ({ kind: "string", text: value });
const database = text(
	JSON.stringify({ username: "orders", password: "correct horse", port: 5432 }),
);

describe("of what a function says of its failure", () => {
	it.each<[what: string, secret: Secret, said: string, told: string]>([
		[
			"nothing is taken where nothing is a value",
			secretWith(text("hunter22")),
			"connection refused",
			"connection refused",
		],
		[
			"the current value is hidden",
			secretWith(text("hunter22")),
			'Unexpected token in "hunter22", hunter22',
			'Unexpected token in "(hidden)", (hidden)',
		],
		[
			"so is the previous one",
			secretWith(text("hunter22"), text("hunter33")),
			"hunter22 and hunter33",
			"(hidden) and (hidden)",
		],
		[
			"a version without a label hides nothing any more",
			secretWith(text("long ago"), text("hunter22"), text("hunter33")),
			"long ago",
			"long ago",
		],
		[
			"members of JSON are hidden, at any depth",
			secretWith(text('{"a":[{"b":"deep water"}],"c":"shallow"}')),
			"deep water is not shallow",
			"(hidden) is not (hidden)",
		],
		[
			"a whole JSON value is hidden member by member",
			secretWith(database),
			`no ${(database as { text: string }).text}`,
			'no {"username":"(hidden)","password":"(hidden)","port":5432}',
		],
		[
			"members of a database secret are hidden",
			secretWith(database),
			'password "correct horse" of orders was refused on 5432',
			'password "(hidden)" of (hidden) was refused on 5432',
		],
		[
			"bytes are hidden as base64",
			secretWith({ kind: "binary", base64: "AAECAwQF" }),
			"AAECAwQF",
			"(hidden)",
		],
		[
			"bytes are hidden as the text that they are, too",
			secretWith({
				kind: "binary",
				base64: btoa("correct horse battery staple"),
			}),
			"no login with correct horse battery staple",
			"no login with (hidden)",
		],
		[
			"the base64 of a whole JSON value is hidden",
			secretWith(database),
			`Basic ${btoa((database as { text: string }).text)}`,
			"Basic (hidden)",
		],
		[
			"words of less than six characters stay",
			secretWith(text("short")),
			"too short",
			"too short",
		],
		[
			"a value is no pattern",
			secretWith(text("a.*b$&")),
			"xa.*b$&",
			"x(hidden)",
		],
	])("%s", (_, secret, said, told) => {
		expect(withoutValues(said, secret, kms)).toBe(told);
	});

	it("a thousand characters are kept", () => {
		const told = withoutValues("é".repeat(5000), secretWith(database), kms);
		expect(told).toBe("é".repeat(1000));
	});

	it("one letter a great many times is hidden as well", () => {
		const secret = secretWith(text("x".repeat(65_536)));
		expect(withoutValues("x".repeat(1000), secret, kms)).toBe("(hidden)");
	});

	it("all is hidden where a value cannot be opened, and nothing where nothing was said", () => {
		const stranger = localKms({ rootKey: new Uint8Array(32).fill(8) });
		const secret = secretWith(text("hunter22"));
		expect(withoutValues("no hunter22", secret, stranger)).toBe("(hidden)");
		expect(withoutValues(undefined, secret, kms)).toBeUndefined();
		expect(withoutValues("no hunter22", aSecret(), stranger)).toBe(
			"no hunter22",
		);
	});
});
