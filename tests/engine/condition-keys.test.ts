import { describe, expect, it } from "vitest";
import { keysOf, secretKeys } from "../../src/engine/condition-keys.js";
import { type Caller, understoodCaller } from "../../src/iam/caller.js";
import { type ConditionKeys, valuesOf } from "../../src/iam/keys.js";
import { NO_ROTATION } from "../../src/model/rotation/record.js";
import { arnOf } from "../../src/model/secret.js";
import { aSecret } from "../model/a-secret.js";
import { ADA, ROLE, ROOT, SERVICE, SESSION } from "../support/callers.js";
import { NOON } from "../support/given.js";
import { HERE, THERE } from "../support/places.js";

const CONTEXT = { now: NOON + 999, region: HERE.region };
const understood = (caller: Caller) => understoodCaller(caller, "caller");
const keys = (caller: Partial<Caller> = {}, added: ConditionKeys = {}) =>
	keysOf(
		understood({ arn: ADA, ...caller }),
		CONTEXT,
		HERE.account,
		() => added,
	);
const keyOf = (name: string, ...args: Parameters<typeof keys>) =>
	valuesOf(keys(...args), name.toLowerCase());

describe("of every call it is known", () => {
	it.each([
		["aws:CurrentTime", "2026-11-24T12:00:00.999Z"],
		["aws:EpochTime", String(Math.floor(NOON / 1000))],
		["aws:SecureTransport", "true"],
		["aws:RequestedRegion", HERE.region],
		["aws:ResourceAccount", HERE.account],
		["aws:ViaAWSService", "false"],
	])("%s", (name, value) => {
		expect(keyOf(name)).toEqual([value]);
	});

	it("no account where nobody owns the resource", () => {
		const none = keysOf(
			understood({ arn: ADA }),
			CONTEXT,
			undefined,
			() => ({}),
		);
		expect(none.get("aws:resourceaccount")).toEqual([]);
	});
});

describe("of a caller it is known", () => {
	type Told = Readonly<Record<string, string | undefined>>;
	const nobody: Told = {
		"aws:PrincipalServiceName": undefined,
		"aws:username": undefined,
		"aws:userid": undefined,
	};
	const ours: Told = { ...nobody, "aws:PrincipalAccount": HERE.account };

	it.each<[what: string, caller: Caller, told: Told]>([
		[
			"a user",
			{ arn: ADA.replace("/ada", "/team/ada"), userId: "AIDA1" },
			{
				...ours,
				"aws:PrincipalType": "User",
				"aws:PrincipalArn": ADA.replace("/ada", "/team/ada"),
				"aws:username": "ada",
				"aws:userid": "AIDA1",
				"aws:PrincipalIsAWSService": "false",
			},
		],
		[
			"a session",
			{ arn: SESSION, userId: "AROA1:one" },
			{
				...ours,
				"aws:PrincipalType": "AssumedRole",
				"aws:PrincipalArn": ROLE,
				"aws:userid": "AROA1:one",
			},
		],
		[
			"a role",
			{ arn: ROLE },
			{ ...ours, "aws:PrincipalType": "AssumedRole", "aws:PrincipalArn": ROLE },
		],
		[
			"the root",
			{ arn: ROOT },
			{
				...ours,
				"aws:PrincipalType": "Account",
				"aws:PrincipalArn": ROOT,
				"aws:userid": HERE.account,
			},
		],
		[
			"a federated user",
			{ arn: `arn:aws:sts::${HERE.account}:federated-user/bob` },
			{
				...ours,
				"aws:PrincipalType": "FederatedUser",
				"aws:PrincipalArn": `arn:aws:sts::${HERE.account}:federated-user/bob`,
			},
		],
		[
			"a service",
			{ arn: SERVICE, account: HERE.account, userId: "x" },
			{
				...nobody,
				"aws:PrincipalType": undefined,
				"aws:PrincipalIsAWSService": "true",
				"aws:PrincipalServiceName": SERVICE,
				"aws:PrincipalArn": undefined,
				"aws:PrincipalAccount": undefined,
			},
		],
	])("%s", (_, caller, told) => {
		for (const [name, value] of Object.entries(told))
			expect(keyOf(name, caller), name).toEqual(
				value === undefined ? [] : [value],
			);
	});

	it("each of its tags", () => {
		const tags = JSON.parse('{"Team":"a","__proto__":"b"}');
		expect(keyOf("aws:PrincipalTag/Team", { tags })).toEqual(["a"]);
		expect(keyOf("aws:PrincipalTag/__proto__", { tags })).toEqual(["b"]);
		expect(keyOf("aws:PrincipalTag/x", { tags })).toEqual([]);
	});

	it("all values of tags whose keys differ in case alone", () => {
		const tags = { Team: "a", team: "b" };
		expect(keyOf("aws:PrincipalTag/TEAM", { tags })).toEqual(["a", "b"]);
		const secret = aSecret(
			{},
			{
				tags: [
					{ key: "Team", value: "a" },
					{ key: "TEAM", value: "b" },
				],
			},
		);
		for (const service of ["aws", "secretsmanager"])
			expect(
				keyOf(`${service}:ResourceTag/team`, {}, secretKeys(secret)),
			).toEqual(["a", "b"]);
	});
});

describe("what is said of the request", () => {
	it.each<
		[fact: string | number | boolean | readonly string[], values: unknown]
	>([
		["vpc-1", ["vpc-1"]],
		["", [""]],
		[7, ["7"]],
		[false, ["false"]],
		[
			["a", "b"],
			["a", "b"],
		],
		[[], []],
	])("is %j", (fact, values) => {
		expect(keyOf("a:b", { request: { "A:b": fact } })).toEqual(values);
	});

	it("goes before what is assumed, and what the operation adds", () => {
		const request = { "aws:securetransport": false, "sm:x": "said" };
		expect(keyOf("aws:SecureTransport", { request })).toEqual(["false"]);
		expect(keyOf("sm:x", { request }, { "SM:X": "added" })).toEqual(["said"]);
	});

	it.each<[time: number | string, current: string]>([
		[NOON, "2026-11-24T12:00:00.000Z"],
		[-1, "1969-12-31T23:59:59.999Z"],
		["2026-11-24T12:00:00Z", "2026-11-24T12:00:00.000Z"],
		["2026-11-24T13:00:00+01:00", "2026-11-24T12:00:00.000Z"],
	])("of its time, %j", (time, current) => {
		for (const name of ["aws:CurrentTime", "AWS:CURRENTTIME"]) {
			const request = { [name]: time };
			expect(keyOf("aws:CurrentTime", { request })).toEqual([current]);
			expect(keyOf("aws:EpochTime", { request })).toEqual([
				String(Math.floor(Date.parse(current) / 1000)),
			]);
		}
	});

	it.each<[what: string, request: Caller["request"], why: RegExp]>([
		["a text", { "aws:CurrentTime": "at noon" }, /must be epoch milliseconds/],
		["too late", { "AWS:currentTime": 9e15 }, /"AWS:currentTime"\] must be/],
		["a list", { "aws:CurrentTime": ["2026-01-01"] }, /must be epoch/],
		["epoch time", { "aws:EpochTime": 7 }, /follows from aws:CurrentTime/],
	])("and no time that is none: %s", (_, request, why) => {
		expect(() => understood({ arn: ADA, request })).toThrow(why);
	});

	it("in any case of its names", () => {
		const request = { "AWS:sourceVPC": "vpc-1" };
		expect(keyOf("aws:SourceVpc", { request })).toEqual(["vpc-1"]);
		// The sign of Kelvin is no k.
		expect(keyOf("a:k", { request: { "A:\u212a": "x" } })).toEqual([]);
	});

	it("what is added without a value is none", () => {
		const added = { "A:B": "2", "a:c": undefined };
		expect(keyOf("a:b", {}, added)).toEqual(["2"]);
		expect(keyOf("a:c", {}, added)).toEqual([]);
	});

	it("what is added is looked at when it is asked for, and once", () => {
		let asked = 0;
		const all = keysOf(understood({ arn: ADA }), CONTEXT, undefined, () => {
			asked++;
			return { "a:b": "1" };
		});
		expect(valuesOf(all, "aws:currenttime")).toHaveLength(1);
		expect(asked).toBe(0);
		expect(valuesOf(all, "a:b")).toEqual(["1"]);
		expect(valuesOf(all, "a:c")).toEqual([]);
		expect(asked).toBe(1);
	});
});

describe("a secret", () => {
	const bare = aSecret({ v1: ["AWSCURRENT"] });

	it("tells its ARN and region, and what it has", () => {
		const functionArn = "arn:aws:lambda:us-east-1:123456789012:function:f";
		const rich = aSecret(
			{},
			{
				type: "partner",
				rotation: { ...NO_ROTATION, functionArn },
				tags: [{ key: "team", value: "a" }],
			},
		);
		expect(secretKeys(rich)).toEqual({
			"secretsmanager:SecretId": arnOf(rich),
			"secretsmanager:SecretPrimaryRegion": HERE.region,
			"secretsmanager:resource/AllowRotationLambdaArn": functionArn,
			"secretsmanager:resource/Type": "partner",
			"aws:resourcetag/team": ["a"],
			"secretsmanager:resourcetag/team": ["a"],
		});
	});

	it("without more is told by its ARN and region alone", () => {
		const told = secretKeys(bare);
		expect(keyOf("secretsmanager:SecretId", {}, told)).toEqual([arnOf(bare)]);
		for (const name of ["AllowRotationLambdaArn", "Type"])
			expect(keyOf(`secretsmanager:resource/${name}`, {}, told)).toEqual([]);
	});

	it("that is a replica tells the region of its primary", () => {
		const replica = aSecret(
			{},
			{
				...THERE,
				role: {
					kind: "replica",
					primaryRegion: "eu-north-1",
				} as (typeof bare)["role"],
			},
		);
		expect(secretKeys(replica)["secretsmanager:SecretPrimaryRegion"]).toBe(
			"eu-north-1",
		);
	});
});
