import { gcm } from "@noble/ciphers/aes.js";
import { sha256 } from "@noble/hashes/sha2.js";

/**
 * The cryptography that sealing needs. All implementations give the same bytes, so that each opens what another sealed;
 * keys have 32 bytes and nonces 12.
 */
export interface Cipher {
	/** SHA-256: 32 bytes. */
	digest(bytes: Uint8Array): Uint8Array;
	/** AES-256-GCM with `bound` as additional data: the ciphertext and then the tag of 16 bytes. */
	encrypt(
		key: Uint8Array,
		nonce: Uint8Array,
		bound: Uint8Array,
		plain: Uint8Array,
	): Uint8Array;
	/** The plaintext of what `encrypt` gave; `undefined` when the tag does not fit. */
	decrypt(
		key: Uint8Array,
		nonce: Uint8Array,
		bound: Uint8Array,
		sealed: Uint8Array,
	): Uint8Array | undefined;
}

/** The cipher that runs everywhere. */
export const portableCipher: Cipher = {
	digest: (bytes) => sha256(bytes),
	encrypt: (key, nonce, bound, plain) => gcm(key, nonce, bound).encrypt(plain),
	decrypt(key, nonce, bound, sealed) {
		try {
			return gcm(key, nonce, bound).decrypt(sealed);
		} catch {
			return undefined; // the library's only way to say that the tag does not fit
		}
	},
};
