/** An AWS region name such as `eu-west-1`. */
export type Region = string;

/** The pattern of the service model's RegionType. */
export const isRegion = (text: string): boolean =>
	text.length <= 128 && /^([a-z]+-)+\d+$/.test(text);

interface Partition {
	readonly name: string;
	/** How the names of its regions begin, known ones and those to come; `aws` has all that begin otherwise. */
	readonly prefix: string;
	readonly regions: readonly string[];
}

/**
 * The partition of the regions whose names begin like those of no other. The public regions of this and all others are those
 * that the AWS SDK for JavaScript ships (@aws-sdk/core 3.981.1, read 2026-11-27), less pseudo-regions such as `aws-global`.
 */
const AWS: Partition = {
	name: "aws",
	prefix: "",
	regions: [
		"af-south-1",
		"ap-east-1",
		"ap-east-2",
		"ap-northeast-1",
		"ap-northeast-2",
		"ap-northeast-3",
		"ap-south-1",
		"ap-south-2",
		"ap-southeast-1",
		"ap-southeast-2",
		"ap-southeast-3",
		"ap-southeast-4",
		"ap-southeast-5",
		"ap-southeast-6",
		"ap-southeast-7",
		"ca-central-1",
		"ca-west-1",
		"eu-central-1",
		"eu-central-2",
		"eu-north-1",
		"eu-south-1",
		"eu-south-2",
		"eu-west-1",
		"eu-west-2",
		"eu-west-3",
		"il-central-1",
		"me-central-1",
		"me-south-1",
		"me-west-1",
		"mx-central-1",
		"sa-east-1",
		"sa-west-1",
		"us-east-1",
		"us-east-2",
		"us-west-1",
		"us-west-2",
	],
};

const PARTITIONS: readonly Partition[] = [
	{
		name: "aws-cn",
		prefix: "cn-",
		regions: ["cn-north-1", "cn-northwest-1"],
	},
	{
		name: "aws-us-gov",
		prefix: "us-gov-",
		regions: ["us-gov-east-1", "us-gov-west-1"],
	},
	{
		name: "aws-iso-b",
		prefix: "us-isob-",
		regions: ["us-isob-east-1", "us-isob-west-1"],
	},
	{
		name: "aws-iso-f",
		prefix: "us-isof-",
		regions: ["us-isof-east-1", "us-isof-south-1"],
	},
	{
		name: "aws-iso",
		prefix: "us-iso-",
		regions: ["us-iso-east-1", "us-iso-west-1"],
	},
	{ name: "aws-iso-e", prefix: "eu-isoe-", regions: ["eu-isoe-west-1"] },
	{ name: "aws-eusc", prefix: "eusc-", regions: ["eusc-de-east-1"] },
];

/** The partition that a region belongs to, the second part of each ARN in it. */
export const partitionOf = (region: Region): string =>
	partitionWith(region).name;

/** Whether a region is on the public list of the partition of another, so that a secret of that one can go there. */
export const isReachable = (region: Region, from: Region): boolean => {
	const partition = partitionWith(from);
	return (
		partition === partitionWith(region) && partition.regions.includes(region)
	);
};

const partitionWith = (region: Region): Partition =>
	PARTITIONS.find(({ prefix }) => region.startsWith(prefix)) ?? AWS;
