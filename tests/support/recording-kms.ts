import {
	type EncryptionContext,
	type Kms,
	localKms,
} from "pure-secrets-manager";

/** What was called, for which key, and the encryption context: `["unwrap", keyArn, { SecretARN, SecretVersionId }]`. */
export type KmsCall = readonly [
	call: "generateDataKey" | "wrap" | "mayWrap" | "unwrap",
	keyArn: string,
	context: EncryptionContext,
];

/**
 * The development key service, and what it is asked, in order. It makes data keys of its own if it is to, and says whether
 * it may wrap for one more key if it is told what to say.
 */
export function recordingKms({
	generates = false,
	mayWrap,
}: {
	readonly generates?: boolean;
	readonly mayWrap?: boolean;
} = {}): {
	readonly kms: Kms;
	readonly calls: KmsCall[];
} {
	const calls: KmsCall[] = [];
	const keys = localKms({
		rootKey: new TextEncoder().encode("pure-secrets-manager development"),
	});
	const kms: Kms = {
		wrap(keyArn, dataKey, context) {
			calls.push(["wrap", keyArn, context]);
			return keys.wrap(keyArn, dataKey, context);
		},
		unwrap(keyArn, wrapped, context) {
			calls.push(["unwrap", keyArn, context]);
			return keys.unwrap(keyArn, wrapped, context);
		},
		...(mayWrap !== undefined && {
			mayWrap(keyArn, context) {
				calls.push(["mayWrap", keyArn, context]);
				return mayWrap;
			},
		}),
		...(generates && {
			generateDataKey(keyArn, random, context) {
				calls.push(["generateDataKey", keyArn, context]);
				const dataKey = random.map((byte) => byte ^ 0xff);
				const wrapped = keys.wrap(keyArn, dataKey, context);
				return { ok: true, value: { dataKey, wrapped } };
			},
		}),
	};
	return { kms, calls };
}
