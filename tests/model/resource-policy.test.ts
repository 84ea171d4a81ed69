import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../src/iam/document.js";
import {
	attachPolicy,
	detachPolicy,
	objectionsTo,
} from "../../src/model/resource-policy.js";
import { arnOf, checkSecret } from "../../src/model/secret.js";
import { HOUR, NOON } from "../support/given.js";
import { accepted, aSecret } from "./a-secret.js";

const LATER = NOON + HOUR;
const secret = aSecret({ v1: ["AWSCURRENT"] });
const ARN = arnOf(secret);
const ROOT = "arn:aws:iam::123456789012:root";
const USER = "arn:aws:iam::123456789012:user/reader";

const policy = (...statements: readonly object[]): string =>
	JSON.stringify({
		Statement: statements.map((each) => ({
			Effect: "Allow",
			Principal: { AWS: USER },
			Action: "secretsmanager:GetSecretValue",
			Resource: "*",
			...each,
		})),
	});

describe("attaching a policy", () => {
	it("keeps its text as AWS prints it, sets LastChangedDate, and changes nothing else", () => {
		const text = policy({});
		const attached = attachPolicy(secret, text, LATER);
		expect(attached).toEqual({
			...secret,
			resourcePolicy: expect.stringMatching(/^\{\n {2}"Statement" : \[ \{\n/),
			lastChangedDate: LATER,
		});
		expect(JSON.parse(attached.resourcePolicy ?? "")).toEqual(JSON.parse(text));
		expect(checkSecret(attached)).toEqual([]);
	});

	it("takes the place of the one there is", () => {
		const first = attachPolicy(secret, policy({ Sid: "first" }), NOON);
		const second = attachPolicy(first, policy({ Sid: "second" }), NOON);
		expect(second.resourcePolicy).not.toContain("first");
	});

	it("of a printed text prints it again as it is", () => {
		const once = attachPolicy(secret, policy({}, {}), NOON);
		expect(attachPolicy(once, once.resourcePolicy ?? "", NOON)).toEqual(once);
	});
});

describe("taking a policy away", () => {
	it.each([
		["one that is there", attachPolicy(secret, policy({}), NOON)],
		["none", secret],
	])("of %s sets LastChangedDate [R-ST-meta, INF]", (_, before) => {
		expect(detachPolicy(before, LATER)).toEqual({
			...secret,
			lastChangedDate: LATER,
		});
	});
});

describe("objections", () => {
	const objections = (
		text: string,
		principal = ROOT,
		arn: string | undefined = ARN,
	) => objectionsTo(accepted(parsePolicy(text)), principal, arn);
	const NONE = { isPublic: false, locksOut: false };
	const deny = (members: object = {}) =>
		policy({
			Effect: "Deny",
			Principal: "*",
			Action: "secretsmanager:PutResourcePolicy",
			...members,
		});

	it.each([
		["one that lets a user read", policy({}), NONE],
		[
			"one that lets everyone",
			policy({ Principal: "*" }),
			{ ...NONE, isPublic: true },
		],
		[
			"one that keeps everyone from putting another [R-ST-auth]",
			deny(),
			{ ...NONE, locksOut: true },
		],
		[
			"both",
			policy({ Principal: "*" }, JSON.parse(deny()).Statement[0]),
			{ isPublic: true, locksOut: true },
		],
		[
			"one that keeps everyone from reading",
			deny({ Action: "secretsmanager:GetSecretValue" }),
			NONE,
		],
	])("to %s", (_, text, expected) => {
		expect(objections(text)).toEqual(expected);
	});

	it("are those of who asks", () => {
		const text = deny({ Principal: { AWS: USER } });
		expect(objections(text, USER)).toEqual({ ...NONE, locksOut: true });
		expect(objections(text, ROOT)).toEqual(NONE);
	});

	it("are about the secret, or about any where none is named", () => {
		const text = deny({ Resource: `${ARN.slice(0, -6)}??????` });
		const other = arnOf(aSecret({}, { name: "other" }));
		expect(objections(text).locksOut).toBe(true);
		expect(objections(text, ROOT, other).locksOut).toBe(false);
		expect(
			objectionsTo(accepted(parsePolicy(text)), ROOT, undefined).locksOut,
		).toBe(true);
	});
});
