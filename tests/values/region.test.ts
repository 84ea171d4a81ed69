import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { isReachable, isRegion, partitionOf } from "../../src/values/region.js";
import { readSources, repository } from "../house/source.js";

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

describe("a secret can go", () => {
	it.each([
		["us-east-1", "eu-west-1", true],
		["us-east-1", "us-east-1", true],
		["cn-north-1", "cn-northwest-1", true],
		["us-east-1", "xx-nowhere-1", false],
		["us-east-1", "us-east-3", false],
		["us-east-1", "cn-north-1", false],
		["cn-north-1", "us-east-1", false],
		["cn-north-1", "cn-nowhere-1", false],
		["us-gov-west-1", "us-west-1", false],
		["us-iso-east-1", "us-isob-east-1", false],
		["xx-nowhere-1", "us-east-1", true], // a region to come, of the partition of those that are named like no other
	])("from %s to %s: %s", (from, to, can) => {
		expect(isReachable(to, from)).toBe(can);
	});
});

describe("the regions that the SDK knows, less its pseudo regions,", async () => {
	const { partitionsInfo } = await import(
		pathToFileURL(
			join(
				repository,
				"node_modules/@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js",
			),
		).href
	);
	const partitions = (
		partitionsInfo as {
			readonly partitions: readonly {
				readonly id: string;
				readonly regions: Readonly<Record<string, unknown>>;
			}[];
		}
	).partitions.map(({ id, regions }) => ({
		id,
		regions: Object.keys(regions).filter((region) => !/global/.test(region)),
	}));

	it.each(partitions)("are those of $id here", ({ id, regions }) => {
		expect(regions).not.toEqual([]);
		const [first = ""] = regions;
		const everywhere = partitions.flatMap(({ regions }) => regions);
		expect(everywhere.filter((to) => isReachable(to, first))).toEqual(regions);
		expect(new Set(regions.map(partitionOf))).toEqual(new Set([id]));
	});

	it("are all that there are", () => {
		const source = readSources().find(
			({ path }) => path === "values/region.ts",
		);
		const listed = source?.text.match(/(?<=")([a-z]+-)+\d+(?=")/g) ?? [];
		expect(listed.sort()).toEqual(
			partitions.flatMap(({ regions }) => regions).sort(),
		);
	});
});
