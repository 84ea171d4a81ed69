/**
 * What a key encrypts: AES-256-GCM, with the encryption context as additional data.
 */
import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";
import type { EncryptionContext } from "pure-secrets-manager";

const AES = "aes-256-gcm";
const NONCE = 12;
const TAG = 16;

/** All that goes in decides the nonce, so that nothing is left to chance and none serves for two texts. */
export function encrypt(
	material: Uint8Array,
	dataKey: Uint8Array,
	context: EncryptionContext,
): string {
	const bound = boundTo(context);
	const digest = createHmac("sha256", material).update(dataKey).update(bound);
	const nonce = digest.digest().subarray(0, NONCE);
	const cipher = createCipheriv(AES, material, nonce).setAAD(bound);
	const sealed = [cipher.update(dataKey), cipher.final(), cipher.getAuthTag()];
	return Buffer.concat([nonce, ...sealed]).toString("base64");
}

/** `undefined` for what another key has encrypted, or for another context. */
export function decrypt(
	material: Uint8Array,
	text: string,
	context: EncryptionContext,
): Uint8Array | undefined {
	const bytes = Buffer.from(text, "base64");
	try {
		const cipher = createDecipheriv(AES, material, bytes.subarray(0, NONCE))
			.setAAD(boundTo(context))
			.setAuthTag(bytes.subarray(-TAG));
		const dataKey = cipher.update(bytes.subarray(NONCE, -TAG));
		return Buffer.concat([dataKey, cipher.final()]);
	} catch {
		return undefined; // the only way in which Node says that the tag does not fit
	}
}

function boundTo(context: EncryptionContext): Buffer {
	return Buffer.from(JSON.stringify(Object.entries(context).sort()));
}
