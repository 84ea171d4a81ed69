import fc from "fast-check";
import { createStore, fromSnapshot, toSnapshot } from "pure-secrets-manager";
import type { Host } from "pure-secrets-manager/host";
import { describe, expect, it } from "vitest";
import { defaultKeyArn, KEY_STATES } from "../../src/kms/key.js";
import { hostAtNoon, refusalOf, run } from "../host/host-at-noon.js";
import { assertLawInTurns } from "../support/depth.js";
import { HERE } from "../support/places.js";
import { expectSound } from "../support/sound.js";
import { callOf, handlerAtNoon, jsonOf } from "./a-server.js";

const KEY_ID = "11111111-2222-4333-8444-555555555555";
const MULTI_REGION = `mrk-${"1234abcd".repeat(4)}`;
const ARN = `arn:aws:kms:us-east-1:123456789012:key/${KEY_ID}`;
const PATH = `/_control/keys/${KEY_ID}`;

const put = (body?: unknown) => ({
	method: "PUT",
	...(body !== undefined && {
		body: typeof body === "string" ? body : JSON.stringify(body),
	}),
});

/** The keys of a store, as its snapshot shows them. */
const keysOf = ({ store }: Host) => toSnapshot(store).keys;

/** The members of a body. */
interface Given {
	readonly account?: string;
	readonly region?: string;
	readonly state?: string;
	readonly aliases?: readonly string[];
}

describe("PUT keys/{keyId}", () => {
	it("makes a key, which a secret may name from then on", async () => {
		// given a host without the key
		const { host, send } = handlerAtNoon();
		const create = { Name: "a", KmsKeyId: KEY_ID };
		expect(refusalOf(host, "CreateSecret", create)).toBe(
			"InvalidParameterException",
		);
		// when it is put, with no body at all
		const response = await send(PATH, put());
		// then it is there
		expect(response.status).toBe(200);
		expect(response.headers.get("content-type")).toBe("application/json");
		expect(await response.json()).toEqual({ arn: ARN });
		expect(keysOf(host)).toContainEqual({
			arn: ARN,
			state: "Enabled",
			aliases: [],
		});
		expect(run(host, "CreateSecret", create).Name).toBe("a");
	});

	it.each<[string, Given, string]>([
		["no member", {}, ARN],
		["a state", { state: "Disabled" }, ARN],
		["aliases", { aliases: ["alias/app", "alias/team/db"] }, ARN],
		[
			"an account",
			{ account: "111111111111" },
			`arn:aws:kms:us-east-1:111111111111:key/${KEY_ID}`,
		],
		[
			"a region, of another partition",
			{ region: "cn-north-1" },
			`arn:aws-cn:kms:cn-north-1:123456789012:key/${KEY_ID}`,
		],
		[
			"all of them",
			{
				account: "111111111111",
				region: "eu-west-1",
				state: "PendingDeletion",
				aliases: ["alias/app"],
			},
			`arn:aws:kms:eu-west-1:111111111111:key/${KEY_ID}`,
		],
	])("takes %s", async (_, body, arn) => {
		const { host, send } = handlerAtNoon();
		expect(await jsonOf(await send(PATH, put(body)))).toEqual({ arn });
		const { state = "Enabled", aliases = [] } = body;
		expect(keysOf(host)).toContainEqual({ arn, state, aliases });
	});

	it("takes the id of a multi-Region key, in each region that it is in", async () => {
		const { host, send } = handlerAtNoon();
		for (const region of ["us-east-1", "eu-west-1"]) {
			await send(`/_control/keys/${MULTI_REGION}`, put({ region }));
			expect(keysOf(host)).toContainEqual(
				expect.objectContaining({
					arn: `arn:aws:kms:${region}:123456789012:key/${MULTI_REGION}`,
				}),
			);
		}
	});

	it("changes what is given of a key that is there, and nothing else", async () => {
		const { host, send } = handlerAtNoon();
		await send(PATH, put({ aliases: ["alias/app"] }));
		await send(PATH, put({ state: "Disabled" }));
		const key = { arn: ARN, state: "Disabled", aliases: ["alias/app"] };
		expect(keysOf(host)).toContainEqual(key);
		await send(PATH, put({ aliases: ["alias/new"] }));
		expect(keysOf(host)).toContainEqual({
			...key,
			aliases: ["alias/app", "alias/new"],
		});
	});

	it("shuts what a key has sealed, and opens it again", async () => {
		const { send } = handlerAtNoon();
		await send(PATH, put());
		const create = {
			Name: "a",
			SecretString: "x",
			KmsKeyId: KEY_ID,
			ClientRequestToken: "v1".padEnd(32, "-"),
		};
		await send("/", callOf("CreateSecret", create));
		const read = async () =>
			jsonOf(await send("/", callOf("GetSecretValue", { SecretId: "a" })));
		await send(PATH, put({ state: "Disabled" }));
		expect((await read()).__type).toBe("DecryptionFailure");
		await send(PATH, put({ state: "Enabled" }));
		expect((await read()).SecretString).toBe("x");
	});

	it("leaves the very same store where nothing changes", async () => {
		const { host, send } = handlerAtNoon();
		await send(PATH, put({ aliases: ["alias/app"] }));
		const before = host.store;
		for (const same of [{}, { state: "Enabled" }, { aliases: ["alias/app"] }])
			expect((await send(PATH, put(same))).status).toBe(200);
		expect(host.store).toBe(before);
	});

	it("is no event", async () => {
		const { send } = handlerAtNoon();
		await send(PATH, put());
		expect(await jsonOf(await send("/_control/events"))).toEqual({
			events: [],
		});
	});
});

describe("whatever is put", () => {
	it("is a key of a sound store, or changes nothing", async () => {
		const seen = { taken: 0, refused: 0 };
		const { host, send } = handlerAtNoon();
		await assertLawInTurns(
			fc.asyncProperty(keyIds, bodies, async (keyId, body) => {
				const before = host.store;
				const response = await send(`/_control/keys/${keyId}`, put(body));
				const { arn, message } = await jsonOf(response);
				if (response.status === 200) {
					seen.taken++;
					expectSound(host.store);
					expect(keysOf(host)).toContainEqual(expect.objectContaining({ arn }));
					expect(fromSnapshot(toSnapshot(host.store)).ok).toBe(true);
				} else {
					seen.refused++;
					expect(response.status).toBe(400);
					expect(message).toMatch(/^(key(\.\w+)?\b|The body must be JSON)/);
					expect(host.store).toBe(before);
				}
			}),
			300,
			seen,
		);
	});

	const hostile = fc.oneof(
		fc.constantFrom("__proto__", "constructor", "", "\ud800", null, 0, [], {}),
		fc.string({ unit: "binary", maxLength: 300 }),
	);
	/** Mostly one of a few that are right, so that keys and aliases collide. */
	const mostly = <T>(...right: readonly T[]) =>
		fc.oneof(
			{ weight: 9, arbitrary: fc.constantFrom(...right) },
			{ weight: 1, arbitrary: hostile },
		);
	const keyIds = mostly(KEY_ID, MULTI_REGION, KEY_ID.replace(/1/g, "a")).map(
		(keyId) =>
			encodeURIComponent(String(keyId).replace(/\p{Surrogate}/gu, "?")) || "%",
	);
	const bodies = fc.oneof(
		{
			weight: 9,
			arbitrary: fc.record(
				{
					account: mostly("111111111111", "222222222222"),
					region: mostly("us-east-1", "cn-north-1"),
					state: mostly(...KEY_STATES),
					aliases: fc.oneof(
						{
							weight: 9,
							arbitrary: fc.array(mostly("alias/a", "alias/b", "alias/aws/a"), {
								maxLength: 3,
							}),
						},
						{ weight: 1, arbitrary: hostile },
					),
				},
				{ requiredKeys: [] },
			),
		},
		{ weight: 1, arbitrary: fc.json() },
		{ weight: 1, arbitrary: hostile },
	);
});

const TAKES =
	"The path names a key id, and the body is JSON with any of account, region, state, aliases and policy.";

describe("what is refused of a key", () => {
	it.each<[string, unknown, RegExp]>([
		["no JSON", "{", /^The body must be JSON\. The path names/],
		["a blank", " ", /^The body must be JSON\./],
		["null", null, /^key must be an object/],
		["a list", [], /^key must be an object/],
		["a text", '"Disabled"', /^key must be an object/],
		["no account", { account: "12" }, /^key\.account must be 12 digits/],
		["a number", { account: 123456789012 }, /^key\.account must be 12/],
		["no region", { region: "nowhere" }, /^key\.region must be a region name/],
		["a region of null", { region: null }, /^key\.region must be/],
		[
			"no state",
			{ state: "enabled" },
			/^key\.state must be one of Enabled, Disabled, PendingDeletion, Deleted\./,
		],
		["a state of null", { state: null }, /^key\.state must be one of/],
		["one alias", { aliases: "alias/app" }, /^key\.aliases must be a list/],
		[
			"a name that is no alias",
			{ state: "Disabled", aliases: ["alias/app", "app"] },
			/^key\.aliases\[1\] must be alias\/ and letters/,
		],
		[
			"an alias of AWS",
			{ aliases: ["alias/aws/secretsmanager"] },
			/^key\.aliases\[0\] must be .* alias\/aws\/ is reserved/,
		],
		[
			"another member",
			{ State: "Disabled" },
			/^key does not know "State"; it takes any of: account, region, aliases, state, policy\./,
		],
		["a key id", { keyId: KEY_ID }, /^key does not know "keyId"; /],
		["a member without a name", { "": 1 }, /^key does not know ""; /],
		["a prototype", '{"__proto__":{}}', /^key does not know "__proto__"; /],
	])("%s is 400, with the field and the remedy", async (_, body, message) => {
		await expectRefused(PATH, body, message);
	});

	it.each([
		"key",
		"__proto__",
		"constructor",
		"alias%2Fapp",
		encodeURIComponent(ARN),
		`${KEY_ID}0`,
		`%31${KEY_ID.slice(1)}`,
		`mrk-${KEY_ID}`,
		"%",
		"%00",
		"é",
		"a".repeat(5000),
	])("the key id %j is 400", async (keyId) => {
		await expectRefused(
			`/_control/keys/${keyId}`,
			{},
			/^key\.keyId must be a UUID in lower case, or mrk- and 32 hexadecimal digits/,
		);
	});

	it("the key that AWS manages is 400", async () => {
		const keyId = defaultKeyArn(HERE).split("key/")[1];
		await expectRefused(
			`/_control/keys/${keyId}`,
			{ state: "Disabled" },
			/^AWS manages the key arn:aws:kms:.*, which stays as it is; name a key of your own\./,
		);
	});

	async function expectRefused(path: string, body: unknown, message: RegExp) {
		// given a key that is there
		const { host, send } = handlerAtNoon();
		await send(PATH, put({ aliases: ["alias/old"] }));
		const before = host.store;
		// when it is put wrongly
		const response = await send(path, put(body));
		// then it is told so, and nothing changed
		expect(response.status).toBe(400);
		const told = (await jsonOf(response)).message;
		expect(told).toMatch(message);
		expect(told.endsWith(`. ${TAKES}`)).toBe(true);
		expect(host.store).toBe(before);
	}

	it.each(["", `${KEY_ID}/`, `${KEY_ID}/state`, ARN])(
		"the path keys/%s is no endpoint",
		async (rest) => {
			const { send } = handlerAtNoon();
			const response = await send(`/_control/keys/${rest}`, put());
			expect(response.status).toBe(404);
			expect((await jsonOf(response)).message).toContain("PUT keys/{keyId}");
		},
	);

	it.each(["GET", "HEAD", "POST", "DELETE"])(
		"%s is 405, with what is allowed",
		async (method) => {
			const { host, send } = handlerAtNoon();
			const before = host.store;
			const response = await send(PATH, { method });
			expect(response.status).toBe(405);
			expect(response.headers.get("allow")).toBe("PUT");
			expect(host.store).toBe(before);
		},
	);

	it("a page of another site is 403", async () => {
		const { host, send } = handlerAtNoon();
		const before = host.store;
		const headers = { "sec-fetch-site": "cross-site" };
		const response = await send(PATH, { ...put({}), headers });
		expect(response.status).toBe(403);
		expect(host.store).toBe(before);
	});

	it("a body above 1 MiB is 413", async () => {
		const { send } = handlerAtNoon();
		const response = await send(PATH, put(" ".repeat(1_048_577)));
		expect(response.status).toBe(413);
	});
});

describe.each(["refuse", "register"] as const)(
	"a server that is to %s unknown keys",
	(unknownKeys) => {
		it("is to do so after a reset, which leaves no key", async () => {
			// given a server with keys
			const empty = createStore({ unknownKeys });
			const { host, send } = handlerAtNoon(hostAtNoon({ store: empty }));
			await send(PATH, put({ aliases: ["alias/app"] }));
			// when it is reset
			await send("/_control/reset", { method: "POST" });
			// then it is as it began
			expect(toSnapshot(host.store)).toEqual(toSnapshot(empty));
		});
	},
);

describe("a store that is put", () => {
	it("brings its keys, and what becomes of unknown ones", async () => {
		// given a server with a secret whose key is disabled
		const one = handlerAtNoon(
			hostAtNoon({ store: createStore({ unknownKeys: "register" }) }),
		);
		const create = { Name: "a", SecretString: "x", KmsKeyId: "alias/app" };
		await one.send(PATH, put({ aliases: ["alias/app"] }));
		run(one.host, "CreateSecret", create);
		await one.send(PATH, put({ state: "Disabled" }));
		// when another, with another key, takes its store over
		const other = handlerAtNoon(hostAtNoon({ seed: "other" }));
		await other.send(`/_control/keys/${MULTI_REGION}`, put());
		const saved = await (await one.send("/_control/store")).text();
		await other.send("/_control/store", put(saved));
		// then it answers as the first one does
		expect(toSnapshot(other.host.store)).toEqual(JSON.parse(saved));
		const read = { SecretId: "a" };
		expect(refusalOf(other.host, "GetSecretValue", read)).toBe(
			"DecryptionFailure",
		);
		await other.send(PATH, put({ state: "Enabled" }));
		expect(run(other.host, "GetSecretValue", read).SecretString).toBe("x");
		run(other.host, "CreateSecret", { Name: "b", KmsKeyId: "alias/unknown" });
	});
});
