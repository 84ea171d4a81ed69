import {
	type Context,
	createSecret,
	createStore,
	getSecretValue,
	type Kms,
	putSecretValue,
} from "pure-secrets-manager";
import { interleaved } from "./measure.js";
import { only, type Row, type Section } from "./report.js";
import {
	after,
	freshTokens,
	NODE,
	nameOf,
	PORTABLE,
	tokenOf,
} from "./world.js";

const SIZES = [
	["100 B", 100],
	["4 KiB", 4096],
	["64 KiB", 65_536],
] as const;

const KEY = new Uint8Array(32);
const TAG_LENGTH = 16;

/** A key service and a cipher that keep the contract and hide nothing: what is left is copying and base64. */
const CLEAR: Kms = {
	cipher: {
		digest: () => KEY,
		encrypt(_key, _nonce, _bound, plain) {
			const sealed = new Uint8Array(plain.length + TAG_LENGTH);
			sealed.set(plain);
			return sealed;
		},
		decrypt: (_key, _nonce, _bound, sealed) => sealed.subarray(0, -TAG_LENGTH),
	},
	wrap: () => "wrapped",
	unwrap: () => ({ ok: true, value: KEY }),
};

/** What sealing adds to a read and to a write of a store with one secret, where nearly nothing else costs. */
export async function sealing(): Promise<Section> {
	const rows: Row[] = [];
	for (const call of ["GetSecretValue", "PutSecretValue"] as const)
		for (const [size, length] of SIZES)
			rows.push(...(await rowsOf(call, size, length)));
	return { title: "Sealing", rows };
}

async function rowsOf(
	call: keyof ReturnType<typeof callsOf>,
	size: string,
	length: number,
): Promise<readonly Row[]> {
	const text = "correct horse ".repeat(length).slice(0, length);
	const measured = await interleaved({
		clear: callsOf({ ...PORTABLE, kms: CLEAR }, text)[call],
		portable: callsOf(PORTABLE, text)[call],
		node: callsOf(NODE, text)[call],
	});
	const rowsFor = (sealing: string, name: "portable" | "node") => [
		only(`– ${sealing}`, measured.ratio(name, "clear"), "×"),
		only(
			`– ${sealing} adds`,
			measured.micros(name) - measured.micros("clear"),
			" µs",
		),
	];
	return [
		only(`${call} of ${size}, nothing sealed`, measured.micros("clear"), " µs"),
		...rowsFor("portable sealing", "portable"),
		...rowsFor("node:crypto sealing", "node"),
	];
}

/** A read of the day's second time, and a write that is the second version. */
function callsOf(context: Context, SecretString: string) {
	const SecretId = nameOf(0);
	const created = createSecret(
		createStore(),
		{ Name: SecretId, SecretString, ClientRequestToken: tokenOf(0) },
		context,
	);
	const read = getSecretValue(after(created), { SecretId }, context);
	if (!read.result.ok || read.result.value.SecretString !== SecretString)
		throw new Error("What was sealed does not open.");
	const store = after(read);
	const token = freshTokens();
	return {
		GetSecretValue: () => after(getSecretValue(store, { SecretId }, context)),
		PutSecretValue() {
			const input = { SecretId, SecretString, ClientRequestToken: token() };
			return after(putSecretValue(store, input, context));
		},
	};
}
