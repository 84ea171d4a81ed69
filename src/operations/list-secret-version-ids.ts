import { secretOperation } from "../api/operation.js";
import { boolean, list, optional, required, structure } from "../api/schema.js";
import {
	maxResults,
	nextToken,
	secretArn,
	secretId,
	secretName,
	secretVersionsListEntry,
} from "../api/shapes.js";
import { ok } from "../base/result.js";
import { kmsKeyIdsOf } from "../model/sealing.js";
import { arnOf, type Secret, type Version } from "../model/secret.js";
import { listedVersions, stagesOf } from "../model/stages.js";
import { DEFAULT_PAGE, pageOf } from "../store/page.js";

/**
 * ListSecretVersionIds: lists versions in the order of their creation, unlabelled ones only when asked for.
 * Works on secrets scheduled for deletion, too.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html
 */
export const listSecretVersionIds = secretOperation({
	name: "ListSecretVersionIds",
	requires: "any",
	allowedWhenManaged: true,
	allowedOnReplica: true,
	input: structure({
		SecretId: required(secretId),
		MaxResults: optional(maxResults),
		NextToken: optional(nextToken),
		IncludeDeprecated: optional(boolean),
	}),
	output: structure({
		Versions: required(list(secretVersionsListEntry)),
		NextToken: optional(nextToken),
		ARN: required(secretArn),
		Name: required(secretName),
	}),
	run(secret, input) {
		const deprecated = input.IncludeDeprecated ?? false;
		const listed = listedVersions(secret, deprecated);
		const page = pageOf(
			{
				following: (position) =>
					position === undefined
						? listed
						: listed.filter(({ ordinal }) => ordinal > Number(position)),
				position: ({ ordinal }) => String(ordinal),
			},
			["ListSecretVersionIds", arnOf(secret), String(deprecated)],
			input.MaxResults ?? DEFAULT_PAGE,
			input.NextToken,
		);
		if (!page.ok) return page;
		const { items, next } = page.value;
		return ok({
			answer: {
				Versions: items.map((version) => entryOf(secret, version)),
				...(next !== undefined && { NextToken: next }),
				ARN: arnOf(secret),
				Name: secret.name,
			},
			secret,
		});
	},
});

function entryOf(secret: Secret, version: Version) {
	const stages = stagesOf(secret, version.id);
	const { lastAccessedDate } = version;
	return {
		VersionId: version.id,
		...(stages.length > 0 && { VersionStages: [...stages] }),
		...(lastAccessedDate !== undefined && {
			LastAccessedDate: lastAccessedDate,
		}),
		CreatedDate: version.createdDate,
		KmsKeyIds: [...kmsKeyIdsOf(secret, version)],
	};
}
