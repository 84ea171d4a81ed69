import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import type { HttpRequest } from "../http/message.js";

/** A request with its whole body. */
export type Call = HttpRequest & { readonly body: Uint8Array };

/** What goes into a signature besides the request and the secret key. */
export interface Signed {
	readonly accessKeyId: string;
	readonly region: string;
	/** Names in lower case, in order. */
	readonly signedHeaders: readonly string[];
	/** In epoch milliseconds, whole seconds. */
	readonly time: number;
}

/** The service that requests are signed for, and the end of what they are scoped to. */
export const SERVICE = "secretsmanager";
export const TERMINATOR = "aws4_request";

/** A time as signatures have it: `YYYYMMDDTHHMMSSZ`. */
export const basicDate = (time: number): string =>
	new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, "");

/** In hexadecimal digits. */
export const sha256 = (bytes: Uint8Array): string =>
	createHash("sha256").update(bytes).digest("hex");

/** Computes the signature that a request should have. */
export type Signer = (
	signed: Signed,
	secretKey: string,
	call: Call,
) => Promise<string>;

/**
 * Loads the package that signs; rejects with the remedy where it is missing. A request that it signs by itself loses the
 * header `date`, which a signature may vouch for, so that its steps are called one by one.
 */
export async function signer(): Promise<Signer> {
	const { SignatureV4, getCanonicalHeaders } = await signaturePackage();
	class Calculator extends SignatureV4 {
		async signatureOf(
			{ signedHeaders, region, time }: Signed,
			{ method, path, header, body }: Call,
		): Promise<string> {
			const headers = Object.fromEntries(
				signedHeaders.map((name) => [name, header(name) ?? ""]),
			);
			const request = {
				method,
				...placeIn(path),
				headers,
				protocol: "http:",
				hostname: "", // which is signed as the header
			};
			const signable = getCanonicalHeaders(
				request,
				undefined,
				new Set(signedHeaders),
			);
			const date = basicDate(time);
			const text = await this.createStringToSign(
				date,
				`${date.slice(0, 8)}/${region}/${SERVICE}/${TERMINATOR}`,
				this.createCanonicalRequest(request, signable, sha256(body)),
				"AWS4-HMAC-SHA256",
			);
			return this.sign(text, { signingDate: new Date(time) });
		}
	}
	return (signed, secretAccessKey, call) => {
		const { accessKeyId, region } = signed;
		return new Calculator({
			service: SERVICE,
			region,
			credentials: { accessKeyId, secretAccessKey },
			sha256: Sha256,
		}).signatureOf(signed, call);
	};
}

async function signaturePackage() {
	try {
		return await import("@smithy/signature-v4");
	} catch (cause) {
		throw new Error(
			"serve: identities with a secretKey need the package that checks signatures: npm install @smithy/signature-v4. Without it, leave the secret keys out.",
			{ cause },
		);
	}
}

/** The path and the query of a request, as it was sent. */
function placeIn(target: string) {
	const [path = "", ...rest] = target.split("?");
	const query = new Map<string, string[]>();
	for (const each of rest.join("?").split("&")) {
		if (each === "") continue;
		const [name = "", ...value] = each.split("=").map(decoded);
		query.set(name, [...(query.get(name) ?? []), value.join("=")]);
	}
	return { path, query: Object.fromEntries(query) };
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

type Data = string | ArrayBuffer | ArrayBufferView;

/** SHA-256 as the signer takes it: of what it is made with, if anything, the HMAC. */
class Sha256 {
	readonly #hash: Hash | Hmac;

	constructor(secret?: Data) {
		this.#hash =
			secret === undefined
				? createHash("sha256")
				: createHmac("sha256", viewOf(secret));
	}

	update(data: Data): void {
		this.#hash.update(viewOf(data));
	}

	async digest(): Promise<Uint8Array> {
		return this.#hash.digest();
	}

	reset(): void {} // the signer makes a new one each time
}

const viewOf = (data: Data): string | NodeJS.ArrayBufferView =>
	data instanceof ArrayBuffer
		? new Uint8Array(data)
		: (data as string | NodeJS.ArrayBufferView);
