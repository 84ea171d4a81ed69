/** What a secret tells conditions of policies, whatever is asked of it. */
import { describe, it } from "vitest";
import { expectKey, type Values } from "../support/condition-keys.js";
import { everyOperation } from "../support/every-operation.js";
import { aValue, given, token } from "../support/given.js";
import { HERE, THERE } from "../support/places.js";

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f";
const world = given()
	.after("CreateSecret", { Name: "db", ...aValue("v1"), Type: "t" })
	.after("TagResource", {
		SecretId: "db",
		Tags: [
			{ Key: "team", Value: "a" },
			{ Key: "empty", Value: "" },
		],
	});
const ARN: string = world.when("DescribeSecret", { SecretId: "db" }).answer.ARN;
const SM = "secretsmanager:";

describe("what a secret says, whichever operation is asked,", () => {
	const onASecret = Object.entries(everyOperation).filter(
		([, { identifiedBy }]) => identifiedBy === "SecretId",
	);

	it.each(onASecret)("of %s", (operation, { input }) => {
		for (const SecretId of ["db", ARN, ARN.slice(0, -7)]) {
			const expectIt = (key: string, values?: Values) =>
				expectKey(world, operation, { ...input, SecretId }, key, values);
			expectIt(`${SM}SecretId`, ARN);
			expectIt(`${SM}SecretPrimaryRegion`, HERE.region);
			expectIt(`${SM}resource/Type`, "t");
			expectIt(`${SM}resource/AllowRotationLambdaArn`);
			for (const prefix of ["aws:", SM]) {
				expectIt(`${prefix}ResourceTag/team`, "a");
				expectIt(`${prefix}ResourceTag/TEAM`, "a");
				expectIt(`${prefix}ResourceTag/empty`, "");
				expectIt(`${prefix}ResourceTag/none`);
			}
		}
	});

	it.each(onASecret)(
		"of %s there is nothing where there is no secret",
		(operation, { input }) => {
			for (const SecretId of ["nothing", `${ARN.slice(0, -6)}ZzZzZz`])
				for (const key of ["SecretId", "SecretPrimaryRegion", "resource/Type"])
					expectKey(
						world,
						operation,
						{ ...input, SecretId },
						SM + key,
						undefined,
					);
		},
	);

	it("also to one that is to be created, of which there is none yet", () => {
		for (const key of [`${SM}SecretId`, "aws:ResourceTag/team"])
			expectKey(
				world,
				"CreateSecret",
				{ Name: "db", ...aValue("v2") },
				key,
				undefined,
			);
	});

	it("the function that rotates it", () => {
		const rotated = world.after("RotateSecret", {
			SecretId: "db",
			ClientRequestToken: token("r"),
			RotationLambdaARN: FUNCTION,
			RotateImmediately: false,
		});
		expectKey(
			rotated,
			"GetSecretValue",
			{ SecretId: "db" },
			`${SM}resource/AllowRotationLambdaArn`,
			FUNCTION,
		);
		expectKey(
			rotated,
			"GetSecretValue",
			{ SecretId: "db" },
			`${SM}RotationLambdaARN`,
			undefined,
		);
	});

	it("the region of its primary, on a primary, a replica, and one that was promoted", () => {
		const both = world.after("ReplicateSecretToRegions", {
			SecretId: "db",
			AddReplicaRegions: [{ Region: THERE.region }],
		});
		const asked = { SecretId: "db" };
		const key = `${SM}SecretPrimaryRegion`;
		expectKey(both, "DescribeSecret", asked, key, HERE.region);
		expectKey(both.as(THERE), "DescribeSecret", asked, key, HERE.region);
		const promoted = both.as(THERE).after("StopReplicationToReplica", asked);
		expectKey(promoted, "DescribeSecret", asked, key, THERE.region);
	});
});
