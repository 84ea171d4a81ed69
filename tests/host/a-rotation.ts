import {
	DescribeSecretCommand,
	GetRandomPasswordCommand,
	GetSecretValueCommand,
	PutSecretValueCommand,
	ResourceNotFoundException,
	SecretsManagerClient,
	UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import type { DomainEvent } from "pure-secrets-manager";
import type {
	Host,
	HostOptions,
	RotationFunction,
	RotationTools,
} from "pure-secrets-manager/host";
import { token } from "../support/given.js";
import {
	callOfFunction,
	functionNamed,
	holderOf,
	scopeOf,
} from "../support/rotation-function.js";
import { hostAtNoon, run } from "./host-at-noon.js";

/** What Lambda hands to a rotation function. */
export type RotationEvent = Parameters<RotationFunction>[0];

export const FUNCTION = functionNamed("rotate");

export const SecretId = "db";

/** A host at noon with one function, FUNCTION, and one secret, `db`. */
export function hostWith(
	rotate: RotationFunction,
	options: HostOptions = {},
): Host {
	const host = hostAtNoon({
		rotationFunctions: { [FUNCTION]: rotate },
		...options,
	});
	run(host, "CreateSecret", {
		Name: SecretId,
		SecretString: "first",
		ClientRequestToken: token("v1"),
	});
	return host;
}

/** Starts a rotation of `db` by FUNCTION, to version v2. */
export const rotate = (host: Host, more: object = {}) =>
	run(host, "RotateSecret", {
		SecretId,
		RotationLambdaARN: FUNCTION,
		ClientRequestToken: token("v2"),
		...more,
	});

export const stagesOf = (host: Host): Readonly<Record<string, string[]>> =>
	run(host, "DescribeSecret", { SecretId }).VersionIdsToStages;

export const currentValue = (host: Host): string =>
	run(host, "GetSecretValue", { SecretId }).SecretString;

/** Those of the events that tell of a rotation's beginning or end, by name. */
export const rotationNames = (events: readonly DomainEvent[]): string[] =>
	events.map(({ name }) => name).filter((name) => /Rotation/.test(name));

/** A function that rotates through the host itself, in two steps. */
export const rotatesThrough =
	(hostOf: () => Host): RotationFunction =>
	(event) =>
		doStep(hostOf(), event);

/** Does one step, as the account that the secret is of. */
export function doStep(host: Host, event: RotationEvent): void {
	const { SecretId } = event;
	const scope = scopeOf(SecretId);
	const described = run(host, "DescribeSecret", { SecretId }, scope);
	const current = holderOf("AWSCURRENT", described.VersionIdsToStages);
	const call = callOfFunction(event, current);
	if (call !== undefined) run(host, call.operation, call.input, scope);
}

/**
 * A handler as AWS's templates have it, in their order and with their checks, which knows nothing but its event and a
 * client: https://github.com/aws-samples/aws-secrets-manager-rotation-lambdas/blob/master/SecretsManagerRotationTemplate/lambda_function.py
 */
export const templateHandler =
	(clientOf: (tools: RotationTools) => SecretsManagerClient) =>
	async (
		{ SecretId, ClientRequestToken, RotationToken, Step }: RotationEvent,
		tools: RotationTools,
	): Promise<void> => {
		const client = clientOf(tools);
		const described = await client.send(
			new DescribeSecretCommand({ SecretId }),
		);
		const versions = described.VersionIdsToStages ?? {};
		if (!described.RotationEnabled)
			throw new Error(`Secret ${SecretId} is not enabled for rotation`);
		const stages = versions[ClientRequestToken];
		if (stages === undefined)
			throw new Error(
				`Secret version ${ClientRequestToken} has no stage for rotation of secret ${SecretId}.`,
			);
		if (stages.includes("AWSCURRENT")) return;
		if (!stages.includes("AWSPENDING"))
			throw new Error(
				`Secret version ${ClientRequestToken} not set as AWSPENDING for rotation of secret ${SecretId}.`,
			);
		const pending = new GetSecretValueCommand({
			SecretId,
			VersionId: ClientRequestToken,
			VersionStage: "AWSPENDING",
		});
		switch (Step) {
			case "createSecret": {
				await client.send(new GetSecretValueCommand({ SecretId }));
				try {
					await client.send(pending);
				} catch (error) {
					if (!(error instanceof ResourceNotFoundException)) throw error;
					const { RandomPassword } = await client.send(
						new GetRandomPasswordCommand({ ExcludeCharacters: "/@\"'\\" }),
					);
					await client.send(
						new PutSecretValueCommand({
							SecretId,
							ClientRequestToken,
							RotationToken,
							SecretString: RandomPassword,
							VersionStages: ["AWSPENDING"],
						}),
					);
				}
				return;
			}
			case "setSecret":
			case "testSecret":
				await client.send(pending);
				return;
			case "finishSecret":
				await client.send(
					new UpdateSecretVersionStageCommand({
						SecretId,
						VersionStage: "AWSCURRENT",
						MoveToVersionId: ClientRequestToken,
						RemoveFromVersionId: holderOf("AWSCURRENT", versions),
					}),
				);
		}
	};

/** The template with the client that the host offers. */
export const templateOfTools = templateHandler(
	({ clientConfig }) => new SecretsManagerClient(clientConfig),
);
