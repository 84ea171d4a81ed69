import { describe, expect, it } from "vitest";
import { attachedPolicy } from "../../src/iam/attached.js";
import { DEFAULT_ALIAS, defaultKeyArn } from "../../src/kms/key.js";
import { withKeyNamed } from "../../src/kms/key-ring.js";
import { localKms } from "../../src/kms/local-kms.js";
import { cargoOf } from "../../src/model/cargo.js";
import {
	changesReplicas,
	checkProjection,
	isReplicaOf,
	newReplica,
	project,
} from "../../src/model/replication.js";
import { NO_ROTATION } from "../../src/model/rotation/record.js";
import { openPayload, sealPayload } from "../../src/model/sealing.js";
import { arnOf, checkSecret, type Secret } from "../../src/model/secret.js";
import { HOUR, NOON, ResourcePolicy } from "../support/given.js";
import { keyArn, keyId, quoted, withoutRequestId } from "../support/keys.js";
import { HERE, THERE } from "../support/places.js";
import { inRegion, primaryOf } from "./a-role.js";
import {
	accepted,
	aKeyRing,
	aSecret,
	aVersion,
	type Labels,
} from "./a-secret.js";

const LATER = NOON + HOUR;
const aPolicy = accepted(attachedPolicy(ResourcePolicy));

describe("of a primary's changes, replicas have", () => {
	const before = aSecret({ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT"] });
	const [first] = before.versions;
	if (first === undefined) throw new Error("no version");

	it.each<[what: string, changes: Partial<Secret>, has: boolean]>([
		["a description", { description: "new" }, true],
		["a type", { type: "new" }, true],
		["tags", { tags: [] }, true],
		["a policy", { resourcePolicy: aPolicy }, true],
		["a label more", { stages: [...before.stages, ["one", "v1"]] }, true],
		["a label less", { stages: before.stages.slice(1) }, true],
		[
			"a label elsewhere",
			{
				stages: [
					["AWSPREVIOUS", "v2"],
					["AWSCURRENT", "v1"],
				],
			},
			true,
		],
		["not the same labels again", { stages: [...before.stages] }, false],
		[
			"not AWSPENDING of a version without a value (assumed)",
			{ stages: [...before.stages, ["AWSPENDING", "v3"]] },
			false,
		],
		[
			"AWSPENDING of a version with a value",
			{ stages: [...before.stages, ["AWSPENDING", "v2"]] },
			true,
		],
		["a version", { versions: [...before.versions, aVersion("v3", 2)] }, true],
		["no version that is gone", { versions: before.versions.slice(1) }, true],
		[
			"a version in the place of another",
			{ versions: [first, aVersion("v3", 2)] },
			true,
		],
		[
			"the date of a rotation",
			{ rotation: { ...NO_ROTATION, lastRotatedDate: NOON } },
			true,
		],
		["not how it rotates", { rotation: NO_ROTATION }, false],
		["not its key", { kmsKeyId: "alias/mine" }, false],
		["not when it was changed", { lastChangedDate: LATER }, false],
		["not when it was read", { lastAccessedDate: LATER }, false],
		[
			"not when a version was read",
			{
				versions: before.versions.map((each) => ({
					...each,
					lastAccessedDate: LATER,
				})),
			},
			false,
		],
		["not its role", { role: primaryOf("eu-west-1") }, false],
	])("%s", (_, changes, has) => {
		expect(changesReplicas(before, { ...before, ...changes })).toBe(has);
	});
});

describe("a projection", () => {
	const [CUSTOM, DEAD] = [keyArn("a", THERE), keyArn("b")];
	const keys = withKeyNamed(
		aKeyRing({ [CUSTOM]: "Enabled", [DEAD]: "Disabled" }),
		undefined,
		THERE,
	);
	const context = {
		now: LATER,
		seed: "seed",
		account: HERE.account,
		keys,
		kms: localKms({ rootKey: new Uint8Array(32).fill(8) }),
	};
	/** A primary whose versions hold their own ids; those of `dead` are under a key that was disabled later. */
	function holding(
		labels: Labels,
		changes: Partial<Secret> = {},
		dead: readonly string[] = [],
	): Secret {
		const live = { ...context, keys: aKeyRing({ [DEAD]: "Enabled" }) };
		const secret = aSecret(labels, {
			role: primaryOf("eu-west-1"),
			...changes,
		});
		return {
			...secret,
			versions: secret.versions.map((version) => {
				const kmsKeyId = dead.includes(version.id) ? DEAD : undefined;
				const payload = { kind: "string", text: version.id } as const;
				const under = { ...secret, kmsKeyId };
				return {
					...version,
					payload: accepted(sealPayload(under, version.id, payload, live)),
				};
			}),
		};
	}
	const projected = (
		primary: Secret,
		replica = newReplica(primary, inRegion(THERE.region), NOON),
		kmsKeyId: string = DEFAULT_ALIAS,
	) => project(primary, replica, kmsKeyId, cargoOf(primary, context), context);
	const made = (result: ReturnType<typeof project>): Secret => {
		if (!result.ok) throw new Error(result.error);
		return result.value;
	};
	const projection = (...args: Parameters<typeof projected>): Secret =>
		made(projected(...args));
	const rich = {
		description: "orders",
		type: "partner",
		tags: [{ key: "k", value: "v" }],
		resourcePolicy: aPolicy,
		lastAccessedDate: NOON,
	};
	const primary = holding(
		{ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT", "one"] },
		rich,
	);

	it("has what its primary has, under its own ARN, key and dates", () => {
		const replica = projection(primary);
		expect(replica).toMatchObject({
			...rich,
			...THERE,
			name: primary.name,
			suffix: primary.suffix,
			kmsKeyId: DEFAULT_ALIAS,
			createdDate: NOON,
			lastChangedDate: LATER,
			lastAccessedDate: undefined,
			stages: primary.stages,
			role: { kind: "replica", primaryRegion: HERE.region },
		});
		expect(isReplicaOf(replica, primary)).toBe(true);
		expect(checkProjection(primary, replica, inRegion(THERE.region))).toEqual(
			[],
		);
		expect(checkSecret({ ...replica, resourcePolicy: undefined })).toEqual([]);
	});

	it("has the values, sealed anew, with the time of replication", () => {
		const { versions, ...replica } = projection(primary);
		expect(
			versions.map((version) => [
				version.id,
				version.createdDate,
				version.payload.keys.map(({ keyArn }) => keyArn),
				accepted(openPayload({ ...replica, versions }, version, context)),
			]),
		).toEqual(
			["v1", "v2"].map((text) => [
				text,
				LATER,
				[defaultKeyArn(THERE)],
				{ kind: "string", text },
			]),
		);
		const sealed = [...versions, ...primary.versions].map(
			({ payload }) => payload.sealed,
		);
		expect(new Set(sealed).size).toBe(4);
	});

	it("leaves versions that are there as they are", () => {
		const once = projection(primary);
		const again = projection(primary, once);
		expect(again).toEqual(once);
		again.versions.forEach((version, i) => {
			expect(version).toBe(once.versions[i]);
		});
	});

	it("drops versions that its primary has no more", () => {
		const less = {
			...primary,
			versions: primary.versions.slice(1),
			stages: primary.stages.slice(1),
		};
		expect(
			projection(less, projection(primary)).versions.map(({ id }) => id),
		).toEqual(["v2"]);
	});

	it("tells of a rotation when it last ended, and nothing else", () => {
		const rotation = {
			...NO_ROTATION,
			enabled: true,
			functionArn: "f",
			due: LATER,
		};
		expect(projection({ ...primary, rotation }).rotation).toBeUndefined();
		const lastRotatedDate = NOON;
		expect(
			projection({ ...primary, rotation: { ...rotation, lastRotatedDate } })
				.rotation,
		).toEqual({ ...NO_ROTATION, enabled: undefined, lastRotatedDate });
	});

	it("leaves out AWSPENDING of a version without a value (assumed)", () => {
		const pending = [...primary.stages, ["AWSPENDING", "v3"] as const];
		expect(projection({ ...primary, stages: pending }).stages).toEqual(
			primary.stages,
		);
	});

	it("is under another key once that is named", () => {
		const once = projection(primary);
		const { kmsKeyId, versions } = projection(primary, once, keyId("a"));
		expect(kmsKeyId).toBe(keyId("a"));
		expect(
			versions.map(({ payload }) => payload.keys.map(({ keyArn }) => keyArn)),
		).toEqual([1, 2].map(() => [defaultKeyArn(THERE), CUSTOM]));
	});

	describe("of versions that are there but that no key opens there", () => {
		const labelled: Labels = { v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT"] };
		/** What was carried under a key of the replica's own, before that was disabled. */
		const carried = (of: Secret): Secret => {
			const live = aKeyRing({ [CUSTOM]: "Enabled", [DEAD]: "Enabled" });
			const before = { ...context, keys: withKeyNamed(live, undefined, THERE) };
			const bare = newReplica(of, inRegion(THERE.region), NOON);
			const cargo = cargoOf(of, before);
			return made(project(of, bare, keyId("a"), cargo, before));
		};
		const states = { [CUSTOM]: "Disabled", [DEAD]: "Disabled" } as const;
		const later = {
			...context,
			now: LATER + HOUR,
			keys: withKeyNamed(aKeyRing(states), undefined, THERE),
		};
		const again = (of: Secret) => {
			const cargo = cargoOf(of, later);
			return project(of, carried(of), DEFAULT_ALIAS, cargo, later);
		};
		const anew = [LATER + HOUR, [defaultKeyArn(THERE)]];
		const datesAndKeys = ({ versions }: Secret) =>
			versions.map(({ createdDate, payload }) => [
				createdDate,
				payload.keys.map(({ keyArn }) => keyArn),
			]);

		it.each<[what: string, Labels]>([
			["that have labels", labelled],
			["that are deprecated", { v1: [], v2: ["AWSCURRENT"] }],
		])("those %s are sealed anew", (_, labels) => {
			expect(datesAndKeys(made(again(holding(labels))))).toEqual([anew, anew]);
		});

		it("a deprecated one that no key of its primary opens either stays, the others are sealed anew (assumed)", () => {
			const old = holding({ v1: [], v2: ["AWSCURRENT"] }, {}, ["v1"]);
			const replica = made(again(old));
			expect(replica.versions[0]).toEqual(carried(old).versions[0]);
			expect(datesAndKeys(replica)).toEqual([[LATER, [CUSTOM]], anew]);
			expect(checkProjection(old, replica, inRegion(THERE.region))).toEqual([]);
		});

		it("one with a label that no key of its primary opens either refuses it as a whole", () => {
			const result = again(holding(labelled, {}, ["v1"]));
			expect(result.ok ? undefined : withoutRequestId(result.error)).toBe(
				quoted(`${DEAD} is disabled.`, "DisabledException"),
			);
		});
	});

	it("leaves a deprecated version behind that no key opens (assumed)", () => {
		const old = holding({ v1: [], v2: ["AWSCURRENT"] }, {}, ["v1"]);
		const replica = projection(old);
		expect(replica.versions.map(({ id }) => id)).toEqual(["v2"]);
		expect(checkProjection(old, replica, inRegion(THERE.region))).toEqual([]);
	});

	const refused = (...args: Parameters<typeof projected>) => {
		const result = projected(...args);
		return result.ok ? undefined : withoutRequestId(result.error);
	};

	it("is refused as a whole where no key opens a version with a label", () => {
		const old = holding({ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT"] }, {}, [
			"v1",
		]);
		expect(refused(old)).toBe(
			quoted(`${DEAD} is disabled.`, "DisabledException"),
		);
	});

	it("is refused where its own key cannot be used, needed or not", () => {
		const said = quoted(
			`Key '${keyArn("c", THERE)}' does not exist`,
			"NotFoundException",
		);
		expect(refused(primary, undefined, keyId("c"))).toBe(said);
		expect(refused(aSecret(), undefined, keyId("c"))).toBe(said);
	});

	describe("breaks a law", () => {
		const COPIED =
			"labels, tags, description, type, policy and last rotation are its primary's";
		const replica = projection(primary);
		it.each<[what: string, changes: Partial<Secret>, law: string]>([
			["with another description", { description: "other" }, COPIED],
			["with other labels", { stages: primary.stages.slice(1) }, COPIED],
			["with other tags", { tags: [] }, COPIED],
			["with another type", { type: undefined }, COPIED],
			["with another policy", { resourcePolicy: undefined }, COPIED],
			[
				"with another date of rotation",
				{ rotation: { ...NO_ROTATION, lastRotatedDate: NOON } },
				COPIED,
			],
			[
				"with a version of its own",
				{ versions: [...replica.versions, aVersion("v3", 2)] },
				"its versions are its primary's",
			],
			[
				"without a version that has a label",
				{ versions: replica.versions.slice(1) },
				"it has every version of its primary that has a label",
			],
			[
				"with a key that its primary does not know",
				{ kmsKeyId: "alias/other" },
				"its primary knows its key and when it was read",
			],
			[
				"with a read that its primary does not know",
				{ lastAccessedDate: NOON },
				"its primary knows its key and when it was read",
			],
		])("%s", (_, changes, law) => {
			const broken = { ...replica, ...changes };
			expect(
				checkProjection(primary, broken, inRegion(THERE.region)),
			).toContain(`${arnOf(replica)}: ${law}`);
		});
	});
});
