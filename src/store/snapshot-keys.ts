import {
	type Check,
	listOf,
	matching,
	oneOf,
	optional,
	record,
} from "../base/check.js";
import { entriesOf } from "../base/ordered-map.js";
import { isAttachable } from "../iam/attached.js";
import {
	DEFAULT_ALIAS,
	isAliasName,
	KEY_STATES,
	type Key,
	nameIn,
	parseKmsArn,
} from "../kms/key.js";
import { type KeyRing, withAlias, withKey } from "../kms/key-ring.js";
import type { ChecksOf } from "./snapshot-members.js";

/** A KMS key and the names of its aliases, such as `alias/app`; no key material. */
export interface KeySnapshot extends Key {
	readonly aliases: readonly string[];
}

/** The keys in the order of their ARNs. */
export function toKeySnapshots(ring: KeyRing): readonly KeySnapshot[] {
	const names = new Map<string, string[]>();
	for (const [, { arn }] of entriesOf(ring.keys)) names.set(arn, []);
	for (const [alias, arn] of entriesOf(ring.aliases))
		names.get(arn)?.push(parseKmsArn(alias)?.name ?? alias);
	return [...entriesOf(ring.keys)].map(([, { arn, state, policy }]) => ({
		arn,
		state,
		...(policy !== undefined && { policy }),
		aliases: names.get(arn) ?? [],
	}));
}

/** Adds keys that were checked to a ring. */
export function withKeySnapshots(
	empty: KeyRing,
	keys: readonly KeySnapshot[],
): KeyRing {
	let ring = empty;
	for (const { arn, state, policy, aliases } of keys) {
		ring = withKey(ring, {
			arn,
			state,
			...(policy !== undefined && { policy }),
		});
		for (const alias of aliases)
			ring = withAlias(ring, aliasArnOf(arn, alias), arn);
	}
	return ring;
}

const keyChecks: Readonly<ChecksOf<KeySnapshot>> = {
	arn: matching(
		(arn) => parseKmsArn(arn)?.kind === "key",
		"the ARN of a KMS key",
	),
	state: oneOf(...KEY_STATES),
	policy: optional(matching(isAttachable, "a key policy")),
	aliases: listOf(
		matching(
			(alias) => isAliasName(alias) || alias === DEFAULT_ALIAS,
			"the name of an alias",
		),
	),
};

/** Keys and aliases, each once, so that none hides another. */
export const checkKeySnapshots: Check = (value, path) => {
	const problem = listOf(record(keyChecks))(value, path);
	if (problem !== undefined) return problem;
	const keys = value as readonly KeySnapshot[];
	const names = keys.flatMap(({ arn, aliases }) => [
		arn,
		...aliases.map((alias) => aliasArnOf(arn, alias)),
	]);
	return new Set(names).size === names.length
		? undefined
		: `${path} must hold each key and each alias once`;
};

/** An alias lies where its key does. */
function aliasArnOf(arn: string, alias: string): string {
	const { account = "", region = "" } = parseKmsArn(arn) ?? {};
	return nameIn({ account, region }, "alias", alias).arn;
}
