import { createHash } from "node:crypto";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import fc from "fast-check";
import type { Host, Identities } from "pure-secrets-manager/host";
import { createHost, serve } from "pure-secrets-manager/node";
import { afterEach, describe, expect, it, vi } from "vitest";
import { signatureCheck } from "../../src/node/signatures.js";
import { scopeOf } from "../../src/wire/scope.js";
import { hostAtNoon, run } from "../host/host-at-noon.js";
import { assertLawInTurns } from "../support/depth.js";
import { basicDate, type Sent, type Signing, signed } from "./a-signer.js";

const IDENTITIES: Identities = {
	AKIAANA: { secretKey: "of ana" },
	AKIABOB: { secretKey: "of bob", account: "222222222222" },
	AKIATRUSTED: { account: "333333333333" },
	"444444444444": { secretKey: "of four" },
};
/** Where the clock of the host has nothing to say. */
const NOW = Date.UTC(2026, 0, 1, 0, 25);
const DATE = basicDate(NOW);

const hash = (body: string) => createHash("sha256").update(body).digest("hex");

const BODY = JSON.stringify({ SecretId: "db" });

const requestOf = (changes: Partial<Sent> = {}): Sent => ({
	method: "POST",
	path: "/mounted/here?stage=test",
	body: BODY,
	...changes,
	headers: {
		host: "secrets.test",
		"content-type": "application/x-amz-json-1.1",
		"x-amz-content-sha256": hash(changes.body ?? BODY),
		"x-amz-date": DATE,
		"x-amz-target": "secretsmanager.GetSecretValue",
		...changes.headers,
	},
});

const signedBy = (signing: Partial<Signing> = {}, request = requestOf()) =>
	signed(request, { date: DATE, ...signing });

/** What a check says of a request: the name and the message of its refusal, or `undefined`. */
async function said(
	{ method, path, headers, body }: Sent,
	{ identities = IDENTITIES, now = NOW } = {},
) {
	const check = await signatureCheck(identities, () => now);
	return check({
		method,
		path,
		header: (name) =>
			Object.hasOwn(headers, name) ? headers[name] : undefined,
		body: Buffer.from(body),
	});
}

const refusal = (name: string, message: unknown = expect.any(String)) => ({
	name: `${name}Exception`,
	message,
});
const invalid = (message?: unknown) => refusal("InvalidSignature", message);
const MISMATCH = invalid(
	"The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
);
const UNRECOGNIZED = refusal(
	"UnrecognizedClient",
	"The security token included in the request is invalid.",
);

/** The same request with a header changed, or left out. */
const withHeader = (
	request: Sent,
	name: string,
	value?: string | ((old: string) => string),
): Sent => {
	const { [name]: old = "", ...others } = request.headers;
	const next = typeof value === "function" ? value(old) : value;
	const headers = next === undefined ? others : { ...others, [name]: next };
	return { ...request, headers };
};
const withAuthorization = (
	change: (old: string) => string,
	from = signedBy(),
) => withHeader(from, "authorization", change);

describe("a signature that is right", () => {
	it.each<[string, Sent]>([
		["of the whole request", signedBy()],
		["of a path alone", signedBy({}, requestOf({ path: "/" }))],
		[
			"of a query in another order",
			signedBy({}, requestOf({ path: "/?a=1&b=" })),
		],
		[
			"of as few headers as there may be",
			signedBy({ signedHeaders: ["host", "x-amz-date", "x-amz-target"] }),
		],
		["in another region", signedBy({ region: "eu-west-1" })],
		[
			"by somebody else",
			signedBy({ accessKeyId: "AKIABOB", secretKey: "of bob" }),
		],
		[
			"by an access key of twelve digits that is listed",
			signedBy({ accessKeyId: "444444444444", secretKey: "of four" }),
		],
		[
			"of a body of any alphabet",
			signedBy({}, requestOf({ body: '{"a":"ß😀"}' })),
		],
		[
			"without blanks after its commas",
			withAuthorization((old) => old.replaceAll(", ", ",")),
		],
		[
			"of headers with blanks that count as one",
			withHeader(
				signedBy({}, requestOf({ headers: { "x-a": "b c" } })),
				"x-a",
				"b   c",
			),
		],
		[
			"of a header that a proxy might have put there",
			signedBy(
				{},
				requestOf({ headers: { "user-agent": "x", te: "trailers" } }),
			),
		],
		[
			"of a request that names no operation",
			signedBy({}, withHeader(requestOf(), "x-amz-target")),
		],
	])("is taken: %s", async (_, request) => {
		expect(await said(request)).toBeUndefined();
	});

	it.each(["Thu, 01 Jan 2026 00:25:00 GMT", DATE])(
		"may have its date in the header date: %s",
		async (date) => {
			const { headers, ...request } = requestOf();
			const { "x-amz-date": _, ...others } = headers;
			const sent = signedBy({}, { ...request, headers: { ...others, date } });
			expect(await said(sent)).toBeUndefined();
			expect(
				await said(withHeader(sent, "date", "Thu, 01 Jan 2026 00:24:59 GMT")),
			).toEqual(MISMATCH);
		},
	);

	it("may sign both dates, and x-amz-date counts", async () => {
		const date = "Wed, 31 Dec 2025 00:00:00 GMT";
		const sent = signedBy({}, requestOf({ headers: { date } }));
		expect(await said(sent)).toBeUndefined();
		expect(await said(withHeader(sent, "date", "x"))).toEqual(MISMATCH);
	});
});

describe("a request that was altered after it was signed", () => {
	const sent = signedBy();
	const other = '{"SecretId":"other"}';
	it.each<[string, Sent]>([
		["its method", { ...sent, method: "PUT" }],
		["its path", { ...sent, path: "/mounted/there?stage=test" }],
		["the end of its path", { ...sent, path: "/mounted/here/?stage=test" }],
		["the query", { ...sent, path: "/mounted/here?stage=prod" }],
		["the query, which is gone", { ...sent, path: "/mounted/here" }],
		["the query, which is more", { ...sent, path: `${sent.path}&a` }],
		["its body", { ...sent, body: other }],
		[
			"its body, with the hash of the other",
			withHeader({ ...sent, body: other }, "x-amz-content-sha256", hash(other)),
		],
		[
			"the hash of its body, which says that it is not signed",
			withHeader(
				{ ...sent, body: other },
				"x-amz-content-sha256",
				"UNSIGNED-PAYLOAD",
			),
		],
		["its host", withHeader(sent, "host", "other.test")],
		["its type", withHeader(sent, "content-type", "text/plain")],
		[
			"its operation",
			withHeader(sent, "x-amz-target", "secretsmanager.DeleteSecret"),
		],
		["its date", withHeader(sent, "x-amz-date", basicDate(NOW + 1000))],
		...Object.keys(requestOf().headers)
			.filter((name) => name !== "x-amz-date")
			.map((name): [string, Sent] => [
				`${name}, which is gone`,
				withHeader(sent, name),
			]),
		[
			"the order of its signed headers",
			withAuthorization((old) =>
				old.replace("content-type;host", "host;content-type"),
			),
		],
		[
			"its signed headers, one of which is twice there",
			withAuthorization((old) => old.replace("host;", "host;host;")),
		],
		[
			"the list of its signed headers, which is shorter",
			withAuthorization((old) => old.replace("content-type;", "")),
		],
		[
			"the list of its signed headers, which is longer",
			withAuthorization(
				(old) => old.replace("x-amz-target,", "x-amz-target;x-b,"),
				withHeader(sent, "x-b", "c"),
			),
		],
		[
			"the list of its signed headers, with one that every object has",
			withAuthorization((old) =>
				old.replace("SignedHeaders=", "SignedHeaders=constructor;"),
			),
		],
		[
			"its region",
			withAuthorization((old) => old.replace("us-east-1", "us-east-2")),
		],
		[
			"its access key, to another that is known",
			withAuthorization((old) => old.replace("AKIAANA", "AKIABOB")),
		],
		[
			"the last digit of its signature",
			withAuthorization((old) =>
				old.replace(/.$/, (digit) => (digit === "0" ? "1" : "0")),
			),
		],
		[
			"its signature, which is shorter",
			withAuthorization((old) => old.slice(0, -1)),
		],
		[
			"its signature, in capitals",
			withAuthorization((old) =>
				old.replace(/[0-9a-f]+$/, (digits) => digits.toUpperCase()),
			),
		],
	])("is refused: %s", async (_, request) => {
		expect(await said(request)).toEqual(MISMATCH);
	});

	it("is refused whatever digit of its signature is another", async () => {
		const { authorization = "" } = sent.headers;
		const start = authorization.length - 64;
		for (let at = start; at < authorization.length; at++) {
			const digit = authorization[at] === "a" ? "b" : "a";
			const altered =
				authorization.slice(0, at) + digit + authorization.slice(at + 1);
			expect(await said(withHeader(sent, "authorization", altered))).toEqual(
				MISMATCH,
			);
		}
	});

	it("is refused whatever character of its authorization is another, and by whatever name", async () => {
		const { authorization = "" } = sent.headers;
		await assertLawInTurns(
			fc.asyncProperty(
				fc.nat(authorization.length - 1),
				fc.string({ unit: "binary-ascii", maxLength: 3 }),
				async (at, text) => {
					const altered = `${authorization.slice(0, at)}${text}${authorization.slice(at + 1)}`;
					const same = (each: string) =>
						each.replace(/\s*(,)\s*|\s+/g, "$1 ").trim();
					fc.pre(same(altered) !== same(authorization));
					expect(
						await said(withHeader(sent, "authorization", altered)),
					).toBeDefined();
				},
			),
			300,
		);
	});
});

describe("a call is answered for whom and where it is signed", () => {
	it.each([
		"Foo=Credential=AKIABOB/20260101/us-east-1/, ",
		"Credential=AKIABOB/20260101/us-east-1/secretsmanager/aws4_request, ",
		"MyCredential=AKIAANA/20260101/eu-west-1/secretsmanager/aws4_request, ",
		"x Credential=AKIAANA/20260101/eu-west-1/secretsmanager/aws4_request, ",
	])("and not by what else stands in its header: %s", async (smuggled) => {
		const sent = withAuthorization((old) =>
			old.replace("Credential", `${smuggled}Credential`),
		);
		expect(await said(sent)).toEqual(
			refusal(
				"IncompleteSignature",
				expect.stringMatching(
					/^Authorization header requires 'Credential' parameter\. /,
				),
			),
		);
	});

	it("whatever is put into its header", () => {
		const { authorization = "" } = signedBy().headers;
		const check = signatureCheck(IDENTITIES, () => NOW);
		const put = fc.stringMatching(
			/^[ ,;=/]?(Credential=)?(AKIABOB|AKIATRUSTED|x)[ ,;=/](eu-west-1)?\/[ ,=/]/,
		);
		return assertLawInTurns(
			fc.asyncProperty(fc.nat(authorization.length), put, async (at, text) => {
				const altered =
					authorization.slice(0, at) + text + authorization.slice(at);
				const sent = withHeader(signedBy(), "authorization", altered);
				const { accessKeyId, region } = scopeOf(altered);
				const refused = await (await check)({
					...sent,
					header: (name) => sent.headers[name],
					body: Buffer.from(sent.body),
				});
				// what is taken is of those who need not sign, or as it was signed
				if (refused === undefined && accessKeyId !== "AKIATRUSTED")
					expect({ accessKeyId, region }).toEqual({
						accessKeyId: "AKIAANA",
						region: "us-east-1",
					});
			}),
			300,
		);
	});
});

describe("a signature that is none", () => {
	const CREDENTIAL = "Authorization header requires 'Credential' parameter.";
	const SIGNATURE = "Authorization header requires 'Signature' parameter.";
	const HEADERS = "Authorization header requires 'SignedHeaders' parameter.";
	const A_DATE =
		"Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.";

	it("because there is no header, is a missing token", async () => {
		const missing = refusal(
			"MissingAuthenticationToken",
			"Missing Authentication Token",
		);
		expect(await said(requestOf())).toEqual(missing);
		expect(await said(withHeader(requestOf(), "authorization", ""))).toEqual(
			missing,
		);
	});

	it.each([
		["Bearer x", `${CREDENTIAL} ${SIGNATURE} ${HEADERS}`],
		["AWS4-HMAC-SHA256", `${CREDENTIAL} ${SIGNATURE} ${HEADERS}`],
		["AWS4-HMAC-SHA256 Credential=AKIAANA/a/b/c/d", `${SIGNATURE} ${HEADERS}`],
		[
			"AWS4-HMAC-SHA256 Credential=, SignedHeaders=host, Signature=00",
			CREDENTIAL,
		],
		["AWS4-HMAC-SHA256 Credential=AKIAANA/a/b/c/d, Signature=00", HEADERS],
		["AWS4-HMAC-SHA256 SignedHeaders=host, Signature=00", CREDENTIAL],
		[
			"AWS4-ECDSA-P256-SHA256 Credential=AKIAANA/20260101/secretsmanager/aws4_request, SignedHeaders=host, Signature=00",
			`${CREDENTIAL} ${SIGNATURE} ${HEADERS}`,
		],
	])("%s", async (authorization, message) => {
		const sent = withHeader(requestOf(), "authorization", authorization);
		expect(await said(sent)).toEqual(
			refusal(
				"IncompleteSignature",
				`${message} Authorization=${authorization}`,
			),
		);
	});

	it("lacks a date", async () => {
		const sent = withHeader(signedBy(), "x-amz-date");
		expect(await said(sent)).toEqual(
			refusal(
				"IncompleteSignature",
				`${A_DATE} Authorization=${sent.headers.authorization}`,
			),
		);
	});

	it.each(["2026-01-01T00:25:00Z", "x", "20261341T000000Z", "1767227100"])(
		"has %s for a date",
		async (date) => {
			expect(await said(withHeader(signedBy(), "x-amz-date", date))).toEqual(
				refusal(
					"IncompleteSignature",
					`Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
				),
			);
		},
	);

	it("has a credential of too many parts", async () => {
		const sent = withAuthorization((old) =>
			old.replace("aws4_request", "aws4_request/more"),
		);
		expect(await said(sent)).toEqual(
			refusal(
				"IncompleteSignature",
				"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKIAANA/20260101/us-east-1/secretsmanager/aws4_request/more'",
			),
		);
	});
});

describe("an access key", () => {
	it.each(["AKIAEVE", "555555555555", "__proto__", "constructor"])(
		"that is not listed is unrecognized: %s",
		async (accessKeyId) => {
			expect(await said(signedBy({ accessKeyId }))).toEqual(UNRECOGNIZED);
		},
	);

	it("without a secret key is listed, and that is enough", async () => {
		const sent = signedBy({ accessKeyId: "AKIATRUSTED", region: "local" });
		expect(await said(sent)).toBeUndefined();
		expect(await said({ ...sent, body: "x" }, { now: 0 })).toBeUndefined();
		const dummy = "AWS4-HMAC-SHA256 Credential=AKIATRUSTED/x/us-east-1/x/x";
		expect(
			await said(withHeader(sent, "authorization", dummy)),
		).toBeUndefined();
	});

	it("is not known without its secret key", async () => {
		expect(await said(signedBy({ secretKey: "guessed" }))).toEqual(MISMATCH);
	});
});

describe("what a signature is scoped to", () => {
	it.each<[Partial<Signing>, string]>([
		[
			{ service: "kms" },
			"Credential should be scoped to correct service: 'secretsmanager'.",
		],
		[
			{ region: "local" },
			"Credential should be scoped to a valid region, not 'local'.",
		],
		[
			{ terminator: "aws3_request" },
			"Credential should be scoped with a valid terminator: 'aws4_request', not 'aws3_request'.",
		],
		[
			{ day: "20251231" },
			"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20251231' != '20260101', from '20260101T002500Z'.",
		],
		[
			{ region: "local", service: "kms" },
			"Credential should be scoped to a valid region, not 'local'. Credential should be scoped to correct service: 'secretsmanager'.",
		],
	])("%j is refused, although it is signed so", async (signing, message) => {
		expect(await said(signedBy(signing))).toEqual(invalid(message));
	});

	it.each([
		[
			"host",
			"'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
		],
		[
			"x-amz-date",
			"'x-amz-date' must be a 'SignedHeader' in the AWS Authorization.",
		],
		[
			"x-amz-target",
			"'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.",
		],
	])("must have %s among it", async (name, message) => {
		const signedHeaders = Object.keys(requestOf().headers)
			.sort()
			.filter((each) => each !== name);
		expect(await said(signedBy({ signedHeaders }))).toEqual(invalid(message));
	});
});

describe("the time of a signature", () => {
	const minutes = 60_000;
	it.each([-15, -14, 0, 14, 15])("may be %d minutes off", async (off) => {
		const date = basicDate(NOW + off * minutes);
		const sent = signedBy(
			{ date },
			requestOf({ headers: { "x-amz-date": date } }),
		);
		expect(await said(sent)).toBeUndefined();
	});

	it.each([
		[
			-25,
			"Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z (20260101T002500Z - 15 min.)",
		],
		[
			-16,
			"Signature expired: 20260101T000900Z is now earlier than 20260101T001000Z (20260101T002500Z - 15 min.)",
		],
		[
			16,
			"Signature not yet current: 20260101T004100Z is still later than 20260101T004000Z (20260101T002500Z + 15 min.)",
		],
	])("must not be %d minutes off", async (off, message) => {
		const date = basicDate(NOW + off * minutes);
		const sent = signedBy(
			{ date },
			requestOf({ headers: { "x-amz-date": date } }),
		);
		expect(await said(sent)).toEqual(invalid(message));
	});
});

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
	await Promise.all(open.splice(0).map((close) => close()));
	vi.restoreAllMocks();
	vi.doUnmock("@smithy/signature-v4");
});

async function serverOf(host: Host) {
	const { url, close } = await serve(host, { port: 0 });
	open.push(close);
	/** Sends a request with the headers that it has, and no others. */
	const send = async (
		{ method, path, headers, body }: Sent,
		more: readonly string[] = [],
	) => {
		const list = [...Object.entries(headers).flat(), ...more];
		const sent = httpRequest(url, {
			method,
			path,
			headers: [
				...list,
				"content-length",
				String(Buffer.byteLength(body)),
			] as never,
		}).end(body);
		const [response] = await once(sent, "response");
		const text = Buffer.concat(await response.toArray()).toString();
		return {
			status: response.statusCode,
			headers: response.headers,
			answer: JSON.parse(text || "null"),
		};
	};
	return { url, send };
}

describe("a server of a host with identities", () => {
	const begin = async () => {
		const host = hostAtNoon({ identities: IDENTITIES });
		run(host, "CreateSecret", { Name: "db", SecretString: "hunter2" });
		return { host, ...(await serverOf(host)) };
	};
	const sentNow = (
		signing: Partial<Signing> = {},
		changes: Partial<Sent> = {},
	) => {
		const date = basicDate(Date.now());
		const headers = { ...changes.headers, "x-amz-date": date };
		return signedBy({ date, ...signing }, requestOf({ ...changes, headers }));
	};

	it("answers what is signed, by real time, whatever its clock says", async () => {
		const { send } = await begin();
		const { status, answer } = await send(sentNow());
		expect({ status, answer }).toMatchObject({
			status: 200,
			answer: { SecretString: "hunter2" },
		});
	});

	it("answers as whoever signed", async () => {
		const { send } = await begin();
		const body = JSON.stringify({
			Name: "x",
			ClientRequestToken: "t".repeat(32),
		});
		const headers = { "x-amz-target": "secretsmanager.CreateSecret" };
		const { answer } = await send(
			sentNow(
				{ accessKeyId: "AKIABOB", secretKey: "of bob" },
				{ body, headers },
			),
		);
		expect(answer.ARN).toContain(":222222222222:secret:x-");
	});

	it("refuses what is not, with AWS's errors, and is as it was", async () => {
		const { host, send } = await begin();
		const before = host.store;
		const body = JSON.stringify({
			SecretId: "db",
			ForceDeleteWithoutRecovery: true,
		});
		const headers = { "x-amz-target": "secretsmanager.DeleteSecret" };
		const sent = sentNow({}, { body, headers });
		for (const [request, __type] of [
			[
				withHeader(sent, "authorization"),
				"MissingAuthenticationTokenException",
			],
			[
				withHeader(sent, "authorization", "AWS4-HMAC-SHA256"),
				"IncompleteSignatureException",
			],
			[
				withHeader(sent, "authorization", "Bearer AKIAANA"),
				"IncompleteSignatureException",
			],
			[
				sentNow({ accessKeyId: "AKIAEVE" }, { body, headers }),
				"UnrecognizedClientException",
			],
			[
				sentNow({ accessKeyId: "123456789012" }, { body, headers }),
				"UnrecognizedClientException",
			],
			[
				sentNow({ secretKey: "guessed" }, { body, headers }),
				"InvalidSignatureException",
			],
			[signedBy({}, requestOf({ body, headers })), "InvalidSignatureException"],
			[{ ...sentNow(), body }, "InvalidSignatureException"],
			[{ ...sent, path: "/" }, "InvalidSignatureException"],
		] as const) {
			const { status, answer, headers } = await send(request);
			expect({ status, __type: answer.__type }).toEqual({
				status: 400,
				__type,
			});
			expect(answer.Message).toEqual(expect.any(String));
			expect(headers["x-amzn-requestid"]).toMatch(/^[0-9a-f-]{36}$/);
			expect(host.store).toBe(before);
		}
		expect((await send(sent)).status).toBe(200);
	});

	it("takes headers that are sent twice as one, and refuses those that were added", async () => {
		const { send } = await begin();
		const twice = sentNow({}, { headers: { "x-a": "b,c" } });
		const { "x-a": _, ...headers } = twice.headers;
		expect(
			(await send({ ...twice, headers }, ["x-a", "b", "x-a", "c"])).status,
		).toBe(200);
		for (const added of [
			"x-a",
			"host",
			"x-amz-target",
			"content-type",
			"authorization",
		])
			expect((await send(twice, [added, "x"])).status).toBe(400);
	});

	it("needs no signature for its control endpoints", async () => {
		const { url } = await begin();
		expect((await fetch(`${url}/_control/health`)).status).toBe(200);
	});

	it("answers 405 and 413 as ever", async () => {
		const { url } = await begin();
		expect((await fetch(url)).status).toBe(405);
		const body = "x".repeat(1_048_577);
		expect((await fetch(url, { method: "POST", body })).status).toBe(413);
	});

	it("that nobody needs to sign for knows access keys alone, and needs no package", async () => {
		vi.doMock("@smithy/signature-v4", () => {
			throw new Error("not installed");
		});
		const host = createHost({ identities: { AKIA: {} } });
		const { send } = await serverOf(host);
		const list = {
			body: "{}",
			headers: { "x-amz-target": "secretsmanager.ListSecrets" },
		};
		expect((await send(sentNow({ accessKeyId: "AKIA" }, list))).status).toBe(
			200,
		);
		expect((await send(sentNow({}, list))).status).toBe(400);
	});

	it("does not begin without the package that checks signatures", async () => {
		vi.doMock("@smithy/signature-v4", () => {
			throw new Error("not installed");
		});
		const host = hostAtNoon({ identities: IDENTITIES });
		await expect(serve(host, { port: 0 })).rejects.toThrow(
			"serve: identities with a secretKey need the package that checks signatures: npm install @smithy/signature-v4. Without it, leave the secret keys out.",
		);
	});
});
