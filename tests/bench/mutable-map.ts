import { type Context, type Kms, localKms } from "pure-secrets-manager";
import {
	type Envelope,
	makeDataKey,
	open,
	seal,
} from "../../src/kms/envelope.js";
import { payloadFromBytes, payloadToBytes } from "../../src/values/payload.js";

/**
 * Secrets in a mutable `Map`, as one would write them by hand: the same checks and the same sealing, and nothing else. No
 * older state stays valid, nothing is refused by policy, nothing falls due and nobody is told of events.
 */
export interface MutableSecrets {
	put(input: Readonly<Record<string, unknown>>, now: number): object;
	get(input: Readonly<Record<string, unknown>>, now: number): object;
}

export interface Version {
	id: string;
	createdDate: number;
	lastAccessedDate: number | undefined;
	payload: Envelope;
}

export interface MutableSecret {
	name: string;
	suffix: string;
	lastChangedDate: number;
	lastAccessedDate: number | undefined;
	deletionDate: number | undefined;
	versions: Version[];
	stages: Map<string, string>;
}

const DAY = 86_400_000;
const KEY = "arn:aws:kms:us-east-1:123456789012:key/own";

export function mutableSecrets(
	secrets: Map<string, MutableSecret>,
	{ account, region, seed }: Context,
	kms: Kms = localKms({ rootKey: new Uint8Array(32) }),
): MutableSecrets {
	const arnOf = ({ name, suffix }: MutableSecret) =>
		`arn:aws:secretsmanager:${region}:${account}:secret:${name}-${suffix}`;

	function find(id: unknown, now: number): MutableSecret {
		const secret = secrets.get(checkId(id));
		if (secret === undefined || (secret.deletionDate ?? now + 1) <= now)
			throw new Error("ResourceNotFoundException");
		if (secret.deletionDate !== undefined)
			throw new Error("InvalidRequestException");
		return secret;
	}

	return {
		put(input, now) {
			const secret = find(input.SecretId, now);
			const id = checkText(input.ClientRequestToken, 32, 64);
			const text = checkText(input.SecretString, 1, 65_536);
			if (Buffer.byteLength(text) > 65_536)
				throw new Error("ValidationException");
			if (input.SecretBinary !== undefined || input.VersionStages !== undefined)
				throw new Error("not needed here");
			if (secret.versions.some((version) => version.id === id))
				throw new Error("ResourceExistsException");
			const arn = arnOf(secret);
			const bound = { SecretARN: arn, SecretVersionId: id };
			const place = ["data key", arn, id];
			const dataKey = makeDataKey(seed, place, KEY, bound, kms);
			if (!dataKey.ok) throw new Error(dataKey.error.name);
			const payload = seal(
				payloadToBytes({ kind: "string", text }),
				dataKey.value,
				bound,
				kms,
			);
			secret.versions.push({
				id,
				createdDate: now,
				lastAccessedDate: undefined,
				payload,
			});
			const current = secret.stages.get("AWSCURRENT");
			if (current !== undefined) secret.stages.set("AWSPREVIOUS", current);
			secret.stages.set("AWSCURRENT", id);
			secret.stages.delete("AWSPENDING");
			secret.lastChangedDate = now;
			prune(secret, now);
			return {
				ARN: arn,
				Name: secret.name,
				VersionId: id,
				VersionStages: ["AWSCURRENT"],
			};
		},
		get(input, now) {
			const secret = find(input.SecretId, now);
			const id = secret.stages.get("AWSCURRENT");
			const version = secret.versions.find((each) => each.id === id);
			if (id === undefined || version === undefined)
				throw new Error("ResourceNotFoundException");
			const arn = arnOf(secret);
			const opened = open(
				version.payload,
				{ SecretARN: arn, SecretVersionId: id },
				kms,
			);
			const payload = opened.ok ? payloadFromBytes(opened.value) : undefined;
			if (payload?.kind !== "string") throw new Error("DecryptionFailure");
			const today = now - (now % DAY);
			version.lastAccessedDate = today;
			secret.lastAccessedDate = today;
			return {
				ARN: arn,
				Name: secret.name,
				VersionId: id,
				SecretString: payload.text,
				VersionStages: [...secret.stages]
					.filter(([, each]) => each === id)
					.map(([stage]) => stage),
				CreatedDate: version.createdDate,
			};
		},
	};
}

function checkId(id: unknown): string {
	const text = checkText(id, 1, 2048);
	if (!/^[A-Za-z0-9/_+=.@!-]+$/.test(text))
		throw new Error("ValidationException");
	return text;
}

function checkText(text: unknown, min: number, max: number): string {
	if (typeof text !== "string") throw new Error("SerializationException");
	if (text.length < min || text.length > max)
		throw new Error("ValidationException");
	return text;
}

function prune(secret: MutableSecret, now: number): void {
	if (secret.versions.length <= 100) return;
	const labelled = new Set(secret.stages.values());
	const oldest = secret.versions.findIndex(
		({ id, createdDate }) => !labelled.has(id) && now - createdDate >= DAY,
	);
	if (oldest >= 0) secret.versions.splice(oldest, 1);
}
