import { describe, expect, it } from "vitest";
import { isRegion, partitionOf } from "../../src/values/region.js";

describe("the partition of", () => {
	it.each([
		["us-east-1", "aws"],
		["eu-central-2", "aws"],
		["ap-southeast-7", "aws"],
		["il-central-1", "aws"],
		["mx-central-1", "aws"],
		["cn-north-1", "aws-cn"],
		["cn-northwest-1", "aws-cn"],
		["us-gov-east-1", "aws-us-gov"],
		["us-gov-west-1", "aws-us-gov"],
		["us-iso-east-1", "aws-iso"],
		["us-isob-east-1", "aws-iso-b"],
		["eu-isoe-west-1", "aws-iso-e"],
		["us-isof-south-1", "aws-iso-f"],
		["eusc-de-east-1", "aws-eusc"],
	])("%s is %s", (region, partition) => {
		expect(isRegion(region)).toBe(true);
		expect(partitionOf(region)).toBe(partition);
	});
});

describe("no region is called", () => {
	it.each([
		"",
		"us-east",
		"us-east-1a",
		"us_east_1",
		"US-EAST-1",
		"east1",
		"1",
		"-1",
		"us--1",
		"us-east-1\n",
		`${"a-".repeat(64)}1`,
	])("%j", (text) => {
		expect(isRegion(text)).toBe(false);
	});
});

it("a region's name has up to 128 characters", () => {
	expect(isRegion(`${"a".repeat(126)}-1`)).toBe(true);
	expect(isRegion(`${"a".repeat(127)}-1`)).toBe(false);
});
