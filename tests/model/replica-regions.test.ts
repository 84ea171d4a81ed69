import { describe, expect, it } from "vitest";
import { err, ok } from "../../src/base/result.js";
import { DEFAULT_ALIAS, defaultKeyArn } from "../../src/kms/key.js";
import { localKms } from "../../src/kms/local-kms.js";
import {
	endReplicationTo,
	promote,
	refusalToDelete,
	replicateTo,
	type WantedRegion,
	type WantingContext,
	withReplica,
} from "../../src/model/replica-regions.js";
import {
	type InProgress,
	onItsWay,
	type Role,
	replicasOf,
	STANDALONE,
} from "../../src/model/role.js";
import { arnOf, type Secret } from "../../src/model/secret.js";
import { invalidParameter } from "../../src/values/failure.js";
import { HOUR, NOON, SECOND } from "../support/given.js";
import { keyArn } from "../support/keys.js";
import { HERE } from "../support/places.js";
import { AS_REPLICA, inRegion, primaryOf, UNDER_WAY } from "./a-role.js";
import { aKeyRing, aSecret } from "./a-secret.js";

const LATER = NOON + HOUR;
const TIME = {
	...{ now: LATER, replicationLag: 5 * SECOND },
	...{ keys: aKeyRing(), kms: localKms({ rootKey: new Uint8Array(32) }) },
	...{ seed: "seed", account: HERE.account },
};
/** What sets out later, and arrives after its time. */
const SENT = onItsWay(LATER + 5 * SECOND, false);
/** What set out before that, and is due after. */
const ON_WAY = onItsWay(LATER + SECOND, false);
const FAILED = { status: "Failed", message: "Replication failed: …" } as const;
const wanted = (region?: string, kmsKeyId?: string): WantedRegion => ({
	region,
	kmsKeyId,
});
const read = inRegion("eu-west-1", {
	kmsKeyId: "alias/mine",
	lastAccessedDate: NOON,
});

describe("replicating to regions", () => {
	const onWay = (region: string, changes: object = {}) =>
		inRegion(region, { progress: SENT, ...changes });

	it.each<[what: string, Role, readonly WantedRegion[], Role]>([
		[
			"one, under the default key",
			STANDALONE,
			[wanted("eu-west-1")],
			primaryOf(onWay("eu-west-1")),
		],
		[
			"one, under the key that is named",
			STANDALONE,
			[wanted("eu-west-1", "alias/mine")],
			primaryOf(onWay("eu-west-1", { kmsKeyId: "alias/mine" })),
		],
		[
			"one with an empty key, under the default key",
			STANDALONE,
			[wanted("eu-west-1", "")],
			primaryOf(onWay("eu-west-1")),
		],
		[
			"more, behind those that there are",
			primaryOf(read),
			[wanted("eu-west-3"), wanted("eu-west-2")],
			primaryOf(read, onWay("eu-west-3"), onWay("eu-west-2")),
		],
		[
			"one again, in its place and with the key that it has",
			primaryOf(read, "eu-west-2"),
			[wanted("eu-west-1")],
			primaryOf({ ...read, progress: SENT }, "eu-west-2"),
		],
		[
			"one again, under another key",
			primaryOf(read),
			[wanted("eu-west-1", "alias/other")],
			primaryOf({ ...read, progress: SENT, kmsKeyId: "alias/other" }),
		],
		[
			"one again that failed, under the default key (assumed)",
			primaryOf({ ...read, progress: FAILED }),
			[wanted("eu-west-1")],
			primaryOf({ ...read, progress: SENT, kmsKeyId: DEFAULT_ALIAS }),
		],
		[
			"one again that failed, under the key that is named",
			primaryOf({ ...read, progress: FAILED }),
			[wanted("eu-west-1", "alias/mine")],
			primaryOf({ ...read, progress: SENT }),
		],
		[
			"one again that is on its way, under the key that it is to have",
			primaryOf({ ...read, progress: ON_WAY }),
			[wanted("eu-west-1")],
			primaryOf({ ...read, progress: ON_WAY }),
		],
		[
			"one again that is overdue, anew",
			primaryOf({ ...read, progress: UNDER_WAY }),
			[wanted("eu-west-1")],
			primaryOf({ ...read, progress: SENT }),
		],
		[
			"one twice, once",
			STANDALONE,
			[wanted("eu-west-1", "alias/mine"), wanted("eu-west-1")],
			primaryOf(onWay("eu-west-1", { kmsKeyId: "alias/mine" })),
		],
	])("%s", (_, before, regions, after) => {
		const secret = aSecret({}, { role: before });
		expect(replicateTo(secret, regions, false, TIME)).toEqual(
			ok({ ...secret, role: after, lastChangedDate: LATER }),
		);
	});

	it.each<[what: string, asked: boolean, before: InProgress, InProgress]>([
		["stays as it is", false, ON_WAY, ON_WAY],
		["overwrites", true, ON_WAY, { ...ON_WAY, overwrites: true }],
		[
			"overwrites still",
			false,
			{ ...ON_WAY, overwrites: true },
			{ ...ON_WAY, overwrites: true },
		],
	])(
		"what is on its way arrives when it was to, and %s",
		(_, overwrites, before, after) => {
			const role = primaryOf(onWay("eu-west-1", { progress: before }));
			expect(
				replicateTo(
					aSecret({}, { role }),
					[wanted("eu-west-1")],
					overwrites,
					TIME,
				),
			).toMatchObject({
				value: { role: primaryOf(onWay("eu-west-1", { progress: after })) },
			});
		},
	);

	it.each([
		["InSync", { status: "InSync" }],
		["Failed", FAILED],
	] as const)("what is %s sets out anew, by force if asked", (_, progress) => {
		const role = primaryOf(inRegion("eu-west-1", { progress }));
		expect(
			replicateTo(aSecret({}, { role }), [wanted("eu-west-1")], true, TIME),
		).toMatchObject({
			value: {
				role: primaryOf(
					onWay("eu-west-1", { progress: { ...SENT, overwrites: true } }),
				),
			},
		});
	});

	it.each([
		["its own", [wanted("eu-west-1"), wanted(HERE.region)]],
		["none (assumed)", [wanted(undefined, "alias/mine")]],
	])("%s is refused", (_, regions) => {
		expect(replicateTo(aSecret(), regions, false, TIME)).toEqual(
			err(invalidParameter("Invalid replica region.")),
		);
	});
});

describe("who asks for a replication and may not use keys", () => {
	const REFUSED = "User: alice is not authorized … (Service: AWSKMS; …)";
	const KEY = keyArn("a");
	const FAR = keyArn("b", { ...HERE, region: "eu-west-1" });
	const LOST = keyArn("c", { ...HERE, region: "eu-west-1" });
	const secret = aSecret({
		v1: ["AWSCURRENT"],
		v2: ["AWSPREVIOUS"],
		v3: [],
	});
	const keyed = (...keyArns: readonly string[][]): Secret => ({
		...secret,
		versions: secret.versions.map((version, i) => ({
			...version,
			payload: {
				...version.payload,
				keys: (keyArns[i] ?? []).map((keyArn) => ({ keyArn, wrapped: "" })),
			},
		})),
	});
	const keys = aKeyRing({ [KEY]: "Enabled", [FAR]: "Disabled" });
	const asking = (...closed: readonly string[]) => ({
		...{ ...TIME, keys },
		guard: (action: string, arn: string) =>
			closed.includes(arn) ? `${action} ${arn}` : undefined,
	});
	const refusals = (
		before: Secret,
		key: string | undefined,
		context: WantingContext,
	) => {
		const after = replicateTo(
			before,
			[wanted("eu-west-1", key)],
			false,
			context,
		);
		const { progress } =
			(after.ok && replicasOf(after.value)[0]) || inRegion("eu-west-1");
		return progress.status === "InProgress"
			? progress.refusal?.split(" (")[0]
			: progress;
	};
	const DEFAULT = defaultKeyArn(HERE);

	it.each([
		["nothing", [KEY], [KEY], [KEY], FAR, [], undefined],
		["a labelled version", [FAR], [KEY], [FAR], FAR, [KEY], `Decrypt ${KEY}`],
		["a version without a label", [DEFAULT], [DEFAULT], [KEY], "", [KEY]],
		["one of two keys", [KEY, DEFAULT], [KEY, FAR], [], "", [KEY]],
		[
			"the latest of all keys",
			...[[KEY, FAR], [KEY], [], "", [KEY, FAR]],
			`Decrypt ${FAR}`,
		],
		[
			"the key of the region, also one that is disabled",
			...[[KEY], [KEY], [], FAR, [FAR]],
			`GenerateDataKey ${FAR}`,
		],
		["a key that is not there", [KEY], [KEY], [], LOST, [LOST]],
		["the default keys", [DEFAULT], [DEFAULT], [], "", [DEFAULT]],
	] as [
		what: string,
		v1: string[],
		v2: string[],
		v3: string[],
		key: string,
		closed: string[],
		refusal?: string,
	][])(
		"is refused or not on account of %s",
		(_, v1, v2, v3, key, closed, refusal) => {
			expect(refusals(keyed(v1, v2, v3), key, asking(...closed))).toBe(refusal);
		},
	);

	it.each([
		["both were refused", REFUSED, true, true],
		["only the one before was", REFUSED, false, false],
		["only the later one was", undefined, true, false],
	])("what is on its way fails where %s", (_, before, isClosed, fails) => {
		const progress = onItsWay(LATER + SECOND, false, before);
		const role = primaryOf(inRegion("eu-west-1", { progress }));
		const context = asking(...(isClosed ? [KEY] : []));
		const asked = { ...keyed([KEY], [KEY], [KEY]), role };
		expect(refusals(asked, undefined, context)).toBe(
			fails ? REFUSED.split(" (")[0] : undefined,
		);
	});
});

describe("ending the replication", () => {
	const secret = aSecret({}, { role: primaryOf("eu-west-1", "eu-west-2") });

	it.each<[what: string, readonly string[], Role]>([
		["to one region leaves the others", ["eu-west-1"], primaryOf("eu-west-2")],
		[
			"to all leaves a standalone secret",
			["eu-west-2", "eu-west-1"],
			STANDALONE,
		],
	])("%s", (_, regions, role) => {
		expect(endReplicationTo(secret, regions, LATER)).toEqual({
			...secret,
			role,
			lastChangedDate: LATER,
		});
	});

	it("to a region that it does not go to is the same object", () => {
		expect(endReplicationTo(secret, ["us-east-2"], LATER)).toBe(secret);
		const alone = aSecret();
		expect(endReplicationTo(alone, ["us-east-2"], LATER)).toBe(alone);
	});
});

describe("promoting", () => {
	it("makes a replica a secret of its own; all that it has stays", () => {
		const replica = aSecret({ v1: ["AWSCURRENT"] }, AS_REPLICA);
		expect(promote(replica, LATER)).toEqual(
			ok({ ...replica, role: STANDALONE, lastChangedDate: LATER }),
		);
	});

	it.each([
		["a primary", primaryOf("eu-west-1")],
		["a secret that is not replicated (assumed)", STANDALONE],
	])("is refused to %s", (_, role) => {
		expect(promote(aSecret({}, { role }), LATER)).toEqual(
			err(
				invalidParameter(
					"Operation not permitted on a primary secret. Call must be made in replica secret's region.",
				),
			),
		);
	});
});

it("only a primary with replicas is not deleted, and its replicas are named in their order", () => {
	const primary = aSecret({}, { role: primaryOf("us-west-2", "eu-west-1") });
	expect(refusalToDelete(primary)).toEqual(
		invalidParameter(
			`You can't delete secret ${arnOf(primary)} that still has replica regions [us-west-2, eu-west-1].`,
		),
	);
	expect(refusalToDelete(aSecret())).toBeUndefined();
	expect(refusalToDelete(aSecret({}, AS_REPLICA))).toBeUndefined();
});

describe("what a primary knows of a replica", () => {
	const primary = aSecret({}, { role: primaryOf("us-west-2", "eu-west-1") });

	it("is in the place of what it knew", () => {
		expect(withReplica(primary, read)).toEqual({
			...primary,
			role: primaryOf("us-west-2", read),
		});
	});

	it("is the same object where it knew it", () => {
		const knowing = withReplica(primary, read);
		expect(withReplica(knowing, read)).toBe(knowing);
	});
});
