/** Ten thousand requests that are wrong in some way, or by chance in none, at a server that has secrets to lose. */
import { once } from "node:events";
import { connect } from "node:net";
import fc from "fast-check";
import { manualClock } from "pure-secrets-manager/host";
import { createHost, serve } from "pure-secrets-manager/node";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { operations } from "../../src/operations/table.js";
import { NOON, token } from "../support/given.js";

const COUNT = 10_000;
const SEED = Number(process.env.LAW_SEED ?? 20261124);

/** A request as its parts, before they are written down. */
interface Parts {
	readonly method: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

const policy =
	'{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}';

/** Requests that are right, as long as the secret "db" is there. */
const calls: readonly (readonly [string, object])[] = [
	[
		"CreateSecret",
		{ Name: "new", SecretString: "x", ClientRequestToken: token("c") },
	],
	[
		"PutSecretValue",
		{ SecretId: "db", SecretString: "y", ClientRequestToken: token("p") },
	],
	["UpdateSecret", { SecretId: "db", Description: "text" }],
	["GetSecretValue", { SecretId: "db", VersionStage: "AWSCURRENT" }],
	["BatchGetSecretValue", { SecretIdList: ["db", "nobody"] }],
	["DescribeSecret", { SecretId: "db" }],
	["DeleteSecret", { SecretId: "new", ForceDeleteWithoutRecovery: true }],
	["ListSecrets", { Filters: [{ Key: "all", Values: ["d"] }], MaxResults: 5 }],
	["ListSecretVersionIds", { SecretId: "db", IncludeDeprecated: true }],
	["TagResource", { SecretId: "db", Tags: [{ Key: "k", Value: "v" }] }],
	["UntagResource", { SecretId: "db", TagKeys: ["k"] }],
	["PutResourcePolicy", { SecretId: "db", ResourcePolicy: policy }],
	["ValidateResourcePolicy", { ResourcePolicy: policy }],
	["GetRandomPassword", { PasswordLength: 20, ExcludeCharacters: "abc" }],
	[
		"UpdateSecretVersionStage",
		{ SecretId: "db", VersionStage: "blue", MoveToVersionId: token("v") },
	],
];

const oddText = fc.oneof(
	fc.string({ unit: "binary", maxLength: 40 }),
	fc.constantFrom(
		"",
		"__proto__",
		"constructor",
		"\ud800",
		"\0",
		"é",
		"9".repeat(400),
		"x".repeat(70_000),
	),
);

const oddValue: fc.Arbitrary<unknown> = fc.oneof(
	fc.jsonValue({ maxDepth: 3 }),
	oddText,
	fc.constantFrom(null, true, -1, 1e308, [], {}, [[[[[[]]]]]], [null], {
		__proto__: 1,
	}),
);

/** A header's value: no line may end in it, or it would be another header. */
const oddHeader = oddText.map((text) =>
	[...text].filter((each) => each >= " " && each <= "~").join(""),
);

const right: fc.Arbitrary<Parts> = fc
	.constantFrom(...calls)
	.map(([operation, input]) => ({
		method: "POST",
		path: "/",
		headers: {
			host: "localhost",
			"content-type": "application/x-amz-json-1.1",
			"x-amz-target": `secretsmanager.${operation}`,
			authorization:
				"AWS4-HMAC-SHA256 Credential=123456789012/20261124/us-east-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=0",
		},
		body: JSON.stringify(input),
	}));

/** One member, known or not, is something else. */
const oddMember = fc
	.tuple(right, fc.nat(), oddText, oddValue)
	.map(([parts, at, name, value]) => {
		const input = JSON.parse(parts.body);
		const names = [...Object.keys(input), name];
		const changed = Object.entries({
			...input,
			[names[at % names.length] ?? ""]: value,
		});
		return { ...parts, body: JSON.stringify(Object.fromEntries(changed)) };
	});

/** The body is cut, doubled, nested, or none at all. */
const oddBody = fc
	.tuple(right, fc.nat(), oddText, fc.nat(5))
	.map(([parts, at, text, kind]) => {
		const { body } = parts;
		const cut = at % (body.length + 1);
		const bodies = [
			body.slice(0, cut),
			body.slice(0, cut) + text + body.slice(cut),
			body + body,
			"[".repeat(20_000),
			text,
			`{"a":${body},"SecretId":${body}}`,
		];
		return { ...parts, body: bodies[kind] ?? "" };
	});

/** A header is missing, or says something else; another method; another path. */
const oddHead = fc
	.record({
		parts: right,
		name: fc.constantFrom(
			"x-amz-target",
			"authorization",
			"content-type",
			"content-length",
			"transfer-encoding",
			"expect",
			"connection",
			"host",
		),
		value: fc.oneof(
			oddHeader,
			fc.constantFrom(
				...Object.keys(operations),
				"chunked",
				"100-continue",
				"upgrade",
				"-1",
				"1048577",
				"99999999999",
			),
		),
		method: fc.constantFrom(
			"POST",
			"POST",
			"POST",
			"GET",
			"PUT",
			"HEAD",
			"DELETE",
			"OPTIONS",
			"PATCH",
			"TRACE",
			"CONNECT",
			"BREW",
		),
		path: fc.oneof(
			fc.constantFrom(
				"/",
				"/",
				"//",
				"/x/y?z",
				"*",
				"http://other/",
				"/%",
				"/_control/",
				"/_control/health",
				"/_control/store",
				"/_control/clock",
				"/_control/keys/11111111-2222-4333-8444-555555555555",
				"/_control/keys/__proto__",
				"/_control/keys/%",
				"/_control/nothing",
				"/_control/../x",
			),
			fc.webPath(),
		),
	})
	.map(({ parts, name, value, method, path }) => ({
		...parts,
		method,
		path: path === "" ? "/" : path,
		headers: { ...parts.headers, [name]: value },
	}));

/** A request as it goes over the wire, once more with some bytes changed, left out or put in. */
const request: fc.Arbitrary<Buffer> = fc
	.record({
		parts: fc.oneof(
			{ weight: 1, arbitrary: right },
			{ weight: 4, arbitrary: oddMember },
			{ weight: 2, arbitrary: oddBody },
			{ weight: 3, arbitrary: oddHead },
		),
		changes: fc.oneof(
			{ weight: 3, arbitrary: fc.constant([]) },
			{
				weight: 1,
				arbitrary: fc.array(
					fc.record({
						at: fc.nat(),
						remove: fc.nat(9),
						bytes: fc.uint8Array({ maxLength: 5 }),
					}),
					{ minLength: 1, maxLength: 3 },
				),
			},
		),
		end: fc.oneof(
			{ weight: 9, arbitrary: fc.constant(1) },
			{ weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
		),
	})
	.map(({ parts, changes, end }) => {
		let bytes = written(parts);
		for (const { at, remove, bytes: put } of changes) {
			const from = at % (bytes.length + 1);
			bytes = Buffer.concat([
				bytes.subarray(0, from),
				put,
				bytes.subarray(from + remove),
			]);
		}
		return bytes.subarray(0, Math.floor(end * bytes.length));
	});

function written({ method, path, headers, body }: Parts): Buffer {
	const content = Buffer.from(body);
	const all = { "content-length": String(content.length), ...headers };
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
	const head = [`${method} ${path} HTTP/1.1`, ...lines, "", ""].join("\r\n");
	return Buffer.concat([Buffer.from(head, "latin1"), content]);
}

const host = createHost({ clock: manualClock(NOON), seed: "fuzz" });
let server: Awaited<ReturnType<typeof serve>>;
const complaints = vi.spyOn(console, "error");

beforeAll(async () => {
	server = await serve(host, { port: 0 });
	host.execute("CreateSecret", {
		Name: "db",
		SecretString: "kept",
		ClientRequestToken: token("v"),
	});
});
afterAll(() => server.close());

/** Sends bytes over a connection of their own, says no more, and takes whatever comes until the server ends it. */
async function send(bytes: Buffer): Promise<string> {
	const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
	let answer = "";
	socket.setEncoding("latin1").on("data", (piece) => {
		answer += piece;
	});
	socket.on("error", () => {}); // a server may cut off what it cannot read
	socket.end(bytes);
	await once(socket, "close");
	return answer;
}

const PATIENCE = { timeout: 300_000 };

it(
	"ten thousand odd requests neither end the server nor change what they were refused to change",
	PATIENCE,
	async () => {
		const statuses = new Map<string, number>();
		for (const bytes of fc.sample(request, { numRuns: COUNT, seed: SEED })) {
			const before = host.store;
			const answer = await send(bytes);
			const [, status = "none"] = /^HTTP\/1\.1 (\d+)/.exec(answer) ?? [];
			statuses.set(status, (statuses.get(status) ?? 0) + 1);
			const accepted = /^HTTP\/1\.1 200/m.test(answer);
			if (!accepted && host.store !== before)
				expect.fail(
					`Refused, and yet a change (LAW_SEED=${SEED}): ${bytes.toString("latin1")}\n${answer}`,
				);
		}
		expect([...statuses.keys()]).toEqual(
			expect.arrayContaining(["none", "200", "400", "405", "413"]),
		);
		expect(statuses.get("500"), "unexpected failures").toBeUndefined();
		expect(complaints.mock.calls).toEqual([]);
		expect(
			host.execute("GetSecretValue", { SecretId: "db", VersionId: token("v") }),
		).toMatchObject({ ok: true });
		const read = written({
			method: "POST",
			path: "/",
			headers: { host: "x", "x-amz-target": "secretsmanager.DescribeSecret" },
			body: '{"SecretId":"db"}',
		});
		expect(await send(read)).toMatch(/^HTTP\/1\.1 200/);
	},
);
