import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import {
	createHost,
	type Host,
	type Identities,
} from "pure-secrets-manager/host";
import { createFetchHandler } from "pure-secrets-manager/http";
import { clientConfig } from "pure-secrets-manager/sdk";
import { describe, expect, it } from "vitest";
import { FUNCTION } from "../host/a-rotation.js";
import { callOf } from "../http/a-server.js";
import { lambdaThat } from "./a-lambda.js";
import { hostAtNoon, run } from "./host-at-noon.js";

const ANA = {
	arn: "arn:aws:iam::111111111111:user/ana",
	identityPolicies: [
		{ Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
	],
};
const SERVICE = { arn: "rds.amazonaws.com", account: "444444444444" };
const IDENTITIES: Identities = {
	AKIAANA: { secretKey: "of ana", caller: ANA },
	AKIAROOT: { account: "222222222222" },
	AKIANOBODY: {},
	AKIASERVICE: { caller: SERVICE },
	"333333333333": { caller: ANA },
};
const UNRECOGNIZED = {
	name: "UnrecognizedClientException",
	message: "The security token included in the request is invalid.",
};

/** What a command of a scope takes from outside. */
const contextOf = (host: Host, scope: object) =>
	host.transact((store, context) => ({ store, context }), scope).context;

describe("a call with an access key that is listed", () => {
	it.each([
		["AKIAANA", "111111111111", ANA],
		["AKIAROOT", "222222222222", undefined],
		["AKIANOBODY", "123456789012", undefined],
		["AKIASERVICE", "444444444444", SERVICE],
		["333333333333", "111111111111", ANA],
	])("%s has its account and its caller", (accessKeyId, account, caller) => {
		const host = hostAtNoon({ identities: IDENTITIES });
		expect(contextOf(host, { accessKeyId })).toMatchObject({
			account,
			region: "us-east-1",
		});
		expect(contextOf(host, { accessKeyId }).caller).toEqual(caller);
	});

	it("has the account that a client says only where the identity says none", () => {
		const host = hostAtNoon({ identities: IDENTITIES });
		const account = "999999999999";
		const of = (accessKeyId: string) =>
			contextOf(host, { accessKeyId, account }).account;
		expect(of("AKIAANA")).toBe("111111111111");
		expect(of("AKIANOBODY")).toBe(account);
	});

	it("has the caller that the scope names, if it names one", () => {
		const host = hostAtNoon({ identities: IDENTITIES });
		const caller = { arn: "arn:aws:iam::555555555555:user/eve" };
		const scope = { accessKeyId: "AKIAANA", caller };
		expect(contextOf(host, scope)).toMatchObject({
			account: "555555555555",
			caller,
		});
		expect(contextOf(host, { ...scope, account: "666666666666" }).account).toBe(
			"555555555555",
		);
	});

	it("may be of another account by twelve digits that nobody has", () => {
		const host = hostAtNoon({ identities: IDENTITIES });
		const account = "888888888888";
		const scope = { accessKeyId: account, account };
		expect(contextOf(host, scope).account).toBe(account);
		expect(contextOf(host, scope).caller).toBeUndefined();
	});

	it("is looked up by what was given when the host was made", () => {
		const identities: Record<string, { account: string }> = {
			AKIA: { account: "111111111111" },
		};
		const host = hostAtNoon({ identities });
		Object.assign(identities, { OTHER: {} });
		Object.assign(identities.AKIA ?? {}, { account: "222222222222" });
		expect(host.identities).toEqual({ AKIA: { account: "111111111111" } });
	});

	it("is looked up so however deep that is changed, and shows no way in", () => {
		const statement = { Effect: "Allow", Action: "*", Resource: "*" };
		const caller = {
			arn: ANA.arn,
			tags: { team: "a" },
			identityPolicies: [{ Statement: statement }],
		};
		const host = hostAtNoon({ identities: { AKIA: { caller } } });
		statement.Effect = "Deny";
		caller.tags.team = "b";
		caller.identityPolicies.length = 0;
		const scope = { accessKeyId: "AKIA" };
		expect(host.execute("ListSecrets", {}, scope).ok).toBe(true);
		const known = contextOf(host, scope).caller;
		expect(known?.tags).toEqual({ team: "a" });
		expect(() => Object.assign(known?.tags ?? {}, { team: "b" })).toThrow();
		expect(() => Object.assign(host.identities ?? {}, { A: {} })).toThrow();
	});

	it("may be named like a member of every object", () => {
		const identities = JSON.parse('{"__proto__":{"account":"222222222222"}}');
		const host = hostAtNoon({ identities });
		expect(contextOf(host, { accessKeyId: "__proto__" }).account).toBe(
			"222222222222",
		);
		expect(
			host.execute("ListSecrets", {}, { accessKeyId: "constructor" }),
		).toEqual({ ok: false, error: UNRECOGNIZED });
	});
});

describe("a call with an access key that nobody has", () => {
	it("is refused in process, and changes nothing", () => {
		const host = hostAtNoon({ identities: IDENTITIES });
		const before = host.store;
		const accessKeyId = "AKIAEVE";
		const input = { Name: "db", SecretString: "x" };
		expect(host.execute("CreateSecret", input, { accessKeyId })).toEqual({
			ok: false,
			error: UNRECOGNIZED,
		});
		const request = {
			target: "secretsmanager.CreateSecret",
			body: JSON.stringify(input),
		};
		expect(host.answer(request, { accessKeyId })).toMatchObject({
			status: 400,
			body: '{"__type":"UnrecognizedClientException","Message":"The security token included in the request is invalid."}',
		});
		expect(() => contextOf(host, { accessKeyId })).toThrow(
			/^host\.transact: the host does not know the access key AKIAEVE; list it/,
		);
		expect(host.store).toBe(before);
	});

	it("is refused without asking anybody for a rotation function", async () => {
		const lambda = await lambdaThat(() => ({ status: 200 }));
		const host = hostAtNoon({
			identities: IDENTITIES,
			lambdaEndpoint: lambda.url,
		});
		const body = { SecretId: "db", RotationLambdaARN: FUNCTION };
		const request = {
			target: "secretsmanager.RotateSecret",
			body: JSON.stringify(body),
		};
		expect(host.answer(request, { accessKeyId: "AKIAEVE" })).toMatchObject({
			status: 400,
		});
	});

	it("is taken where there are no identities", () => {
		const host = hostAtNoon();
		expect(host.identities).toBeUndefined();
		expect(run(host, "ListSecrets", {}, { accessKeyId: "AKIAEVE" })).toEqual({
			SecretList: [],
		});
	});

	it("is everybody's where identities are empty, but for accounts", () => {
		const host = hostAtNoon({ identities: {} });
		const call = (accessKeyId: string) =>
			host.execute("ListSecrets", {}, { accessKeyId }).ok;
		expect([call("AKIA"), call("123456789012")]).toEqual([false, true]);
	});
});

describe("the SDK in process", () => {
	const clientOf = (host: Host, accessKeyId: string) =>
		new SecretsManager(
			clientConfig(host, {
				credentials: { accessKeyId, secretAccessKey: "not checked here" },
			}),
		);

	it("calls as whoever has its access key", async () => {
		const host = hostAtNoon({ identities: IDENTITIES });
		const made = { Name: "db", SecretString: "x" };
		const { ARN } = await clientOf(host, "AKIAROOT").createSecret(made);
		expect(ARN).toContain(":222222222222:secret:db-");
		const { ARN: own } = await new SecretsManager(
			clientConfig(host),
		).createSecret(made);
		expect(own).toContain(":123456789012:secret:db-");
	});

	it("is refused with an access key that nobody has", async () => {
		const host = hostAtNoon({ identities: IDENTITIES });
		await expect(
			clientOf(host, "AKIAEVE").listSecrets({}),
		).rejects.toMatchObject({
			...UNRECOGNIZED,
			$metadata: { httpStatusCode: 400 },
		});
	});
});

describe("the handler of web-standard requests", () => {
	const send = (host: Host, authorization?: string) =>
		createFetchHandler(host)(
			new Request(
				"http://a.test/",
				callOf("ListSecrets", {}, authorization ? { authorization } : {}),
			),
		);
	const by = (accessKeyId: string) =>
		`AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261124/us-east-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=00`;

	it("knows access keys, but checks no signature", async () => {
		const host = hostAtNoon({ identities: IDENTITIES });
		expect((await send(host, by("AKIAANA"))).status).toBe(200);
		const refused = await send(host, by("AKIAEVE"));
		expect(refused.status).toBe(400);
		expect(await refused.json()).toMatchObject({
			__type: "UnrecognizedClientException",
		});
	});

	it("refuses who names none", async () => {
		const refused = await send(hostAtNoon({ identities: IDENTITIES }));
		expect(refused.status).toBe(400);
		expect(await refused.json()).toEqual({
			__type: "MissingAuthenticationTokenException",
			Message: "Missing Authentication Token",
		});
		expect((await send(hostAtNoon())).status).toBe(200);
	});

	it.each([
		"AWS4-HMAC-SHA256",
		"AWS4-HMAC-SHA256 Credential=",
		"AWS4-HMAC-SHA256 Credential=AKIAANA",
		"AWS4-HMAC-SHA256 Credential=/20261124/us-east-1/secretsmanager/aws4_request",
		"Bearer AKIAANA",
		"x",
	])(
		"takes nobody for the root by an authorization such as %j",
		async (text) => {
			const host = hostAtNoon({ identities: IDENTITIES });
			const before = host.store;
			const refused = await send(host, text);
			expect(refused.status).toBe(400);
			expect(await refused.json()).toMatchObject({
				__type: "UnrecognizedClientException",
			});
			expect(host.store).toBe(before);
		},
	);
});

describe("identities that are none are named, with the remedy", () => {
	it.each<[string, unknown, RegExp]>([
		["null", null, /^createHost: identities must be an object that has/],
		["a list", [], /^createHost: identities must be an object that has/],
		["a Map", new Map(), /^createHost: identities must be an object/],
		["a text", "AKIA", /^createHost: identities must be an object/],
		["an empty access key", { "": {} }, /^createHost: identities has ""/],
		["one with a slash", { "a/b": {} }, /has "a\/b", which no request/],
		["no identity", { A: 5 }, /^createHost: identities\["A"\] takes an object/],
		[
			"an unknown member",
			{ A: { secret: "x" } },
			/^createHost: identities\["A"\] does not know "secret"; it takes any of: secretKey, account, caller\.$/,
		],
		[
			"an empty secret key",
			{ A: { secretKey: "" } },
			/identities\["A"\]\.secretKey must be a text that is not empty; leave it out/,
		],
		[
			"a number as secret key",
			{ A: { secretKey: 5 } },
			/"A"\]\.secretKey must/,
		],
		["null as secret key", { A: { secretKey: null } }, /"A"\]\.secretKey must/],
		[
			"a short account",
			{ A: { account: "12" } },
			/account must be a text of 12/,
		],
		["a number as account", { A: { account: 111111111111 } }, /text of 12/],
		["no caller", { A: { caller: { name: "ana" } } }, /"A"\]\.caller/],
		[
			"two accounts",
			{ A: { account: "222222222222", caller: ANA } },
			/^createHost: identities\["A"\]\.account is 222222222222, but its caller is of account 111111111111; leave account out/,
		],
	])("%s", (_, identities, problem) => {
		const make = () => createHost({ identities: identities as Identities });
		expect(make).toThrow(TypeError);
		expect(make).toThrow(problem);
	});

	it("and so is the scope with an access key or a member that is none", () => {
		const host = hostAtNoon({ identities: IDENTITIES });
		expect(() => contextOf(host, { accessKey: "x" })).toThrow(/"accessKey"/);
		for (const caller of [null, "ada", {}, { arn: "ada" }]) {
			const call = () =>
				host.execute("ListSecrets", {}, { caller: caller as never });
			expect(call).toThrow(TypeError);
			expect(call).toThrow(/caller(\.arn)? must be /);
		}
	});
});
