import { describe, expect, it } from "vitest";
import type { AttachedPolicy } from "../../src/iam/attached.js";
import {
	attachPolicy,
	detachPolicy,
	policyToAttach,
} from "../../src/model/resource-policy.js";
import { checkSecret } from "../../src/model/secret.js";
import { HOUR, NOON } from "../support/given.js";
import { HERE, STRANGE } from "../support/places.js";
import { accepted, aSecret } from "./a-secret.js";

const LATER = NOON + HOUR;
const secret = aSecret({ v1: ["AWSCURRENT"] });
const USER = `arn:aws:iam::${HERE.account}:user/reader`;

const policyOf = (members: object = {}): string =>
	JSON.stringify({
		Statement: {
			Effect: "Allow",
			Principal: { AWS: USER },
			Action: "secretsmanager:GetSecretValue",
			Resource: "*",
			...members,
		},
	});
const policy = (members: object = {}): AttachedPolicy =>
	accepted(policyToAttach(policyOf(members), HERE.account, undefined));

describe("attaching a policy", () => {
	it("sets LastChangedDate, and changes nothing else", () => {
		const resourcePolicy = policy();
		const attached = attachPolicy(secret, resourcePolicy, LATER);
		expect(attached).toEqual({
			...secret,
			resourcePolicy,
			lastChangedDate: LATER,
		});
		expect(attached.resourcePolicy).toBe(resourcePolicy);
		expect(checkSecret(attached)).toEqual([]);
	});

	it("takes the place of the one there is", () => {
		const first = attachPolicy(secret, policy({ Sid: "first" }), NOON);
		const second = attachPolicy(first, policy({ Sid: "second" }), NOON);
		expect(second.resourcePolicy?.text).not.toContain("first");
	});
});

describe("taking a policy away", () => {
	it.each([
		["one that is there", attachPolicy(secret, policy(), NOON)],
		["none", secret],
	])("of %s sets LastChangedDate [R-ST-meta, INF]", (_, before) => {
		expect(detachPolicy(before, LATER)).toEqual({
			...secret,
			lastChangedDate: LATER,
		});
	});
});

describe("a policy to attach", () => {
	const refusal = (text: string, known?: readonly string[]) => {
		const read = policyToAttach(text, HERE.account, known);
		return read.ok ? undefined : read.error;
	};
	const malformed = (what: string) => ({
		name: "MalformedPolicyDocumentException",
		message: `This resource policy contains ${what}.`,
	});
	const UNSUPPORTED = malformed("an unsupported principal");

	it("is printed as AWS prints it", () => {
		expect(policy().text).toMatch(/^\{\n {2}"Statement" : \{\n/);
	});

	it("is refused as one that is none", () => {
		expect(refusal("{")).toEqual(malformed("a syntax error"));
		expect(refusal(policyOf({ Principal: { AWS: "me" } }))).toEqual(
			UNSUPPORTED,
		);
	});

	it("names whom it likes where nobody says who there is", () => {
		expect(refusal(policyOf())).toBe(undefined);
	});

	it("names only who is known, else", () => {
		expect(refusal(policyOf(), [])).toEqual(UNSUPPORTED);
		expect(refusal(policyOf(), [STRANGE.account])).toEqual(UNSUPPORTED);
		expect(refusal(policyOf(), [STRANGE.account, USER])).toBe(undefined);
	});

	it("may name the account of its secret always", () => {
		const own = policyOf({ Principal: { AWS: HERE.account } });
		expect(refusal(own, [])).toBe(undefined);
		const other = policyOf({ Principal: { AWS: STRANGE.account } });
		expect(refusal(other, [])).toEqual(UNSUPPORTED);
	});
});
