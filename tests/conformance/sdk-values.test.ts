import {
	CreateSecretCommand,
	DescribeSecretCommand,
	GetSecretValueCommand,
	PutSecretValueCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { createHost, manualClock } from "pure-secrets-manager/host";
import { clientConfig } from "pure-secrets-manager/sdk";
import { describe, expect, it } from "vitest";
import { NOON } from "../support/given.js";

const host = createHost({ clock: manualClock(NOON), seed: "s" });
const client = new SecretsManagerClient(clientConfig(host));
let count = 0;

/** Stores a value in a secret of its own and reads it back. */
async function roundTrip(value: {
	SecretString?: string;
	SecretBinary?: Uint8Array;
}) {
	const Name = `value-${count++}`;
	await client.send(new CreateSecretCommand({ Name, ...value }));
	return client.send(new GetSecretValueCommand({ SecretId: Name }));
}

describe("binary values", () => {
	it.each([
		["one zero", Uint8Array.of(0)],
		["all 256 bytes", Uint8Array.from({ length: 256 }, (_, i) => i)],
		["no UTF-8", Uint8Array.of(0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80)],
		["a Buffer", Buffer.from("from a Buffer")],
		["65,536 bytes", Uint8Array.from({ length: 65_536 }, (_, i) => i * 31)],
	])("come back as they were: %s", async (_, SecretBinary) => {
		const read = await roundTrip({ SecretBinary });
		expect(read.SecretBinary).toBeInstanceOf(Uint8Array);
		expect(Buffer.from(read.SecretBinary ?? []).equals(SecretBinary)).toBe(
			true,
		);
		expect(read.SecretString).toBeUndefined();
	});

	it.each([
		["empty", new Uint8Array(0), "greater than or equal to 1"],
		[
			"past 65,536 bytes",
			new Uint8Array(65_537),
			"less than or equal to 65536",
		],
	])("are refused when they are %s", async (_, SecretBinary, bound) => {
		await expect(roundTrip({ SecretBinary })).rejects.toMatchObject({
			name: "ValidationException",
			message: `1 validation error detected: Value at 'secretBinary' failed to satisfy constraint: Member must have length ${bound}`,
		});
	});

	it("are not changed by what becomes of the caller's array", async () => {
		const SecretBinary = Uint8Array.of(1, 2, 3);
		await client.send(new CreateSecretCommand({ Name: "kept", SecretBinary }));
		SecretBinary.fill(9);
		const read = await client.send(
			new GetSecretValueCommand({ SecretId: "kept" }),
		);
		read.SecretBinary?.fill(8);
		const again = await client.send(
			new GetSecretValueCommand({ SecretId: "kept" }),
		);
		expect(again.SecretBinary).toEqual(Uint8Array.of(1, 2, 3));
	});
});

describe("texts", () => {
	it.each([
		["JSON", '{"username":"admin","password":"p\\"\\\\"}'],
		["accents and signs", "žluťoučký kůň, ß, €, ’, 漢字"],
		["beyond the basic plane", "😀 👩‍👩‍👧 𝒳"],
		["control characters", "\u0000\u0001\t\r\n\u007f\u2028\u2029\ufeff"],
		["words that objects know", "__proto__ constructor toString"],
		["65,536 bytes", "x".repeat(65_536)],
		["65,536 bytes of four-byte characters", "😀".repeat(16_384)],
		// The SDK writes JSON, in which JSON.stringify escapes a lone surrogate, so it arrives whole.
		["lone surrogates", "\ud800 a \udc00 b \udfff\ud800"],
	])("come back as they were: %s", async (_, SecretString) => {
		const read = await roundTrip({ SecretString });
		expect(read.SecretString === SecretString).toBe(true);
		expect(read.SecretBinary).toBeUndefined();
	});

	it("are refused past 65,536 bytes of UTF-8", async () => {
		await expect(
			roundTrip({ SecretString: `${"😀".repeat(16_384)}x` }),
		).rejects.toMatchObject({
			name: "ValidationException",
			message:
				"1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length less than or equal to 65536",
		});
	});

	it("are refused when they are empty, without being echoed", async () => {
		await expect(roundTrip({ SecretString: "" })).rejects.toMatchObject({
			name: "ValidationException",
			message:
				"1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length greater than or equal to 1",
		});
	});
});

describe("hostile words", () => {
	it("are names, labels, tags and descriptions like any other", async () => {
		for (const word of ["__proto__", "constructor", "toString"]) {
			await client.send(
				new CreateSecretCommand({
					Name: word,
					Description: word,
					SecretString: word,
					Tags: [{ Key: word, Value: word }],
				}),
			);
			const { VersionId = "" } = await client.send(
				new PutSecretValueCommand({
					SecretId: word,
					SecretString: word,
					VersionStages: [word],
					ClientRequestToken: word.padEnd(32, "_"),
				}),
			);
			expect(
				await client.send(new DescribeSecretCommand({ SecretId: word })),
			).toMatchObject({
				Name: word,
				Description: word,
				Tags: [{ Key: word, Value: word }],
				VersionIdsToStages: { [VersionId]: [word] },
			});
		}
	});
});
