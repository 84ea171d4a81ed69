import fc from "fast-check";
import {
	createSecret,
	createStore,
	describeSecret,
	execute,
	listSecretVersionIds,
	putSecretValue,
	type SecretStore,
	updateSecretVersionStage,
} from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import { arnOf } from "../../src/model/secret.js";
import { token as anyToken, value } from "../support/arbitraries.js";
import { assertLaw, sequence } from "../support/depth.js";
import { CONTEXT, DAY, HOUR, MINUTE, token } from "../support/given.js";
import {
	arnsSpokenOf,
	runScript,
	script,
	secretsOf,
} from "../support/scripts.js";

describe("versions and labels", () => {
	test("law 5: a token replayed with the same value is idempotent, with another refused", () => {
		assertLaw(
			fc.property(
				script(12),
				anyToken(),
				value(),
				value(),
				fc.constantFrom<string>("PutSecretValue", "UpdateSecret"),
				(steps, ClientRequestToken, first, second, operation) => {
					const store = storeWithSecret(steps);
					const write = (from: SecretStore, given: object) =>
						execute(
							from,
							{
								operation,
								input: { SecretId: "law", ClientRequestToken, ...given },
							},
							{ ...CONTEXT, now: CONTEXT.now + HOUR },
						);
					const once = write(store, first);
					expect(once.result.ok).toBe(true);
					const twice = write(once.store, first);
					expect(twice.store).toBe(once.store);
					expect(twice.result).toEqual(once.result);
					const other = write(once.store, second);
					expect(other.result.ok).toBe(same(first, second));
					expect(other.store).toBe(once.store);
				},
			),
			100,
		);
	});

	test("law 6: once a value exists one version is current, and no label is on two versions", () => {
		assertLaw(
			fc.property(script(), (steps) => {
				for (const ran of runScript(steps))
					for (const ARN of arnsSpokenOf(ran)) {
						const { outcome, context } = ran;
						const seen = describeSecret(
							outcome.store,
							{ SecretId: ARN },
							context,
						);
						if (!seen.result.ok) continue; // deleted by this step
						const labels = Object.values(
							seen.result.value.VersionIdsToStages ?? {},
						).flat();
						expect(new Set(labels).size).toBe(labels.length);
						expect(labels.length).toBeLessThanOrEqual(20);
						// Not by ListSecretVersionIds, which lists none of a replica.
						const secret = secretsOf(outcome.store).find(
							(each) => arnOf(each) === ARN,
						);
						expect(labels.includes("AWSCURRENT")).toBe(
							secret?.versions.length !== 0,
						);
					}
			}),
			60,
		);
	});

	test("law 7: pruning takes the oldest unlabelled versions of 24 hours and more, and no other, down to the target", () => {
		const seen = { pruned: 0, refused: 0, labelled: 0, young: 0 };
		assertLaw(
			fc.property(ceiling, writes, (maxVersions, steps) => {
				let now = CONTEXT.now;
				let store = withLaw(createStore({ maxVersions }));
				for (const [i, { wait, keep }] of steps.entries()) {
					now += wait;
					const context = { ...CONTEXT, now };
					const id = token(`write-${i}`);
					const before = versionsOf(store, "law", now);
					const put = putSecretValue(
						store,
						{ SecretId: "law", ClientRequestToken: id, SecretString: "v" },
						context,
					);
					const labelled = before.filter(staysLabelled);
					const young = before.filter(
						({ CreatedDate }) => now - CreatedDate < DAY,
					);
					const free = before.filter(
						(each) => !labelled.includes(each) && !young.includes(each),
					);
					const surplus = before.length + 1 - maxVersions;
					expect(put.result.ok).toBe(surplus <= free.length);
					if (surplus > 0 && labelled.includes(first(before))) seen.labelled++;
					if (surplus > 0 && young.some((each) => !labelled.includes(each)))
						seen.young++;
					if (!put.result.ok) seen.refused++;
					else {
						const gone = free.slice(0, Math.max(0, surplus));
						seen.pruned += gone.length;
						const kept = before.filter((each) => !gone.includes(each));
						expect(idsOf(versionsOf(put.store, "law", now))).toEqual([
							...idsOf(kept),
							id,
						]);
					}
					store = keep ? labelOldest(put.store, keep, context) : put.store;
				}
			}),
			80,
			seen,
		);
	});

	test("law 7: without a ceiling the target is 100, and a burst above it is kept whole until it is a day old", () => {
		const burst = Array.from({ length: 130 }, (_, i) => i);
		const put = (store: SecretStore, name: string, now: number) =>
			putSecretValue(
				store,
				{ SecretId: "law", ClientRequestToken: token(name), SecretString: "v" },
				{ ...CONTEXT, now },
			).store;
		const full = burst.reduce(
			(store, i) => put(store, `burst-${i}`, CONTEXT.now + i),
			withLaw(createStore()),
		);
		expect(versionsOf(full, "law", CONTEXT.now + DAY)).toHaveLength(130);
		// Ten of the burst are a day old by now; the others are a millisecond or more too young.
		const some = put(full, "some", CONTEXT.now + 9 + DAY);
		expect(versionsOf(some, "law", CONTEXT.now + DAY)).toHaveLength(121);
		const all = put(some, "all", CONTEXT.now + 2 * DAY);
		expect(versionsOf(all, "law", CONTEXT.now + 2 * DAY)).toHaveLength(100);
	});
});

/** A small ceiling is the target, too, so that short scripts prune. */
const ceiling = fc.integer({ min: 2, max: 6 });

/** Writes minutes apart, now and then a day; some leave a label on the oldest version. */
const writes = sequence(
	fc.record({
		wait: fc.oneof(
			{ weight: 6, arbitrary: fc.constantFrom(0, 1, MINUTE, HOUR) },
			{ weight: 2, arbitrary: fc.constantFrom(DAY - 1, DAY) },
		),
		keep: fc.option(fc.constantFrom("blue", "green"), {
			freq: 4,
			nil: undefined,
		}),
	}),
	24,
	8,
);

type Listed = ReturnType<typeof versionsOf>[number];

/** Whether a version has a label after a default write: AWSCURRENT leaves AWSPREVIOUS, which leaves whoever had it. */
const staysLabelled = ({ VersionStages = [] }: Listed): boolean =>
	VersionStages.some(
		(stage) => stage !== "AWSPREVIOUS" && stage !== "AWSPENDING",
	);

const first = (versions: readonly Listed[]): Listed => versions[0] as Listed;

const idsOf = (versions: readonly Listed[]): readonly string[] =>
	versions.map(({ VersionId }) => VersionId);

/** Moves a label to the oldest version, from wherever it is. */
function labelOldest(
	store: SecretStore,
	VersionStage: string,
	context: typeof CONTEXT,
): SecretStore {
	const versions = versionsOf(store, "law", context.now);
	const holder = versions.find((each) =>
		each.VersionStages?.includes(VersionStage),
	);
	return updateSecretVersionStage(
		store,
		{
			SecretId: "law",
			VersionStage,
			RemoveFromVersionId: holder?.VersionId,
			MoveToVersionId: versions[0]?.VersionId,
		},
		context,
	).store;
}

/** Adds a secret `law` that has no value. */
const withLaw = (store: SecretStore): SecretStore =>
	createSecret(
		store,
		{ Name: "law", ClientRequestToken: token("law") },
		CONTEXT,
	).store;

/** The store after a script, with a secret `law` in it that has no value. */
const storeWithSecret = (steps: Parameters<typeof runScript>[0]): SecretStore =>
	withLaw(runScript(steps).at(-1)?.outcome.store ?? createStore());

function versionsOf(store: SecretStore, SecretId: string, now: number) {
	const all = [];
	let NextToken: string | undefined;
	do {
		const page = listSecretVersionIds(
			store,
			{ SecretId, IncludeDeprecated: true, MaxResults: 100, NextToken },
			{ ...CONTEXT, now, ...placeOf(SecretId) },
		);
		if (!page.result.ok) return [];
		all.push(...page.result.value.Versions);
		NextToken = page.result.value.NextToken;
	} while (NextToken !== undefined);
	return all;
}

/** Account and region of an ARN. */
function placeOf(SecretId: string): { account?: string; region?: string } {
	const [, , , region, account] = SecretId.split(":");
	return region && account ? { account, region } : {};
}

/** Whether two requests carry the same value; base64 text and its bytes are the same. */
function same(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
	const key = ({ SecretString, SecretBinary }: Record<string, unknown>) =>
		typeof SecretString === "string"
			? `text ${SecretString}`
			: `bytes ${
					typeof SecretBinary === "string"
						? SecretBinary
						: Buffer.from(SecretBinary as Uint8Array).toString("base64")
				}`;
	return key(a) === key(b);
}
