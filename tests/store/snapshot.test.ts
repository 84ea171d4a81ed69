import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localKms } from "../../src/kms/local-kms.js";
import {
	NO_ROTATION,
	type Rotation,
	type RotationRun,
} from "../../src/model/rotation/record.js";
import { openPayload } from "../../src/model/sealing.js";
import type { Secret } from "../../src/model/secret.js";
import { writeValue } from "../../src/model/writing.js";
import { advance, effectsUnderWay, nextDue } from "../../src/store/advance.js";
import { checkInvariants } from "../../src/store/invariants.js";
import { fromSnapshot, toSnapshot } from "../../src/store/snapshot.js";
import {
	createStore,
	type SecretStore,
	vaultOf,
} from "../../src/store/store.js";
import { secretNamed } from "../../src/store/vault.js";
import { accepted, aKeyRing } from "../model/a-secret.js";
import { assertLaw } from "../support/depth.js";
import { DAY, HOUR, NOON } from "../support/given.js";
import { HERE } from "../support/places.js";
import { aStore, goneAfter, named } from "./a-store.js";

const CONTEXT = {
	...HERE,
	seed: "seed",
	keys: aKeyRing(),
	kms: localKms({ rootKey: new Uint8Array(32).fill(6) }),
};
const VALUE = "correct horse battery staple";

/** A secret with a value of its own in each member that may be absent. */
const rich: Secret = {
	...accepted(
		writeValue(
			goneAfter(7, "rich", {
				description: "lone \ud800",
				kmsKeyId: "alias/aws/secretsmanager",
				type: "partner",
				tags: [{ key: "__proto__", value: "" }],
				lastAccessedDate: NOON - 12 * 3_600_000,
			}),
			{
				id: "v1",
				payload: { kind: "string", text: VALUE },
				stages: ["AWSCURRENT", "__proto__", "\udc00"],
			},
			{ ...CONTEXT, now: NOON, maxVersions: 100 },
		),
	),
};
const store = aStore(
	[
		rich,
		named("plain"),
		named("__proto__", { tags: [] }),
		named("rich", { region: "eu-west-1" }, { v1: ["AWSCURRENT"], v2: [] }),
		goneAfter(8, "rich", { account: "000000000000", region: "cn-north-1" }),
	],
	{ maxSecrets: 3, maxVersions: 100 },
);
const home = (store: SecretStore) =>
	vaultOf(store, "123456789012", "us-east-1");

const json = (value: unknown) => JSON.parse(JSON.stringify(value));
function reopened(value: unknown): SecretStore {
	const result = fromSnapshot(value);
	if (!result.ok) throw new Error(result.error.message);
	return result.value;
}

describe("law 10: a snapshot is read as it was taken", () => {
	it.each<[what: string, SecretStore]>([
		["an empty store", createStore()],
		["a store with limits", createStore({ maxSecrets: 7, maxVersions: 5 })],
		[
			"a store with the largest limit that createStore takes",
			createStore({ maxSecrets: Number.MAX_SAFE_INTEGER }),
		],
		["a store with secrets", store],
		["a store that was purged", advance(store, { now: NOON + 9 * DAY }).store],
	])("%s", (_, store) => {
		const snapshot = toSnapshot(store);
		const copy = reopened(json(snapshot));
		expect(json(snapshot)).toEqual(snapshot);
		expect(toSnapshot(copy)).toEqual(snapshot);
		expect(copy.limits).toEqual(store.limits);
		expect(nextDue(copy)).toBe(nextDue(store));
		expect(checkInvariants(copy)).toEqual([]);
	});

	it("every member of every secret, absent ones as undefined", () => {
		const copy = home(reopened(json(toSnapshot(store))));
		for (const name of ["rich", "plain", "__proto__"])
			expect(secretNamed(copy, name)).toStrictEqual(
				secretNamed(home(store), name),
			);
		expect(copy.nextOrdinal).toBe(3);
	});

	it("any texts and dates", () => {
		const text = fc.oneof(
			fc.string({ unit: "binary" }),
			fc.constantFrom("", "\ud800", "__proto__", '"', "\u2028"),
		);
		const option = <T>(arbitrary: fc.Arbitrary<T>) =>
			fc.option(arbitrary, { nil: undefined });
		const secret = fc.record({
			name: fc.stringMatching(/^[A-Za-z0-9/_+=.@!-]{1,9}$/),
			description: option(text),
			kmsKeyId: option(text),
			type: option(text),
			lastChangedDate: fc.integer(),
			tags: option(
				fc.array(fc.record({ key: text, value: text }), { maxLength: 1 }),
			),
		});
		assertLaw(
			fc.property(
				fc.uniqueArray(secret, { maxLength: 5, selector: ({ name }) => name }),
				(secrets) => {
					const store = aStore(
						secrets.map(({ name, ...changes }) => named(name, changes)),
					);
					const copy = reopened(json(toSnapshot(store)));
					expect(toSnapshot(copy)).toEqual(toSnapshot(store));
				},
			),
		);
	});

	it("values are sealed in it and open after it", () => {
		const text = JSON.stringify(toSnapshot(store));
		expect(text).not.toContain(VALUE);
		expect(text).not.toContain(Buffer.from(VALUE).toString("base64"));
		const copy = secretNamed(home(reopened(JSON.parse(text))), "rich");
		const version = copy?.versions[0];
		if (copy === undefined || version === undefined) throw new Error("lost");
		expect(accepted(openPayload(copy, version, CONTEXT))).toEqual({
			kind: "string",
			text: VALUE,
		});
	});
});

/** A rotation with a value in each member that may be absent. */
const ROTATION: Rotation = {
	enabled: true,
	functionArn: "function \ud800",
	rules: {
		automaticallyAfterDays: 7,
		duration: "3h",
		scheduleExpression: undefined,
	},
	externalMetadata: [{ key: "__proto__", value: "" }],
	externalRoleArn: "role",
	lastRotatedDate: NOON,
	window: { opens: NOON, closes: NOON + 12 * HOUR },
	due: NOON + 1,
	run: {
		kind: "rotation",
		token: "r1",
		rotationToken: "t",
		attempt: 3,
		state: "running",
		step: "setSecret",
	},
};
const STAGES: Secret["stages"] = [
	["AWSCURRENT", "v1"],
	["AWSPENDING", "r1"],
];
const rotating = (
	changes: Partial<Rotation> = {},
	stages = STAGES,
	members: Partial<Secret> = {},
): Secret =>
	named(
		"rotating",
		{ rotation: { ...ROTATION, ...changes }, stages, ...members },
		{ v1: [] },
	);
const running = ROTATION.run as RotationRun;

describe("law 10: rotations are read as they were taken", () => {
	it.each<[what: string, Secret]>([
		["never set", named("rotating")],
		[
			"turned off before it was ever on",
			rotating(NO_ROTATION, [], { versions: [] }),
		],
		["with everything that can be set", rotating()],
		[
			"with nothing that can be left out",
			rotating({ ...NO_ROTATION, enabled: true }, [["AWSCURRENT", "v1"]]),
		],
		["without metadata in its list", rotating({ externalMetadata: [] })],
		[
			"of a secret that another service manages",
			rotating({ functionArn: undefined }, STAGES, { owningService: "rds" }),
		],
		[
			"of a secret that is scheduled for deletion",
			goneAfter(7, "rotating", rotating()),
		],
		...(
			["running", "failed", "succeeded", "abandoned", "cancelled"] as const
		).map(
			(state) =>
				[`that ${state}`, rotating({ run: { ...running, state } })] as [
					string,
					Secret,
				],
		),
		[
			"that is a test",
			rotating({ run: { ...running, kind: "test", step: "testSecret" } }),
		],
	])("%s", (_, secret) => {
		const store = aStore([secret]);
		expect(checkInvariants(store)).toEqual([]);
		const snapshot = toSnapshot(store);
		const copy = reopened(json(snapshot));
		expect(json(snapshot)).toEqual(snapshot);
		expect(secretNamed(home(copy), "rotating")).toStrictEqual(
			secretNamed(home(store), "rotating"),
		);
		expect(nextDue(copy)).toBe(nextDue(store));
		expect(effectsUnderWay(copy)).toEqual(effectsUnderWay(store));
		scribble(snapshot);
		expect(toSnapshot(copy)).toEqual(toSnapshot(store));
	});
});

/** Overwrites everything in a value, however deep. */
function scribble(value: unknown): void {
	if (typeof value !== "object" || value === null) return;
	for (const [key, member] of Object.entries(value)) {
		scribble(member);
		(value as Record<string, unknown>)[key] = "scribbled";
	}
	if (Array.isArray(value)) value.push("scribbled");
}

describe("what is done to a snapshot later", () => {
	it("changes nothing in the store that it was taken of", () => {
		const before = JSON.stringify(toSnapshot(store));
		scribble(toSnapshot(store));
		expect(JSON.stringify(toSnapshot(store))).toBe(before);
		expect(checkInvariants(store)).toEqual([]);
	});

	it("changes nothing in the store that was read from it", () => {
		const snapshot = json(toSnapshot(store));
		const copy = reopened(snapshot);
		scribble(snapshot);
		expect(toSnapshot(copy)).toEqual(toSnapshot(store));
	});

	it("matters not to it when it is frozen", () => {
		const frozen = json(toSnapshot(store));
		Object.freeze(frozen);
		Object.freeze(frozen.vaults);
		expect(toSnapshot(reopened(frozen))).toEqual(toSnapshot(store));
	});
});

type Key = string | number;
const printed = (path: readonly Key[]) =>
	path.reduce<string>(
		(text, key) =>
			typeof key === "number" ? `${text}[${key}]` : `${text}.${key}`,
		"snapshot",
	);

/** The snapshot with another value at a path; without the member when the value is `undefined`. */
function altered(
	path: readonly Key[],
	value: unknown,
	store = aStore([rich], { maxVersions: 100 }),
): unknown {
	const whole = json(toSnapshot(store));
	const last = path.at(-1);
	if (last === undefined) return value;
	const parent = path
		.slice(0, -1)
		.reduce((at: Record<Key, unknown>, key) => at[key] as never, whole);
	if (value === undefined) delete parent[last];
	else parent[last] = value;
	return whole;
}

function refusal(value: unknown): string {
	const result = fromSnapshot(value);
	if (result.ok) return "accepted";
	expect(result.error.name).toBe("SnapshotError");
	return result.error.message;
}

const V = ["vaults", 0];
const S = [...V, "secrets", 0];
const required: readonly (readonly Key[])[] = [
	["format"],
	["version"],
	["options"],
	["options", "maxSecrets"],
	["options", "unknownKeys"],
	["keys"],
	["keys", 0, "arn"],
	["keys", 0, "state"],
	["keys", 0, "aliases"],
	["vaults"],
	[...V, "account"],
	[...V, "region"],
	[...V, "nextOrdinal"],
	[...V, "secrets"],
	[...S, "ordinal"],
	[...S, "name"],
	[...S, "suffix"],
	[...S, "tags", 0, "key"],
	[...S, "tags", 0, "value"],
	[...S, "createdDate"],
	[...S, "lastChangedDate"],
	[...S, "versions"],
	[...S, "versions", 0, "id"],
	[...S, "versions", 0, "ordinal"],
	[...S, "versions", 0, "createdDate"],
	[...S, "versions", 0, "payload"],
	[...S, "versions", 0, "payload", "sealed"],
	[...S, "versions", 0, "payload", "keys"],
	[...S, "versions", 0, "payload", "keys", 0, "keyArn"],
	[...S, "versions", 0, "payload", "keys", 0, "wrapped"],
	[...S, "stages"],
	[...S, "deletion", "deletedDate"],
	[...S, "deletion", "deletionDate"],
];
const optional: readonly (readonly Key[])[] = [
	["options", "maxVersions"],
	[...S, "description"],
	[...S, "kmsKeyId"],
	[...S, "type"],
	[...S, "tags"],
	[...S, "lastAccessedDate"],
	[...S, "deletion"],
];
const elements: readonly (readonly Key[])[] = [
	["keys", 0],
	["keys", 0, "aliases", 0],
	V,
	S,
	[...S, "tags", 0],
	[...S, "versions", 0],
	[...S, "versions", 0, "payload", "keys", 0],
	[...S, "stages", 0],
	[...S, "stages", 0, 0],
	[...S, "stages", 0, 1],
];

describe("a malformed member is refused with its place", () => {
	it.each(
		[...required, ...optional, ...elements].map(
			(path) => [printed(path), path] as const,
		),
	)("%s", (place, path) => {
		for (const wrong of [true, null, 0.5])
			expect(refusal(altered(path, wrong))).toContain(`${place} must be`);
	});

	it.each(required.map((path) => [printed(path), path] as const))(
		"%s, when it is missing",
		(place, path) => {
			expect(refusal(altered(path, undefined))).toContain(`${place} must be`);
		},
	);

	it.each(optional.map((path) => [printed(path), path] as const))(
		"but not %s, when it is missing",
		(_, path) => {
			expect(refusal(altered(path, undefined))).toBe("accepted");
		},
	);

	it.each<[place: string, path: readonly Key[], value: unknown]>([
		["snapshot.format", ["format"], "another"],
		["snapshot.version", ["version"], 2],
		["snapshot.options.maxSecrets", ["options", "maxSecrets"], 0],
		["snapshot.options.maxVersions", ["options", "maxVersions"], -1],
		["snapshot.options.unknownKeys", ["options", "unknownKeys"], "ask"],
		["snapshot.keys[0].arn", ["keys", 0, "arn"], "key/a"],
		["snapshot.keys[0].state", ["keys", 0, "state"], "enabled"],
		["snapshot.vaults[0].account", [...V, "account"], "123"],
		["snapshot.vaults[0].region", [...V, "region"], "nowhere"],
		["snapshot.vaults[0].region", [...V, "region"], "us-east-1\n"],
		["snapshot.vaults[0].secrets[0].stages[0]", [...S, "stages", 0], ["one"]],
	])("%s with a value that is none for it", (place, path, value) => {
		expect(refusal(altered(path, value))).toContain(`${place} must be`);
	});

	it.each([[undefined], [null], [1], ["{}"], [[]], [() => 1]])(
		"the whole, when it is %s",
		(value) => {
			expect(refusal(value)).toContain("snapshot must be an object");
		},
	);

	it("a list with a hole", () => {
		const holed: unknown[] = [];
		holed.length = 1;
		expect(refusal(altered(["vaults"], holed))).toContain(
			"snapshot.vaults[0] must be an object",
		);
	});

	it("but not a member that nobody knows", () => {
		expect(refusal(altered(["more"], true))).toBe("accepted");
		expect(refusal(altered([...S, "more"], true))).toBe("accepted");
	});
});

describe("a snapshot that hides a part of itself is refused", () => {
	const first = json(toSnapshot(aStore([rich, named("plain")])));
	const [vault] = first.vaults;
	const [one, two] = vault.secrets;
	const withSecrets = (...secrets: unknown[]) => ({
		...first,
		vaults: [{ ...vault, secrets }],
	});

	it("with two vaults of one account and region", () => {
		const twice = { ...first, vaults: [vault, { ...vault, secrets: [] }] };
		expect(refusal(twice)).toContain("snapshot.vaults must");
	});

	it.each<[what: string, value: unknown]>([
		["one ordinal twice", withSecrets(one, { ...two, ordinal: one.ordinal })],
		["ordinals that fall", withSecrets(two, one)],
	])("with %s", (_, value) => {
		expect(refusal(value)).toContain("snapshot.vaults[0].secrets must");
	});

	it("with ordinals that a next one could not be told from", () => {
		const far = withSecrets({ ...one, ordinal: 2 ** 53 - 1 });
		expect(refusal(far)).toContain(
			"snapshot.vaults[0].secrets[0].ordinal must",
		);
	});

	it("with one name twice", () => {
		const twice = withSecrets(one, { ...two, name: one.name });
		expect(refusal(twice)).toContain("rich is not found by its name");
	});
});

describe("a rotation that is none is refused with its place and the reason:", () => {
	const at = "snapshot.vaults[0].secrets[0].rotation";
	const R = ["vaults", 0, "secrets", 0, "rotation"] as const;
	const refusalOf = (path: readonly Key[], value: unknown) =>
		refusal(altered([...R, ...path], value, aStore([rotating()])));

	it.each<[path: readonly Key[], value: unknown, must: string]>([
		[[], 5, "must be an object"],
		[[], null, "must be an object"],
		[["enabled"], "true", "must be true or false"],
		[["functionArn"], 5, "must be a text"],
		[["rules"], [], "must be an object"],
		[["rules", "automaticallyAfterDays"], 0, "must be a whole number from 1"],
		[["rules", "automaticallyAfterDays"], "7", "must be a whole number"],
		[["rules", "duration"], 3, "must be a text"],
		[["rules", "scheduleExpression"], {}, "must be a text"],
		[["externalMetadata"], {}, "must be a list"],
		[["externalMetadata", 0], null, "must be an object"],
		[["externalMetadata", 0, "key"], undefined, "must be a text"],
		[["externalMetadata", 0, "value"], undefined, "must be a text"],
		[["externalRoleArn"], 5, "must be a text"],
		[["lastRotatedDate"], "2026", "must be a whole number"],
		[["window"], 5, "must be an object"],
		[["window", "opens"], undefined, "must be a whole number"],
		[["window", "closes"], 0.5, "must be a whole number"],
		[["due"], 9e15, "must be a whole number"],
		[["run"], [], "must be an object"],
		[["run", "kind"], "else", "must be one of rotation, test"],
		[["run", "token"], undefined, "must be a text"],
		[["run", "rotationToken"], undefined, "must be a text"],
		[["run", "attempt"], 0, "must be a whole number from 1"],
		[
			["run", "state"],
			"over",
			"must be one of running, failed, succeeded, abandoned, cancelled",
		],
		[
			["run", "step"],
			"restSecret",
			"must be one of createSecret, setSecret, testSecret, finishSecret",
		],
	])("%j as %j", (path, value, must) => {
		const place = path.reduce<string>(
			(text, key) =>
				typeof key === "number" ? `${text}[${key}]` : `${text}.${key}`,
			at,
		);
		expect(refusalOf(path, value)).toContain(`${place} ${must}`);
	});

	it.each<[path: readonly Key[], value: unknown, law: string]>([
		[
			["enabled"],
			false,
			"only a rotation that is on, and has rules, has a window",
		],
		[
			["enabled"],
			undefined,
			"only a rotation that is on, and has rules, has a window",
		],
		[["rules"], undefined, "only a rotation that is on, and has rules"],
		[["window", "closes"], NOON, "a window closes after it opens"],
		[["window", "closes"], NOON + DAY, "within its UTC day"],
		[["due"], NOON - 1, "no rotation is due before its window opens"],
		[["window"], undefined, "no rotation is due before its window opens"],
		[["run", "kind"], "test", "a test has one step"],
		[["run", "token"], "r2", "AWSPENDING on that of a rotation"],
		[["run"], undefined, "AWSPENDING on that of a rotation"],
	])("%j as %j breaks a law", (path, value, law) => {
		expect(refusalOf(path, value)).toContain(law);
	});

	it.each([
		["externalMetadata"],
		["externalRoleArn"],
		["functionArn"],
		["lastRotatedDate"],
		["due"],
	])("but %s may be left out", (member) => {
		expect(refusalOf([member], undefined)).toBe("accepted");
	});

	it("so may whether it is on, where it was never set up", () => {
		const rotation = { ...NO_ROTATION, lastRotatedDate: NOON };
		const taken = toSnapshot(aStore([named("db", { rotation })]));
		expect(taken.vaults[0]?.secrets[0]?.rotation).toEqual({
			lastRotatedDate: NOON,
		});
		const read = fromSnapshot(JSON.parse(JSON.stringify(taken)));
		expect(read.ok && toSnapshot(read.value)).toStrictEqual(taken);
	});

	it("an owning service that is no text", () => {
		expect(refusal(altered([...S, "owningService"], 5))).toContain(
			"snapshot.vaults[0].secrets[0].owningService must be a text",
		);
	});
});

describe("a snapshot that breaks a law is refused with the law", () => {
	it.each<[law: string, path: readonly Key[], value: unknown]>([
		["the ordinal of rich is to come", [...V, "nextOrdinal"], 0],
		["legal characters", [...S, "name"], "with space"],
		["the suffix has six", [...S, "suffix"], "abc"],
		["there is a version with AWSCURRENT", [...S, "stages"], []],
		[
			"a label is on a version that exists",
			[...S, "stages", 0],
			["AWSCURRENT", "v9"],
		],
		[
			"a key can open each version",
			[...S, "versions", 0, "payload", "keys"],
			[],
		],
		["the recovery window", [...S, "deletion", "deletionDate"], 0],
	])("%s", (law, path, value) => {
		expect(refusal(altered(path, value))).toContain(law);
	});
});
