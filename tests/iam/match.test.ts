import { describe, expect, it } from "vitest";
import { subjectOf } from "../../src/base/wildcard.js";
import { levelOf, mismatchOf } from "../../src/iam/match.js";
import type { Level } from "../../src/iam/principal.js";
import type { Request } from "../../src/iam/request.js";
import { callerNamesOf } from "./a-caller.js";
import { statement } from "./a-policy.js";

const GET = "secretsmanager:GetSecretValue";
const SECRET =
	"arn:aws:secretsmanager:us-east-1:123456789012:secret:db/main-AbC123";
const ROOT = "arn:aws:iam::123456789012:root";
const ADA = "arn:aws:iam::123456789012:user/ada";
const BOB = "arn:aws:iam::123456789012:user/bob";
const STRANGER = "arn:aws:iam::210987654321:user/ada";
const ROLE = "arn:aws:iam::123456789012:role/team/reader";
const SESSION = "arn:aws:sts::123456789012:assumed-role/reader/one";
const OTHER = "arn:aws:sts::123456789012:assumed-role/reader/two";
const FEDERATED = "arn:aws:sts::123456789012:federated-user/bob";

const request = (members: Partial<Request> = {}): Request => ({
	callerNames: callerNamesOf(ADA),
	bounded: false,
	action: subjectOf(GET.toLowerCase()),
	resource: subjectOf(SECRET),
	keys: new Map(),
	...members,
});
const everyone = (members: object) => statement({ Principal: "*", ...members });

describe("actions", () => {
	it.each<[pattern: string | readonly string[], covers: boolean]>([
		["*", true],
		["secretsmanager:*", true],
		[GET, true],
		["SecretsManager:getsecretvalue", true],
		["secretsmanager:Get*", true],
		["secretsmanager:GetSecretValu?", true],
		["*:GetSecretValue", true],
		[["secretsmanager:List*", "secretsmanager:Get*"], true],
		["secretsmanager:GetSecret", false],
		["secretsmanager:GetSecretValue?", false],
		["kms:*", false],
	])("%j: %s", (patterns, covers) => {
		const element = { element: "Action" };
		const these = everyone({ Action: patterns });
		expect(mismatchOf(these, request())).toEqual(covers ? undefined : element);
		const others = everyone({ Action: undefined, NotAction: patterns });
		expect(mismatchOf(others, request())).toEqual(covers ? element : undefined);
	});
});

describe("resources", () => {
	it.each<[pattern: string | readonly string[], covers: boolean]>([
		["*", true],
		[SECRET, true],
		["arn:aws:secretsmanager:*", true],
		["arn:*", true],
		["arn:aws:secretsmanager:us-east-1:123456789012:secret:db/*", true],
		["arn:aws:secretsmanager:*:*:secret:db/main-??????", true],
		[["arn:aws:s3:::x", SECRET], true],
		["arn:aws:secretsmanager:us-east-1:123456789012:secret:db/main", false],
		["arn:aws:secretsmanager:us-east-1:123456789012:secret:DB/*", false],
		["arn:aws:secretsmanager:*:*:secret:db/main-?????", false],
	])("%j: %s", (patterns, covers) => {
		const element = { element: "Resource" };
		const these = everyone({ Resource: patterns });
		expect(mismatchOf(these, request())).toEqual(covers ? undefined : element);
		const others = everyone({ Resource: undefined, NotResource: patterns });
		expect(mismatchOf(others, request())).toEqual(covers ? element : undefined);
	});

	it("that nobody knows are all that there may be", () => {
		const unknown = request({ resource: undefined });
		for (const members of [
			{ Resource: `${SECRET}x` },
			{ Resource: undefined, NotResource: "*" },
		])
			expect(mismatchOf(everyone(members), unknown)).toBeUndefined();
	});

	it("may hold a variable, which without a value names nothing", () => {
		// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable is written so
		const Resource = "arn:*:secret:${aws:username}/*";
		const ask = (name?: string) =>
			mismatchOf(
				everyone({ Resource }),
				request({
					keys: new Map(name === undefined ? [] : [["aws:username", [name]]]),
				}),
			);
		expect(ask("db")).toBeUndefined();
		expect(ask("*")).toEqual({ element: "Resource" });
		expect(ask()).toEqual({ element: "Resource" });
	});

	it.each<[effect: string, name: string | undefined, covers: boolean]>([
		["Allow", "db", false],
		["Allow", "x", true],
		["Allow", undefined, false],
		["Deny", "db", false],
		["Deny", "x", true],
		["Deny", undefined, true],
	])("but these, with a variable: %s, %s: %s", (Effect, name, covers) => {
		// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable is written so
		const NotResource = "arn:*:secret:${aws:username}/*";
		const rest = everyone({ Effect, Resource: undefined, NotResource });
		const keys = new Map(name === undefined ? [] : [["aws:username", [name]]]);
		expect(mismatchOf(rest, request({ keys }))).toEqual(
			covers ? undefined : { element: "Resource" },
		);
		// Another pattern that covers the resource leaves it out in any case.
		const none = { Resource: undefined, NotResource: [NotResource, "*"] };
		expect(
			mismatchOf(everyone({ Effect, ...none }), request({ keys })),
		).toEqual({ element: "Resource" });
	});
});

describe("conditions", () => {
	const Condition = {
		StringEquals: { "aws:SourceVpc": "vpc-1", "aws:username": "ada" },
	};
	const ask = (keys: Readonly<Record<string, string>>) =>
		mismatchOf(
			everyone({ Condition }),
			request({
				keys: new Map(Object.entries(keys).map(([key, it]) => [key, [it]])),
			}),
		);

	it("must all hold; the first that does not is told", () => {
		const held = { "aws:sourcevpc": "vpc-1", "aws:username": "ada" };
		expect(ask(held)).toBeUndefined();
		expect(ask({ ...held, "aws:username": "bob" })).toMatchObject({
			element: "Condition",
			condition: { key: "aws:username" },
		});
		expect(ask({})).toMatchObject({ condition: { key: "aws:sourcevpc" } });
	});

	it("are looked at when all else speaks of the request", () => {
		const looking = request({
			keys: {
				get() {
					throw new Error("Nobody has to know.");
				},
			},
		});
		for (const members of [
			{ Action: "kms:*" },
			{ Resource: "arn:x" },
			{ Principal: { AWS: BOB } },
		])
			expect(
				mismatchOf(everyone({ Condition, ...members }), looking),
			).toBeDefined();
	});
});

describe("principals", () => {
	it.each<
		[what: string, principal: unknown, caller: string, level: Level | undefined]
	>([
		["everyone, a user", "*", ADA, "self"],
		["everyone, a session", { AWS: "*" }, SESSION, "self"],
		["everyone, a service", "*", "rds.amazonaws.com", "self"],
		["an account, its root", { AWS: "123456789012" }, ROOT, "self"],
		["an account, its user", { AWS: "123456789012" }, ADA, "account"],
		["an account by its root, a session", { AWS: ROOT }, SESSION, "account"],
		["an account by its root, federated", { AWS: ROOT }, FEDERATED, "account"],
		["an account, a stranger", { AWS: "123456789012" }, STRANGER, undefined],
		["a user, itself", { AWS: ADA }, ADA, "self"],
		["a user and its account", { AWS: [ROOT, ADA] }, ADA, "self"],
		["a user, another", { AWS: ADA }, BOB, undefined],
		["a user, a namesake elsewhere", { AWS: ADA }, STRANGER, undefined],
		["a user, the root", { AWS: ADA }, ROOT, undefined],
		["one of several", { AWS: [ADA, BOB] }, BOB, "self"],
		["a role, itself", { AWS: ROLE }, ROLE, "role"],
		["a role with a path, a session of it", { AWS: ROLE }, SESSION, "role"],
		["a role and its account", { AWS: [ROOT, ROLE] }, SESSION, "role"],
		["a session, itself", { AWS: SESSION }, SESSION, "self"],
		["a session and its role", { AWS: [ROLE, SESSION] }, SESSION, "self"],
		["a session, another of its role", { AWS: SESSION }, OTHER, undefined],
		["a session, its role", { AWS: SESSION }, ROLE, undefined],
		["a federated user, itself", { AWS: FEDERATED }, FEDERATED, "self"],
		["a unique id, a user", { AWS: "AIDACKCEVSQ6C2EXAMPLE" }, ADA, undefined],
		["a service, a user", { Service: "rds.amazonaws.com" }, ADA, undefined],
		[
			"a service, itself",
			{ Service: "rds.amazonaws.com" },
			"rds.amazonaws.com",
			"self",
		],
		[
			"a provider, a federated user",
			{ Federated: "accounts.google.com" },
			FEDERATED,
			undefined,
		],
	])("%s", (_, Principal, caller, level) => {
		const callerNames = callerNamesOf(caller);
		for (const Effect of ["Allow", "Deny"])
			for (const bounded of [true, false])
				expect(
					levelOf(statement({ Effect, Principal }), { callerNames, bounded }),
				).toBe(level);
		expect(
			mismatchOf(statement({ Principal }), request({ callerNames })),
		).toEqual(level === undefined ? { element: "Principal" } : undefined);
	});

	it.each<[what: string, id: string, caller: string, userId: string, Level]>([
		["a user", "AIDACKCEVSQ6C2EXAMPLE", ADA, "AIDACKCEVSQ6C2EXAMPLE", "self"],
		["a role", "AROACKCEVSQ6C2EXAMPLE", ROLE, "AROACKCEVSQ6C2EXAMPLE", "role"],
		[
			"the role of a session",
			"AROACKCEVSQ6C2EXAMPLE",
			SESSION,
			"AROACKCEVSQ6C2EXAMPLE:one",
			"role",
		],
	])("%s is named by its unique id", (_, AWS, caller, userId, level) => {
		const named = statement({ Principal: { AWS } });
		const as = (id?: string) => ({
			callerNames: callerNamesOf(caller, id),
			bounded: false,
		});
		expect(levelOf(named, as(userId))).toBe(level);
		expect(levelOf(named, as(userId.replace("EXAMPLE", "ANOTHER")))).toBe(
			undefined,
		);
		expect(levelOf(named, as())).toBe(undefined);
	});

	it("of a policy that names nobody are whoever it is attached to", () => {
		const attached = { effect: "Allow", principals: undefined } as const;
		expect(levelOf(attached, request())).toBe("self");
	});

	it.each<
		[effect: string, named: readonly string[], caller: string, covers: boolean]
	>([
		// DOC: a Deny must name the account, the role and the session that it spares.
		["Deny", [ADA, ROOT], ADA, false],
		["Deny", [ADA], ADA, true],
		["Deny", [ADA, ROOT], BOB, true],
		["Deny", [ROOT], ROOT, false],
		["Deny", [ROOT], ADA, true],
		["Deny", [ROOT, ROLE, SESSION], SESSION, false],
		["Deny", [ROOT, ROLE], SESSION, true],
		["Deny", [ADA, ROOT], STRANGER, true],
		["Deny", ["*"], ADA, false],
		["Allow", [ADA], ADA, false],
		["Allow", [ROOT], ADA, false],
		["Allow", [ROLE], SESSION, false],
		["Allow", [ADA], BOB, true],
		["Allow", [ROOT], STRANGER, true],
		["Allow", ["*"], ADA, false],
	])("%s with NotPrincipal %j, %s: %s", (Effect, AWS, caller, covers) => {
		const others = statement({
			Effect,
			Principal: undefined,
			NotPrincipal: { AWS },
		});
		const level = (bounded: boolean) =>
			levelOf(others, { callerNames: callerNamesOf(caller), bounded });
		expect(level(false)).toBe(covers ? "self" : undefined);
		// DOC: a Deny spares nobody who has a permissions boundary.
		const stillCovers = Effect === "Deny" ? !AWS.includes("*") : covers;
		expect(level(true)).toBe(stillCovers ? "self" : undefined);
	});

	it("a NotPrincipal may name who is spared by its unique id as well", () => {
		const spared = statement({
			Effect: "Deny",
			Principal: undefined,
			NotPrincipal: { AWS: [ROOT, "AIDACKCEVSQ6C2EXAMPLE"] },
		});
		const as = (userId: string) => ({
			callerNames: callerNamesOf(ADA, userId),
			bounded: false,
		});
		expect(levelOf(spared, as("AIDACKCEVSQ6C2EXAMPLE"))).toBe(undefined);
		expect(levelOf(spared, as("AIDACKCEVSQ6C2ANOTHER"))).toBe("self");
	});
});
