import { describe, expect, it } from "vitest";
import { subjectOf } from "../../src/base/wildcard.js";
import {
	type Decision,
	decide,
	firstSaying,
	type NamedPolicy,
	POLICY_KINDS,
	type Policies,
	type PolicyKind,
	type Standing,
} from "../../src/iam/decide.js";
import type { Request } from "../../src/iam/request.js";
import { callerNamesOf } from "./a-caller.js";
import { ownPolicy, policy } from "./a-policy.js";

const ACCOUNT = "123456789012";
const USER = `arn:aws:iam::${ACCOUNT}:user/ada`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/reader`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/one`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const SERVICE = "rds.amazonaws.com";
const READ = "secretsmanager:GetSecretValue";
const ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbC123";

type Members = Readonly<Record<string, unknown>>;
const allow: Members = { Effect: "Allow", Action: READ, Resource: "*" };
const deny: Members = { ...allow, Effect: "Deny" };
const nothing: Members = { ...allow, Action: "secretsmanager:X" };
const to = (AWS: string, members: Members = allow): Members => ({
	...members,
	Principal: { AWS },
});

const named = (kind: PolicyKind, ...statements: readonly Members[]) =>
	({
		name: kind,
		document:
			kind === "resource" ? policy(...statements) : ownPolicy(...statements),
	}) satisfies NamedPolicy;

type Written = { readonly [K in PolicyKind]?: readonly Members[] };
const policiesOf = (written: Written): Policies =>
	Object.fromEntries(
		POLICY_KINDS.map((kind) => {
			const statements = written[kind];
			return [kind, statements ? [named(kind, ...statements)] : []];
		}),
	) as unknown as Policies;

const requestOf = (caller: string, written: Written): Request => ({
	callerNames: callerNamesOf(caller),
	bounded: written.boundary !== undefined,
	action: subjectOf(READ.toLowerCase()),
	resource: subjectOf(ARN),
	keys: new Map(),
});

const HOME: Standing = {
	caller: "principal",
	foreign: false,
	resourceMustAllow: false,
};
const ABROAD: Standing = { ...HOME, foreign: true, resourceMustAllow: true };
/** As a key with a policy stands to callers of its account. */
const GUARDED: Standing = { ...HOME, resourceMustAllow: true };

const decided = (
	caller: string,
	written: Written,
	standing: Standing = HOME,
): Decision =>
	decide(requestOf(caller, written), policiesOf(written), standing);

/** `Allow identity[0]`, `Deny session`, `Allow root`: who decides, and by which statement. */
const told = (...args: Parameters<typeof decided>): string => {
	const { effect, by, deciding } = decided(...args);
	if (deciding === undefined) return `${effect} ${by}`;
	expect(deciding.policy.name).toBe(by);
	expect(deciding.statement).toBe(
		deciding.policy.document.statements[deciding.index],
	);
	return `${effect} ${by}[${deciding.index}]`;
};

describe("a Deny", () => {
	const everywhere = { identity: [allow], boundary: [allow], session: [allow] };

	it.each<[kind: PolicyKind, statements: readonly Members[]]>([
		["identity", [allow, deny]],
		["boundary", [deny, allow]],
		["session", [nothing, allow, deny]],
		["resource", [to(USER), { ...deny, Principal: "*" }]],
	])("in %s policies wins over each Allow", (kind, statements) => {
		const written = { ...everywhere, resource: [to(USER)], [kind]: statements };
		for (const standing of [HOME, ABROAD, GUARDED])
			expect(told(USER, written, standing)).toBe(
				`Deny ${kind}[${statements.findIndex(({ Effect }) => Effect === "Deny")}]`,
			);
	});

	it("is told of identity, boundary, session, resource, in this order", () => {
		const all: Written = {
			identity: [deny],
			boundary: [deny],
			session: [deny],
			resource: [to("*", deny)],
		};
		let written: Written = all;
		for (const kind of POLICY_KINDS) {
			expect(told(USER, written)).toBe(`Deny ${kind}[0]`);
			written = { ...written, [kind]: undefined };
		}
	});

	it.each<[caller: string, standing: Standing["caller"]]>([
		[ROOT, "root"],
		[SERVICE, "service"],
	])("counts against %s, too", (caller, standing) => {
		const written = { resource: [{ ...deny, Principal: "*" }] };
		expect(told(caller, written, { ...HOME, caller: standing })).toBe(
			"Deny resource[0]",
		);
	});
});

describe("in its account a caller", () => {
	it.each<[what: string, caller: string, written: Written, told: string]>([
		["may nothing", USER, {}, "Deny identity"],
		[
			"may what it is let",
			USER,
			{ identity: [nothing, allow] },
			"Allow identity[1]",
		],
		[
			"may what a policy lets it",
			USER,
			{ resource: [to(USER)] },
			"Allow resource[0]",
		],
		[
			"may what a policy lets all",
			USER,
			{ resource: [to("*")] },
			"Allow resource[0]",
		],
		[
			"may by itself whatever others leave out",
			USER,
			{ resource: [to(USER)], boundary: [nothing], session: [nothing] },
			"Allow resource[0]",
		],
		[
			"may not what is left to it",
			USER,
			{ resource: [to(ACCOUNT)] },
			"Deny identity",
		],
		[
			"may what is left to it and it is let",
			USER,
			{ resource: [to(ACCOUNT)], identity: [allow] },
			"Allow identity[0]",
		],
		[
			"needs its boundary",
			USER,
			{ identity: [allow], boundary: [nothing], session: [nothing] },
			"Deny boundary",
		],
		[
			"needs its session policies",
			SESSION,
			{ identity: [allow], boundary: [allow], session: [nothing] },
			"Deny session",
		],
		[
			"may what all of them let it",
			SESSION,
			{ identity: [allow], boundary: [allow], session: [allow] },
			"Allow identity[0]",
		],
		[
			"that is a session may what its role may",
			SESSION,
			{ resource: [nothing, to(ROLE)] },
			"Allow resource[1]",
		],
		[
			"may not by its role what its boundary leaves out",
			SESSION,
			{ resource: [to(ROLE)], boundary: [nothing] },
			"Deny boundary",
		],
		[
			"may not by its role what its session leaves out [R-ST-auth]",
			SESSION,
			{ resource: [to(ROLE)], session: [nothing] },
			"Deny session",
		],
		[
			"may by its own ARN what its session leaves out [R-ST-auth]",
			SESSION,
			{ resource: [to(SESSION)], session: [nothing] },
			"Allow resource[0]",
		],
		[
			"is named by the nearest of several statements",
			SESSION,
			{
				resource: [to(ACCOUNT), to(ROLE), to(SESSION), to("*")],
				session: [nothing],
			},
			"Allow resource[2]",
		],
		[
			"is named by the nearest, whatever comes last",
			SESSION,
			{ resource: [to(ROLE), to(ACCOUNT)] },
			"Allow resource[0]",
		],
		[
			"by identity and role: the resource's owner is told",
			SESSION,
			{ resource: [to(ROLE)], identity: [allow] },
			"Allow resource[0]",
		],
	])("%s", (_, caller, written, expected) => {
		expect(told(caller, written)).toBe(expected);
	});
});

describe("in another account a caller", () => {
	it.each<[what: string, written: Written, told: string]>([
		["needs both, its own first", {}, "Deny identity"],
		["needs both, the resource's, too", { identity: [allow] }, "Deny resource"],
		...["*", ACCOUNT, SESSION, ROLE].flatMap(
			(name): [string, Written, string][] => [
				[`${name} is not enough`, { resource: [to(name)] }, "Deny identity"],
				[
					`${name} and its own are`,
					{ resource: [to(name)], identity: [allow] },
					"Allow resource[0]",
				],
				[
					`${name} needs the session policies`,
					{ resource: [to(name)], identity: [allow], session: [nothing] },
					"Deny session",
				],
				[
					`${name} needs the boundary`,
					{ resource: [to(name)], identity: [allow], boundary: [nothing] },
					"Deny boundary",
				],
			],
		),
		[
			"is told of its session before the resource",
			{ identity: [allow], session: [nothing] },
			"Deny session",
		],
	])("%s", (_, written, expected) => {
		expect(told(SESSION, written, ABROAD)).toBe(expected);
	});
});

describe("where nobody gets in whom the resource does not let in", () => {
	it.each<[what: string, caller: string, written: Written, told: string]>([
		["identity is not enough", USER, { identity: [allow] }, "Deny resource"],
		["the resource is", USER, { resource: [to(USER)] }, "Allow resource[0]"],
		[
			"the account leaves it",
			USER,
			{ resource: [to(ACCOUNT)] },
			"Deny identity",
		],
		[
			"the account and identity are",
			USER,
			{ resource: [to(ACCOUNT)], identity: [allow] },
			"Allow resource[0]",
		],
		["the role is", SESSION, { resource: [to(ROLE)] }, "Allow resource[0]"],
	])("%s", (_, caller, written, expected) => {
		expect(told(caller, written, GUARDED)).toBe(expected);
	});

	it("the root has to be let in, too", () => {
		const root: Standing = { ...GUARDED, caller: "root" };
		expect(told(ROOT, {}, root)).toBe("Deny resource");
		expect(told(ROOT, { resource: [to(ACCOUNT)] }, root)).toBe(
			"Allow resource[0]",
		);
	});
});

describe("the root", () => {
	const root: Standing = { ...HOME, caller: "root" };

	it.each<[what: string, written: Written, told: string]>([
		["may everything", {}, "Allow root"],
		[
			"is not limited",
			{ boundary: [nothing], session: [nothing] },
			"Allow root",
		],
		["may what it is let", { identity: [allow] }, "Allow identity[0]"],
		["is denied by its own", { identity: [deny] }, "Deny identity[0]"],
		["is let by the resource", { resource: [to(ROOT)] }, "Allow resource[0]"],
	])("%s", (_, written, expected) => {
		expect(told(ROOT, written, root)).toBe(expected);
	});

	it("of another account is let in by its policy alone", () => {
		const abroad: Standing = { ...ABROAD, caller: "root" };
		expect(told(ROOT, {}, abroad)).toBe("Deny resource");
		expect(told(ROOT, { resource: [to(ROOT)] }, abroad)).toBe(
			"Allow resource[0]",
		);
	});
});

describe("a service", () => {
	const service: Standing = { ...HOME, caller: "service" };
	const resource = [{ ...allow, Principal: { Service: SERVICE } }];

	it("is let in by the resource alone", () => {
		expect(told(SERVICE, {}, service)).toBe("Deny resource");
		expect(told(SERVICE, { resource }, service)).toBe("Allow resource[0]");
		const abroad: Standing = { ...ABROAD, caller: "service" };
		expect(told(SERVICE, { resource }, abroad)).toBe("Allow resource[0]");
		expect(told(SERVICE, {}, abroad)).toBe("Deny resource");
	});

	it("is another than its namesake, and no account", () => {
		for (const Principal of [
			{ Service: "ec2.amazonaws.com" },
			{ AWS: ACCOUNT },
		])
			expect(
				told(SERVICE, { resource: [{ ...allow, Principal }] }, service),
			).toBe("Deny resource");
	});
});

it("the first statement of an effect that speaks of a request is found, policy after policy", () => {
	const [one, two] = [
		named("identity", nothing, deny),
		named("session", allow, allow),
	];
	const request = requestOf(USER, {});
	expect(firstSaying("Allow", [one, two], request)).toMatchObject({
		policy: two,
		index: 0,
	});
	expect(firstSaying("Deny", [one, two], request)).toMatchObject({
		policy: one,
		index: 1,
	});
	expect(firstSaying("Deny", [two], request)).toBe(undefined);
});
