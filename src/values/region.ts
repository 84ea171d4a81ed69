/** An AWS region name such as `eu-west-1`. */
export type Region = string;

/** The pattern of the service model's RegionType. */
export const isRegion = (text: string): boolean =>
	text.length <= 128 && /^([a-z]+-)+\d+$/.test(text);

/** First parts of region names whose partition is not `aws`. */
const PARTITIONS = [
	["cn-", "aws-cn"],
	["us-gov-", "aws-us-gov"],
	["us-isob-", "aws-iso-b"],
	["us-isof-", "aws-iso-f"],
	["us-iso-", "aws-iso"],
	["eu-isoe-", "aws-iso-e"],
	["eusc-", "aws-eusc"],
] as const;

/** The partition that a region belongs to, the second part of each ARN in it. */
export function partitionOf(region: Region): string {
	const found = PARTITIONS.find(([prefix]) => region.startsWith(prefix));
	return found === undefined ? "aws" : found[1];
}
