import fc from "fast-check";
import {
	createStore,
	fromSnapshot,
	type KeyHome,
	type KeyRegistration,
	type KeyState,
	putAlias,
	registerKey,
	removeAlias,
	type SecretStore,
	setKeyState,
	toSnapshot,
} from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { withRegistration } from "../../src/engine/keys.js";
import { defaultKeyArn, KEY_STATES } from "../../src/kms/key.js";
import { assertLaw, sequence } from "../support/depth.js";
import { aValue, CONTEXT, given } from "../support/given.js";
import {
	keyArn,
	keyId,
	kmsArn,
	multiRegionKeyId,
	quoted,
} from "../support/keys.js";
import { HERE, STRANGE, THERE } from "../support/places.js";
import { expectSound } from "../support/sound.js";

/** The keys of a store by their ARNs: `{ "arn:…": ["Enabled", "alias/a"] }`. */
const keysOf = (store: SecretStore) => {
	expectSound(store);
	return Object.fromEntries(
		toSnapshot(store).keys.map(({ arn, state, aliases }) => [
			arn,
			[state, ...aliases],
		]),
	);
};
const registered = (
	key: Partial<KeyRegistration> = {},
	store = createStore(),
	place = HERE,
) => registerKey(store, { keyId: keyId("a"), ...key }, place);
const { store } = registered({ aliases: ["alias/a"] });
const two = registered(
	{ keyId: keyId("b"), aliases: ["alias/b"] },
	store,
).store;
/** A store whose default key was made, as a value is sealed under it. */
const used = given(two).after("CreateSecret", {
	Name: "db",
	...aValue("v1"),
}).store;
const MANAGED = `AWS manages the key ${defaultKeyArn(HERE)}, which stays as it is; name a key of your own`;
const MANAGED_ID = defaultKeyArn(HERE).replace(/.*\//, "");
const NO_ALIAS =
	"must be alias/ and letters, digits, slashes, underscores or hyphens, at most 256 characters in all, such as alias/app; alias/aws/ is reserved";
const NO_KEY_ID =
	"key.keyId must be a UUID in lower case, or mrk- and 32 hexadecimal digits for a multi-Region key: what an ARN has behind key/";

describe("registerKey", () => {
	it("puts an enabled key into the store, and answers with its ARN", () => {
		const { store, arn } = registered();
		expect(arn).toBe(keyArn("a"));
		expect(keysOf(store)).toEqual({ [arn]: ["Enabled"] });
	});

	it.each(KEY_STATES)("puts it there %s, if asked", (state) => {
		expect(keysOf(registered({ state }).store)).toEqual({
			[keyArn("a")]: [state],
		});
	});

	it("gives it aliases, which may be many", () => {
		const aliases = ["alias/a", "alias/b/c", "alias/D-e_f"];
		expect(keysOf(registered({ aliases }).store)).toEqual({
			[keyArn("a")]: ["Enabled", "alias/D-e_f", "alias/a", "alias/b/c"],
		});
	});

	it("puts it where the context is, in the partition of the region", () => {
		const place = { account: "210987654321", region: "cn-north-1" };
		const { store, arn } = registered(
			{ aliases: ["alias/a"] },
			undefined,
			place,
		);
		expect(arn).toBe(
			`arn:aws-cn:kms:cn-north-1:210987654321:key/${keyId("a")}`,
		);
		expect(keysOf(store)).toEqual({ [arn]: ["Enabled", "alias/a"] });
	});

	it("takes a whole context, of which account and region count", () => {
		const key = { keyId: keyId("a") };
		expect(registerKey(createStore(), key, CONTEXT).arn).toBe(keyArn("a"));
	});

	it("puts a multi-Region key into each region by itself", () => {
		const key = { keyId: multiRegionKeyId("a"), aliases: ["alias/a"] };
		const here = registered(key);
		const there = registered({ ...key, state: "Disabled" }, here.store, THERE);
		expect(keysOf(there.store)).toEqual({
			[kmsArn(`key/${multiRegionKeyId("a")}`)]: ["Enabled", "alias/a"],
			[kmsArn(`key/${multiRegionKeyId("a")}`, THERE)]: ["Disabled", "alias/a"],
		});
	});

	it("changes what is given of one that is there, and nothing else", () => {
		const disabled = registered({ state: "Disabled" }, store).store;
		expect(keysOf(disabled)).toEqual({
			[keyArn("a")]: ["Disabled", "alias/a"],
		});
		const named = registered({ aliases: ["alias/z"] }, disabled).store;
		expect(keysOf(named)).toEqual({
			[keyArn("a")]: ["Disabled", "alias/a", "alias/z"],
		});
		expect(keysOf(store)).toEqual({ [keyArn("a")]: ["Enabled", "alias/a"] });
	});

	it("moves an alias here that another key has", () => {
		expect(keysOf(registered({ aliases: ["alias/b"] }, two).store)).toEqual({
			[keyArn("a")]: ["Enabled", "alias/a", "alias/b"],
			[keyArn("b")]: ["Enabled"],
		});
	});

	it.each<[what: string, key: Partial<KeyRegistration>]>([
		["no more than its id", {}],
		["the state that it is in", { state: "Enabled" }],
		["the alias that it has", { aliases: ["alias/a"] }],
		["no aliases", { aliases: [] }],
		["members without a value", { aliases: undefined, state: undefined }],
	])("gives the same store for %s", (_, key) => {
		expect(registered(key, store)).toEqual({ store, arn: keyArn("a") });
		expect(registered(key, store).store).toBe(store);
	});

	it("does not look into the list of aliases later", () => {
		const aliases = ["alias/a"];
		const { store } = registered({ aliases });
		aliases[0] = "alias/b";
		expect(keysOf(store)).toEqual({ [keyArn("a")]: ["Enabled", "alias/a"] });
	});

	it.each<[what: string, key: object, text: string]>([
		["no id", { keyId: undefined }, NO_KEY_ID],
		["an ARN as id", { keyId: keyArn("a") }, NO_KEY_ID],
		["an id in capitals", { keyId: keyId("A") }, NO_KEY_ID],
		[
			"a state that is none",
			{ state: "Enabling" },
			"key.state must be one of Enabled, Disabled, PendingDeletion, Deleted",
		],
		[
			"an alias for a list",
			{ aliases: "alias/a" },
			"key.aliases must be a list",
		],
		[
			"an alias without alias/",
			{ aliases: ["alias/a", "b"] },
			`key.aliases[1] ${NO_ALIAS}`,
		],
		[
			"an alias that AWS reserves",
			{ aliases: ["alias/aws/secretsmanager"] },
			`key.aliases[0] ${NO_ALIAS}`,
		],
		["the id of the key that AWS manages", { keyId: MANAGED_ID }, MANAGED],
	])("takes %s for a mistake", (_, key, text) => {
		expect(() => registered(key as KeyRegistration)).toThrow(
			new TypeError(`registerKey: ${text}.`),
		);
	});
});

describe("setKeyState", () => {
	it.each(
		KEY_STATES.flatMap((from) => KEY_STATES.map((to) => [from, to] as const)),
	)("takes a key from %s to %s", (from, to) => {
		const before = registered({ state: from }).store;
		const change = { keyId: keyId("a"), state: to };
		const { store } = setKeyState(before, change, HERE);
		expect(keysOf(store)).toEqual({ [keyArn("a")]: [to] });
		expect(keysOf(before)).toEqual({ [keyArn("a")]: [from] });
		expect(store === before).toBe(from === to);
	});

	it("takes the ARN of a key, and leaves aliases and other keys alone", () => {
		const change = { keyId: keyArn("b"), state: "Disabled" } as const;
		expect(keysOf(setKeyState(two, change, HERE).store)).toEqual({
			[keyArn("a")]: ["Enabled", "alias/a"],
			[keyArn("b")]: ["Disabled", "alias/b"],
		});
	});

	it("changes a multi-Region key in one region alone", () => {
		const id = multiRegionKeyId("a");
		const both = registered(
			{ keyId: id },
			registered({ keyId: id }).store,
			THERE,
		);
		const change = { keyId: id, state: "Disabled" } as const;
		expect(keysOf(setKeyState(both.store, change, THERE).store)).toEqual({
			[kmsArn(`key/${id}`)]: ["Enabled"],
			[kmsArn(`key/${id}`, THERE)]: ["Disabled"],
		});
	});

	it.each<[what: string, state: unknown]>([
		["none", undefined],
		["in small letters", "disabled"],
		["one of KMS that secrets do not tell apart", "PendingImport"],
		["no text", 1],
	])("takes a state for a mistake that is %s", (_, state) => {
		const change = { keyId: keyId("a"), state: state as KeyState };
		expect(() => setKeyState(store, change, HERE)).toThrow(
			new TypeError(
				"setKeyState: change.state must be one of Enabled, Disabled, PendingDeletion, Deleted.",
			),
		);
	});
});

describe("putAlias", () => {
	it.each([
		["id", keyId("b")],
		["ARN", keyArn("b")],
	])("gives a key an alias, by its %s", (_, keyId) => {
		const { store } = putAlias(two, { alias: "alias/new", keyId }, HERE);
		expect(keysOf(store)).toEqual({
			[keyArn("a")]: ["Enabled", "alias/a"],
			[keyArn("b")]: ["Enabled", "alias/b", "alias/new"],
		});
	});

	it("moves one that another key has", () => {
		const change = { alias: "alias/a", keyId: keyId("b") };
		const { store } = putAlias(two, change, HERE);
		expect(keysOf(store)).toEqual({
			[keyArn("a")]: ["Enabled"],
			[keyArn("b")]: ["Enabled", "alias/a", "alias/b"],
		});
		expect(putAlias(store, change, HERE).store).toBe(store);
	});

	it("names a key in each region by itself", () => {
		const both = registered({}, store, THERE).store;
		const change = { alias: "alias/a", keyId: keyId("a") };
		expect(keysOf(putAlias(both, change, THERE).store)).toEqual({
			[keyArn("a")]: ["Enabled", "alias/a"],
			[keyArn("a", THERE)]: ["Enabled", "alias/a"],
		});
	});

	it.each<[what: string, alias: unknown]>([
		["none", undefined],
		["without alias/", "a"],
		["an ARN", kmsArn("alias/a")],
		["reserved by AWS", "alias/aws/secretsmanager"],
		["of 257 characters", `alias/${"a".repeat(251)}`],
	])("takes an alias for a mistake that is %s", (_, alias) => {
		const change = { alias: alias as string, keyId: keyId("a") };
		expect(() => putAlias(store, change, HERE)).toThrow(
			new TypeError(`putAlias: change.alias ${NO_ALIAS}.`),
		);
	});
});

describe("removeAlias", () => {
	it("takes an alias away, and leaves its key", () => {
		const { store } = removeAlias(two, { alias: "alias/a" }, HERE);
		expect(keysOf(store)).toEqual({
			[keyArn("a")]: ["Enabled"],
			[keyArn("b")]: ["Enabled", "alias/b"],
		});
	});

	it("gives the same store where there is none of that name in that place", () => {
		expect(removeAlias(two, { alias: "alias/c" }, HERE).store).toBe(two);
		expect(removeAlias(two, { alias: "alias/a" }, THERE).store).toBe(two);
		expect(removeAlias(two, { alias: "alias/a" }, STRANGE).store).toBe(two);
	});

	it("keeps a secret that names it from storing values, until it is there again", () => {
		// given a secret that names its key by an alias
		const KmsKeyId = "alias/a";
		const named = given(two).after("CreateSecret", {
			Name: "db",
			KmsKeyId,
			...aValue("v1"),
		});
		const put = { SecretId: "db", ...aValue("v2") };
		// when the alias is gone
		const gone = removeAlias(named.store, { alias: KmsKeyId }, HERE).store;
		// then what is stored is read, and nothing more is stored
		given(gone).when("GetSecretValue", { SecretId: "db" }).answers({});
		given(gone)
			.when("PutSecretValue", put)
			.refuses(
				"EncryptionFailure",
				`Secrets Manager can't encrypt the secret value: ${quoted(`Alias ${kmsArn(KmsKeyId)} is not found.`, "NotFoundException")}`,
			);
		const back = { alias: KmsKeyId, keyId: keyId("b") };
		given(putAlias(gone, back, HERE).store)
			.when("PutSecretValue", put)
			.answers({});
	});

	it.each<[what: string, alias: unknown]>([
		["none", undefined],
		["an ARN", kmsArn("alias/a")],
		["reserved by AWS", "alias/aws/secretsmanager"],
	])("takes an alias for a mistake that is %s", (_, alias) => {
		expect(() => removeAlias(used, { alias: alias as string }, HERE)).toThrow(
			new TypeError(`removeAlias: change.alias ${NO_ALIAS}.`),
		);
	});
});

describe.each<[command: string, run: (keyId: string) => unknown]>([
	[
		"setKeyState",
		(keyId) => setKeyState(used, { keyId, state: "Disabled" }, HERE),
	],
	["putAlias", (keyId) => putAlias(used, { alias: "alias/new", keyId }, HERE)],
])("%s takes for a mistake", (command, run) => {
	const NO_TEXT = "change.keyId must be a text";
	const notHere = (keyId: string) =>
		`change.keyId must be the id or the ARN of a key in the account and region of the context, 123456789012 and us-east-1; "${keyId}" is neither`;
	const strangers: readonly (readonly [what: string, keyId: string])[] = [
		["an empty text", ""],
		["garbage", "garbage"],
		["an alias", "alias/a"],
		["an alias ARN", kmsArn("alias/a")],
		["a key of another region", keyArn("a", THERE)],
		["a key of another account", keyArn("a", STRANGE)],
		["a key of another partition", kmsArn(`key/${keyId("a")}`, HERE, "aws-cn")],
		["an id in capitals", keyId("A")],
	];

	it.each<[what: string, keyId: unknown, text: string]>([
		...strangers.map(([what, keyId]): [string, string, string] => [
			what,
			keyId,
			notHere(keyId),
		]),
		["no key", undefined, NO_TEXT],
		["a number", 5, NO_TEXT],
		[
			"an unknown key",
			keyId("c"),
			`change.keyId: there is no key ${keyArn("c")}; registerKey makes it`,
		],
		["the key that AWS manages", defaultKeyArn(HERE), MANAGED],
		["the id of the key that AWS manages", MANAGED_ID, MANAGED],
	])("%s", (_, keyId, text) => {
		expect(() => run(keyId as string)).toThrow(
			new TypeError(`${command}: ${text}.`),
		);
	});
});

describe.each<
	[
		command: string,
		run: (store: SecretStore, change: never, place: KeyHome) => unknown,
		change: object,
		path: string,
		members: string,
	]
>([
	[
		"registerKey",
		registerKey,
		{ keyId: keyId("a") },
		"key",
		"keyId, aliases, state, policy",
	],
	[
		"setKeyState",
		setKeyState,
		{ keyId: keyId("a"), state: "Enabled" },
		"change",
		"keyId, state",
	],
	[
		"putAlias",
		putAlias,
		{ alias: "alias/a", keyId: keyId("a") },
		"change",
		"keyId, alias",
	],
	["removeAlias", removeAlias, { alias: "alias/z" }, "change", "alias"],
])("%s takes for a mistake", (command, run, change, path, members) => {
	const done = (from: unknown, what: unknown, place: unknown) => () =>
		run(from as SecretStore, what as never, place as KeyHome);

	it("what is no store", () => {
		for (const wrong of [undefined, null, {}, toSnapshot(store)])
			expect(done(wrong, change, HERE)).toThrow(
				new TypeError(
					"store must be a SecretStore: createStore() makes one, each outcome holds the next as outcome.store, and fromSnapshot(…) opens a snapshot.",
				),
			);
	});

	it("what is no change", () => {
		for (const wrong of [undefined, null, "alias/a"])
			expect(done(store, wrong, HERE)).toThrow(
				new TypeError(`${command}: ${path} must be an object.`),
			);
	});

	it("a member that nobody knows", () => {
		expect(done(store, { ...change, name: "x" }, HERE)).toThrow(
			new TypeError(
				`${command}: ${path} does not know "name"; it takes any of: ${members}.`,
			),
		);
	});

	it("no place", () => {
		const NO_ACCOUNT =
			'context.account must be a text of 12 digits, such as "123456789012".';
		const NO_REGION =
			'context.region must be a region name, such as "us-east-1".';
		for (const wrong of [undefined, {}, { ...HERE, account: "1" }])
			expect(done(store, change, wrong)).toThrow(new TypeError(NO_ACCOUNT));
		for (const wrong of [{ account: HERE.account }, { ...HERE, region: "x" }])
			expect(done(store, change, wrong)).toThrow(new TypeError(NO_REGION));
	});

	it("nothing at all when it comes twice: the same store, answer for answer (law 4)", () => {
		expect(done(store, change, HERE)()).toEqual(done(store, change, HERE)());
	});
});

describe("a registration from outside", () => {
	it("is told what is wrong with it, and nothing is thrown", () => {
		for (const wrong of [undefined, null, 5, "x", []])
			expect(withRegistration(store, wrong, HERE)).toEqual({
				ok: false,
				error: "key must be an object",
			});
		expect(withRegistration(store, { keyId: "x" }, HERE)).toEqual({
			ok: false,
			error: NO_KEY_ID,
		});
	});

	it("is done as registerKey does it", () => {
		const key = { keyId: keyId("b"), aliases: ["alias/a"], state: "Disabled" };
		const result = withRegistration(store, key, HERE);
		if (!result.ok) throw new Error(result.error);
		expect(result.value.arn).toBe(keyArn("b"));
		expect(keysOf(result.value.store)).toEqual({
			[keyArn("a")]: ["Enabled"],
			[keyArn("b")]: ["Disabled", "alias/a"],
		});
	});
});

it("whatever is set up, in whatever order, the store knows of each key what it was told last (laws 1, 2, 10)", () => {
	const id = fc.constantFrom("a", "b", "c").map(keyId);
	const alias = fc.constantFrom("alias/a", "alias/b", "alias/c/d");
	const aliases = fc.array(alias, { maxLength: 2 });
	const state = fc.constantFrom(...KEY_STATES);
	const place = fc.constantFrom(HERE, THERE, STRANGE);
	const optional = { requiredKeys: ["keyId" as const] };
	const command = fc.oneof(
		fc
			.record({ keyId: id, aliases, state }, optional)
			.map((key) => ["registerKey", key] as const),
		fc
			.record({ keyId: id, state })
			.map((change) => ["setKeyState", change] as const),
		fc
			.record({ keyId: id, alias })
			.map((change) => ["putAlias", change] as const),
		alias.map((alias) => ["removeAlias", { alias }] as const),
	);
	const seen = { changed: 0, same: 0, refused: 0, moved: 0, removed: 0 };
	assertLaw(
		fc.property(sequence(fc.tuple(command, place), 20), (steps) => {
			let store = createStore();
			const states = new Map<string, KeyState>();
			const names = new Map<string, string>();
			/** What the store must tell, as `keysOf` tells it. */
			const told = () =>
				Object.fromEntries(
					[...states].map(([arn, state]) => [
						arn,
						[
							state,
							...[...names]
								.filter(([, of]) => of === arn)
								.map(([name]) => name.replace(/.*:/, ""))
								.sort(),
						],
					]),
				);
			for (const [[name, change], where] of steps) {
				const before = store;
				const knew = told();
				if (name === "removeAlias") {
					if (names.delete(kmsArn(change.alias, where))) seen.removed++;
					store = removeAlias(store, change, where).store;
					expect(keysOf(store)).toEqual(told());
					expect(store === before).toBe(equals(knew, told()));
					continue;
				}
				const arn = kmsArn(`key/${change.keyId}`, where);
				if (name !== "registerKey" && !states.has(arn)) {
					seen.refused++;
					const run = () =>
						name === "setKeyState"
							? setKeyState(store, change, where)
							: putAlias(store, change, where);
					expect(run).toThrow(
						`change.keyId: there is no key ${arn}; registerKey makes it`,
					);
					continue;
				}
				const given =
					name === "putAlias"
						? [change.alias]
						: name === "registerKey"
							? (change.aliases ?? [])
							: [];
				const next = name === "putAlias" ? undefined : change.state;
				states.set(arn, next ?? states.get(arn) ?? "Enabled");
				for (const each of given) {
					const before = names.get(kmsArn(each, where));
					if (before !== undefined && before !== arn) seen.moved++;
					names.set(kmsArn(each, where), arn);
				}
				store =
					name === "registerKey"
						? registerKey(store, change, where).store
						: name === "setKeyState"
							? setKeyState(store, change, where).store
							: putAlias(store, change, where).store;
				expect(keysOf(store)).toEqual(told());
				expect(keysOf(before)).toEqual(knew);
				if (equals(knew, told())) {
					seen.same++;
					expect(store).toBe(before);
				} else seen.changed++;
			}
			const copy = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(store))));
			expect(copy.ok && keysOf(copy.value)).toEqual(told());
		}),
		100,
		seen,
	);
});

/** Members and elements in any order of members. */
function equals(one: object, other: object): boolean {
	const sorted = (value: object) =>
		JSON.stringify(Object.entries(value).sort());
	return sorted(one) === sorted(other);
}

it("secrets and their vaults stay the same objects (law 3)", () => {
	const after = registered({ keyId: keyId("c") }, used).store;
	expect(after.vaults).toBe(used.vaults);
	expect(after.due).toBe(used.due);
	expect(after.limits).toBe(used.limits);
});
