import {
	type EncryptionContext,
	type Kms,
	localKms,
} from "pure-secrets-manager";

/** `["unwrap", keyArn, SecretVersionId]`, with the rest of the context in its place. */
export type KmsCall = readonly [
	call: "generateDataKey" | "wrap" | "unwrap",
	keyArn: string,
	context: EncryptionContext,
];

/** The development key service, and what it is asked, in order. It makes data keys of its own if it is to. */
export function recordingKms({ generates = false } = {}): {
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
