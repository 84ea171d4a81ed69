import type { operations } from "../../src/operations/table.js";
import { aValue } from "./given.js";
import { namedOperations } from "./named-operations.js";

type OperationName = keyof typeof operations;

/** How an operation is asked. */
export interface Asking {
	/** The member that names the secret, if one does. */
	readonly identifiedBy: "SecretId" | "Name" | undefined;
	/** What else it takes to be accepted. */
	readonly input: object;
	/** What the operation refuses as invalid, whoever asks, besides an identifier. */
	readonly invalid: object;
	/** The same of what is not even typed. */
	readonly illTyped: object;
}

const aboutNone = (input: object, invalid: object, illTyped: object) => ({
	identifiedBy: undefined,
	input,
	invalid,
	illTyped,
});

const ILL_TYPED = { SecretId: {} };

/** Every operation there is. */
export const everyOperation: Readonly<Record<OperationName, Asking>> = {
	BatchGetSecretValue: aboutNone(
		{ SecretIdList: ["db"] },
		{ SecretIdList: [] },
		{ SecretIdList: {} },
	),
	GetRandomPassword: aboutNone(
		{},
		{ PasswordLength: 0 },
		{ PasswordLength: [] },
	),
	ListSecrets: aboutNone({}, { MaxResults: 0 }, { MaxResults: [] }),
	CreateSecret: {
		identifiedBy: "Name",
		input: aValue("v1"),
		invalid: { ClientRequestToken: "short" },
		illTyped: { Name: {} },
	},
	...(Object.fromEntries(
		Object.entries(namedOperations).map(([operation, input]) => [
			operation,
			{
				identifiedBy: "SecretId",
				input,
				invalid: invalidOf(operation),
				illTyped: ILL_TYPED,
			},
		]),
	) as Readonly<Record<keyof typeof namedOperations, Asking>>),
};

/** Most can be wrong in nothing but their SecretId. */
function invalidOf(operation: string): object {
	switch (operation) {
		case "PutSecretValue":
		case "UpdateSecret":
		case "RotateSecret":
			return { ClientRequestToken: "short" };
		case "TagResource":
			return { Tags: [{ Key: "" }] };
		case "UntagResource":
			return { TagKeys: [""] };
		case "PutResourcePolicy":
		case "ValidateResourcePolicy":
			return { ResourcePolicy: "" };
		case "ListSecretVersionIds":
			return { MaxResults: 0 };
		case "GetSecretValue":
			return { VersionId: "short" };
		case "UpdateSecretVersionStage":
			return { VersionStage: "" };
		default:
			return { SecretId: "x".repeat(2049) };
	}
}
