import { describe, expect, it } from "vitest";
import { isKnowable, unknownPrincipal } from "../../src/iam/known.js";
import { policy } from "./a-policy.js";

const [OWN, OTHER] = ["123456789012", "210987654321"];
const root = (account: string) => `arn:aws:iam::${account}:root`;
const ADA = `arn:aws:iam::${OTHER}:user/ada`;
const ROLE = `arn:aws:iam::${OTHER}:role/team/reader`;
const SESSION = `arn:aws:sts::${OTHER}:assumed-role/reader/one`;
const FEDERATED = `arn:aws:sts::${OTHER}:federated-user/bob`;
const PROVIDER = `arn:aws:iam::${OTHER}:saml-provider/Example`;
const ID = "AIDACKCEVSQ6C2EXAMPLE";

const malformed = (what: string) => ({
	name: "MalformedPolicyDocumentException",
	message: `This resource policy contains an ${what}.`,
});
const UNSUPPORTED = malformed("unsupported principal");
const UNSUPPORTED_SERVICE = malformed("invalid/unsupported service principal");

describe("a principal that is known may be written as", () => {
	it.each([
		OWN,
		root(OWN),
		ADA,
		ROLE,
		SESSION,
		FEDERATED,
		PROVIDER,
		ID,
		"rds.amazonaws.com",
		"accounts.google.com",
	])("%s", (text) => {
		expect(isKnowable(text)).toBe(true);
	});

	it.each(["*", "", "ada", "1234", `arn:aws:iam::${OWN}:group/g`, "user/*"])(
		"not as %j",
		(text) => {
			expect(isKnowable(text)).toBe(false);
		},
	);
});

describe("of a policy", () => {
	const unknown = (Principal: unknown, known?: readonly string[]) =>
		unknownPrincipal(policy({ Principal }), OWN, known);

	it.each<[what: string, principal: unknown, known: readonly string[]]>([
		["everybody", "*", []],
		["everybody of AWS", { AWS: "*" }, []],
		["the account that it is for", { AWS: OWN }, []],
		["the root of the account that it is for", { AWS: root(OWN) }, []],
		["an account", { AWS: OTHER }, [OTHER]],
		["an account that is known by its root", { AWS: OTHER }, [root(OTHER)]],
		["the root of a known account", { AWS: root(OTHER) }, [OTHER]],
		["a user", { AWS: ADA }, [ADA]],
		["a role", { AWS: ROLE }, [ROLE]],
		["a session", { AWS: SESSION }, [SESSION]],
		["a session of a known role", { AWS: SESSION }, [ROLE]],
		["a federated user", { AWS: FEDERATED }, [FEDERATED]],
		["a unique id", { AWS: ID }, [ID]],
		["a service", { Service: "rds.amazonaws.com" }, ["rds.amazonaws.com"]],
		["a provider", { Federated: PROVIDER }, [PROVIDER]],
		[
			"a domain",
			{ Federated: "accounts.google.com" },
			["x.com", "accounts.google.com"],
		],
		["several", { AWS: [ADA, OWN, "*"] }, [ROLE, ADA]],
	])("%s is known", (_, principal, known) => {
		expect(unknown(principal, known)).toBe(undefined);
	});

	it.each<[what: string, principal: unknown, known: readonly string[]]>([
		["an account", { AWS: OTHER }, [ADA]],
		["a user", { AWS: ADA }, [ROLE]],
		["who is of a known account (assumed)", { AWS: ADA }, [OTHER]],
		[
			"who is of the account that it is for",
			{ AWS: `arn:aws:iam::${OWN}:user/ada` },
			[],
		],
		["a role of which a session is known", { AWS: ROLE }, [SESSION]],
		[
			"a session of which another is known",
			{ AWS: SESSION },
			[SESSION.replace("/one", "/two")],
		],
		["a session of another role", { AWS: SESSION }, [`${ROLE}2`]],
		["a unique id", { AWS: ID }, [ADA]],
		["a provider", { Federated: PROVIDER }, [`${PROVIDER}2`, ADA]],
		["one of several", { AWS: [ADA, ROLE] }, [ADA]],
	])("%s is not", (_, principal, known) => {
		expect(unknown(principal, known)).toEqual(UNSUPPORTED);
		expect(unknown(principal)).toBe(undefined);
	});

	it("a service that is not known is told as such", () => {
		const Service = "rds.amazonaws.com";
		expect(unknown({ Service }, ["ec2.amazonaws.com"])).toEqual(
			UNSUPPORTED_SERVICE,
		);
		expect(unknown({ AWS: ADA, Service }, [])).toEqual(UNSUPPORTED);
	});

	it("every statement is looked at, and whom it spares", () => {
		const known = (members: Readonly<Record<string, unknown>>) =>
			unknownPrincipal(policy({ Principal: "*" }, members), OWN, [ADA]);
		expect(known({ Principal: { AWS: ROLE } })).toEqual(UNSUPPORTED);
		const sparing = { Principal: undefined, Effect: "Deny" };
		expect(known({ ...sparing, NotPrincipal: { AWS: ROLE } })).toEqual(
			UNSUPPORTED,
		);
		expect(known({ ...sparing, NotPrincipal: { AWS: [ADA, OWN] } })).toBe(
			undefined,
		);
	});
});
