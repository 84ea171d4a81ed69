import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	coversAction,
	coversPrincipal,
	coversResource,
} from "../../src/iam/match.js";
import { assertLaw } from "../support/depth.js";
import { statement } from "./a-policy.js";

const GET = "secretsmanager:GetSecretValue";

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
		expect(coversAction(statement({ Action: patterns }), GET)).toBe(covers);
		const opposite = statement({ Action: undefined, NotAction: patterns });
		expect(coversAction(opposite, GET)).toBe(!covers);
	});
});

const SECRET =
	"arn:aws:secretsmanager:us-east-1:123456789012:secret:db/main-AbC123";

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
		expect(coversResource(statement({ Resource: patterns }), SECRET)).toBe(
			covers,
		);
		const opposite = statement({ Resource: undefined, NotResource: patterns });
		expect(coversResource(opposite, SECRET)).toBe(!covers);
	});
});

const ROOT = "arn:aws:iam::123456789012:root";
const ADA = "arn:aws:iam::123456789012:user/ada";
const BOB = "arn:aws:iam::123456789012:user/bob";
const STRANGER = "arn:aws:iam::210987654321:user/ada";
const ROLE = "arn:aws:iam::123456789012:role/team/reader";
const SESSION = "arn:aws:sts::123456789012:assumed-role/reader/one";
const OTHER = "arn:aws:sts::123456789012:assumed-role/reader/two";
const FEDERATED = "arn:aws:sts::123456789012:federated-user/bob";

describe("principals", () => {
	it.each<[what: string, principal: unknown, caller: string, covers: boolean]>([
		["everyone, a user", "*", ADA, true],
		["everyone, no ARN at all", { AWS: "*" }, "ada", true],
		["an account, its root", { AWS: "123456789012" }, ROOT, true],
		["an account, its user", { AWS: "123456789012" }, ADA, true],
		["an account by its root, a session", { AWS: ROOT }, SESSION, true],
		[
			"an account by its root, a federated user",
			{ AWS: ROOT },
			FEDERATED,
			true,
		],
		["an account, a stranger", { AWS: "123456789012" }, STRANGER, false],
		["a user, itself", { AWS: ADA }, ADA, true],
		["a user, another", { AWS: ADA }, BOB, false],
		["a user, a namesake elsewhere", { AWS: ADA }, STRANGER, false],
		["a user, the root", { AWS: ADA }, ROOT, false],
		["one of several", { AWS: [ADA, BOB] }, BOB, true],
		["a role, itself", { AWS: ROLE }, ROLE, true],
		["a role with a path, a session of it", { AWS: ROLE }, SESSION, true],
		["a session, itself", { AWS: SESSION }, SESSION, true],
		["a session, another of its role", { AWS: SESSION }, OTHER, false],
		["a session, its role", { AWS: SESSION }, ROLE, false],
		["a federated user, itself", { AWS: FEDERATED }, FEDERATED, true],
		["a unique id, a user", { AWS: "AIDACKCEVSQ6C2EXAMPLE" }, ADA, false],
		["a service, a user", { Service: "lambda.amazonaws.com" }, ADA, false],
	])("%s", (_, Principal, caller, covers) => {
		for (const Effect of ["Allow", "Deny"])
			expect(coversPrincipal(statement({ Effect, Principal }), caller)).toBe(
				covers,
			);
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
		const NotPrincipal = { AWS };
		expect(
			coversPrincipal(
				statement({ Effect, Principal: undefined, NotPrincipal }),
				caller,
			),
		).toBe(covers);
	});

	it("any text may be a caller's", () => {
		const part = fc.oneof(
			fc.constantFrom("arn", "aws", "sts", "", "123456789012", "assumed-role/"),
			fc.string(),
		);
		const everyone = statement({ Principal: "*" });
		const ada = statement({ Principal: { AWS: ADA } });
		assertLaw(
			fc.property(fc.array(part), (parts) => {
				const caller = parts.join(":");
				expect(coversPrincipal(everyone, caller)).toBe(true);
				expect(coversPrincipal(ada, caller)).toBe(false);
			}),
		);
	});
});
