import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import { concatBytes } from "../base/bytes.js";
import type { Cipher } from "../kms/cipher.js";

const AES = "aes-256-gcm";
const TAG = { authTagLength: 16 } as const;

/** The cipher of Node: the bytes of the portable one, several times as fast. A key service of your own takes it as `cipher`. */
export const nodeCipher: Cipher = {
	digest: (bytes) => concatBytes(createHash("sha256").update(bytes).digest()),
	encrypt(key, nonce, bound, plain) {
		const cipher = createCipheriv(AES, key, nonce, TAG).setAAD(bound);
		const sealed = cipher.update(plain);
		return concatBytes(sealed, cipher.final(), cipher.getAuthTag());
	},
	decrypt(key, nonce, bound, sealed) {
		const end = sealed.length - TAG.authTagLength;
		try {
			const decipher = createDecipheriv(AES, key, nonce, TAG)
				.setAAD(bound)
				.setAuthTag(sealed.subarray(end));
			const plain = decipher.update(sealed.subarray(0, end));
			return concatBytes(plain, decipher.final());
		} catch {
			return undefined; // the only way in which Node says that the tag does not fit
		}
	},
};
