import { describe, expect, it } from "vitest";
import { accessToKey, accessToSecret } from "../../src/engine/access.js";
import { callOf } from "../../src/engine/call.js";
import {
	isPermitted,
	policiesFor,
	type Ruling,
	reasonOf,
	refusalOf,
	requestFor,
	requirePermission,
	ruleOn,
} from "../../src/engine/permission.js";
import { attachedPolicy } from "../../src/iam/attached.js";
import type { Caller } from "../../src/iam/caller.js";
import { POLICY_KINDS } from "../../src/iam/decide.js";
import { valuesOf } from "../../src/iam/keys.js";
import { defaultKeyArn } from "../../src/kms/key.js";
import { arnOf, secretArnOf } from "../../src/model/secret.js";
import { accepted, aKeyRing, aSecret } from "../model/a-secret.js";
import {
	ADA,
	ada,
	EVE,
	may,
	mayNot,
	notAuthorized,
	of,
	policyOf,
	policyTextOf,
	ROOT,
	SERVICE,
	type Statement,
	whoMay,
} from "../support/callers.js";
import { CONTEXT } from "../support/given.js";
import { keyArn } from "../support/keys.js";
import { HERE, STRANGE } from "../support/places.js";

const as = (caller?: Caller) => callOf({ ...CONTEXT, caller });
const secret = aSecret({ v1: ["AWSCURRENT"] });
const arn = secretArnOf(secret);
const READ = "secretsmanager:GetSecretValue";
const none = () => ({});
const read = (call = as()) => accessToSecret(READ, arn, secret, none, call);
const guarded = (...statements: readonly Statement[]) => ({
	...secret,
	resourcePolicy: accepted(attachedPolicy(policyTextOf(...statements))),
});

describe("it is ruled", () => {
	it("for trust, without a caller, on what its account has", () => {
		const trusted = { effect: "Allow", by: "trust", deciding: undefined };
		expect(ruleOn(read(), as())).toEqual(trusted);
		expect(isPermitted(read(), as())).toBe(true);
		expect(requirePermission(read(), "db", as())).toEqual({
			ok: true,
			value: undefined,
		});
		const abroad = callOf({ ...CONTEXT, ...STRANGE });
		expect(ruleOn(read(abroad), abroad)).toMatchObject({
			effect: "Deny",
			by: "resource",
		});
	});

	it("by policies, with a caller, in the account of that", () => {
		const eve = as({ arn: EVE });
		expect(isPermitted(read(eve), eve)).toBe(false);
		const own = as(ada("GetSecretValue"));
		expect(ruleOn(read(own), own)).toMatchObject({ by: "identity" });
		const root = as({ arn: ROOT });
		expect(ruleOn(read(root), root)).toMatchObject({ by: "root" });
		const service = as({ arn: SERVICE });
		expect(ruleOn(read(service), service)).toMatchObject({
			effect: "Deny",
			by: "resource",
		});
	});

	it.each<[who: string, caller: Caller]>([
		["a root", { arn: ROOT }],
		["a service", { arn: SERVICE }],
	])("against %s only by a Deny of its own policies", (_, who) => {
		const Principal = { AWS: ROOT, Service: SERVICE };
		const open = guarded({ ...may("*"), Principal });
		for (const kind of ["permissionsBoundary", "sessionPolicies"] as const) {
			const ruled = (...statements: readonly Statement[]) => {
				const policy = policyOf(...statements);
				const given = kind === "sessionPolicies" ? [policy] : policy;
				const call = as({ ...who, [kind]: given });
				return ruleOn(accessToSecret(READ, arn, open, none, call), call).effect;
			};
			expect(ruled(may("kms:*"))).toBe("Allow");
			expect(ruled(may("*"), mayNot("Get*"))).toBe("Deny");
		}
	});
});

describe("the key that AWS manages in an account", () => {
	const ruled = (
		action: string,
		caller: Caller | undefined,
		arn = defaultKeyArn(HERE),
	) => {
		const call = as(caller);
		return ruleOn(accessToKey(action, arn, aKeyRing(), {}, call), call).by;
	};

	it("is open to everybody there, for what Secrets Manager does with it", () => {
		for (const caller of [{ arn: ADA }, { arn: ROOT }, { arn: SERVICE }])
			for (const action of [
				...["kms:GenerateDataKey", "kms:Decrypt", "kms:Encrypt"],
				"KMS:decrypt",
			])
				expect(ruled(action, caller)).toBe("aws managed key");
		expect(ruled("kms:Decrypt", undefined)).toBe("trust");
	});

	it("is not for anything else, nor another key, nor for others", () => {
		expect(ruled("kms:ScheduleKeyDeletion", { arn: ADA })).toBe("identity");
		expect(ruled("kms:Decrypt", { arn: ADA }, keyArn("a"))).toBe("identity");
		expect(ruled("kms:Decrypt", { arn: EVE })).toBe("identity");
	});
});

describe("a request", () => {
	it("has its keys gathered when they are asked for, and once", () => {
		let asked = 0;
		const keys = () => {
			asked++;
			return { "secretsmanager:X": "x" };
		};
		const access = accessToSecret(READ, arn, secret, keys, as());
		const request = requestFor(access, as());
		expect(asked).toBe(0);
		expect(valuesOf(request.keys, "secretsmanager:x")).toEqual(["x"]);
		expect(valuesOf(request.keys, "secretsmanager:x")).toEqual(["x"]);
		expect(asked).toBe(1);
	});

	it("tells whether its caller is bounded", () => {
		const bounded = { ...ada("*"), permissionsBoundary: policyOf(may("*")) };
		expect(requestFor(read(), as(bounded)).bounded).toBe(true);
		expect(requestFor(read(), as(ada("*"))).bounded).toBe(false);
	});

	it("has an action in lower case, and a resource as it is", () => {
		const { action, resource } = requestFor(read(), as());
		expect(action).toMatchObject({ text: READ.toLowerCase() });
		expect(resource).toMatchObject({ text: arnOf(secret) });
		const any = { ...read(), resource: undefined };
		expect(requestFor(any, as()).resource).toBe(undefined);
	});
});

it("the policies of caller and resource have a say", () => {
	const call = as({ ...ada("*"), sessionPolicies: [policyOf()] });
	const own = guarded(of(ADA, may("*")));
	const access = accessToSecret(READ, arn, own, none, call);
	expect(policiesFor(access, call)).toMatchObject({
		identity: [{ name: "caller.identityPolicies[0]" }],
		boundary: [],
		session: [{ name: "caller.sessionPolicies[0]" }],
		resource: [{ name: "resourcePolicy" }],
	});
});

describe("a refusal", () => {
	it("names who calls, the action, and what is touched as it was sent", () => {
		for (const id of ["db", arnOf(secret), "", undefined]) {
			const [name, message] = notAuthorized("GetSecretValue", id);
			const call = as(whoMay(ADA, may("kms:*")));
			expect(requirePermission(read(), id, call)).toEqual({
				ok: false,
				error: { name, message },
			});
			expect(refusalOf(ruleOn(read(), call), read(), id, call)).toBe(message);
		}
	});

	it.each([
		["identity", "identity-based policy", "an identity-based policy"],
		["boundary", "permissions boundary", "a permissions boundary"],
		["session", "session policy", "a session policy"],
		["resource", "resource-based policy", "a resource-based policy"],
	] as const)("says what is lacking, or denies: %s", (by, kind, one) => {
		expect(POLICY_KINDS).toContain(by);
		const lacking = { effect: "Deny", by, deciding: undefined } as const;
		expect(reasonOf(lacking, READ)).toBe(
			`because no ${kind} allows the ${READ} action`,
		);
		const deciding = {} as NonNullable<Ruling["deciding"]>;
		expect(reasonOf({ effect: "Deny", by, deciding }, READ)).toBe(
			`with an explicit deny in ${one}`,
		);
		expect(reasonOf({ effect: "Allow", by, deciding }, READ)).toBe(
			`because ${one} allows the ${READ} action`,
		);
	});

	it("is not the end of what needs no policy", () => {
		const reason = (by: "trust" | "aws managed key" | "root") =>
			reasonOf({ effect: "Allow", by, deciding: undefined } as Ruling, READ);
		expect(reason("root")).toBe(
			"because the root of an account needs no policy",
		);
		expect(reason("trust")).toContain("trusted there");
		expect(reason("aws managed key")).toContain("AWS manages");
	});
});
