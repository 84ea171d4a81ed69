/** What a rotation function of the published kind does, as calls: whoever plays one in a test makes them. */
import type { RotationEvent, RotationStep } from "pure-secrets-manager";

/** The ARN of a rotation function. */
export const functionNamed = (name: string): string =>
	`arn:aws:lambda:us-east-1:123456789012:function:${name}`;

/** The steps of a rotation, in order. */
export const STEPS: readonly RotationStep[] = [
	"createSecret",
	"setSecret",
	"testSecret",
	"finishSecret",
];

/** The version that carries a label, of an answer of DescribeSecret. */
export const holderOf = (
	label: string,
	versions: Readonly<Record<string, readonly string[]>> = {},
): string | undefined =>
	Object.entries(versions).find(([, labels]) => labels.includes(label))?.[0];

/** The call with which a function does a step, if the step takes one. `current` is the version that has AWSCURRENT. */
export function callOfFunction(
	event: Omit<RotationEvent, "RotationToken"> & {
		readonly RotationToken?: string;
	},
	current: string | undefined,
):
	| {
			readonly operation: "PutSecretValue" | "UpdateSecretVersionStage";
			readonly input: Readonly<Record<string, unknown>>;
	  }
	| undefined {
	const { SecretId, ClientRequestToken, RotationToken, Step } = event;
	if (Step === "createSecret")
		return {
			operation: "PutSecretValue",
			input: {
				SecretId,
				ClientRequestToken,
				SecretString: `of ${ClientRequestToken}`,
				VersionStages: ["AWSPENDING"],
				...(RotationToken !== undefined && { RotationToken }),
			},
		};
	if (Step === "finishSecret" && current !== ClientRequestToken)
		return {
			operation: "UpdateSecretVersionStage",
			input: {
				SecretId,
				VersionStage: "AWSCURRENT",
				MoveToVersionId: ClientRequestToken,
				...(current !== undefined && { RemoveFromVersionId: current }),
			},
		};
	return undefined;
}

/** Where a secret lives, by its complete ARN. */
export function scopeOf(arn: string) {
	const [, , , region = "", account = ""] = arn.split(":");
	return { account, region };
}
