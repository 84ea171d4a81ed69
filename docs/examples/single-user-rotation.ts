/**
 * A rotation function for PostgreSQL, of the kind that AWS publishes for Lambda, with the strategy of a single user: the
 * role changes its own password, for which it needs no right but to log in.
 *
 * Secrets Manager calls it four times, with the same token, which is the id of the version to be. Every step may be
 * called again after a failure, so that each looks first whether its work is done.
 */
import {
	DescribeSecretCommand,
	GetRandomPasswordCommand,
	GetSecretValueCommand,
	PutSecretValueCommand,
	ResourceNotFoundException,
	type SecretsManagerClient,
	UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { escapeIdentifier, escapeLiteral } from "pg";
import { type Credentials, canLogIn, logIn } from "./credentials.js";

export interface RotationEvent {
	readonly SecretId: string;
	readonly ClientRequestToken: string;
	readonly Step: "createSecret" | "setSecret" | "testSecret" | "finishSecret";
	readonly RotationToken: string;
}

export function singleUserRotation(client: SecretsManagerClient) {
	const steps = { createSecret, setSecret, testSecret, finishSecret };

	return async (event: RotationEvent): Promise<void> => {
		const { SecretId, ClientRequestToken, Step } = event;
		const secret = await client.send(new DescribeSecretCommand({ SecretId }));
		const labels = secret.VersionIdsToStages?.[ClientRequestToken];
		const version = `Version ${ClientRequestToken} of ${SecretId}`;
		if (!secret.RotationEnabled)
			throw new Error(`Rotation of ${SecretId} is not enabled.`);
		if (labels === undefined) throw new Error(`${version} does not exist.`);
		if (labels.includes("AWSCURRENT")) return;
		if (!labels.includes("AWSPENDING"))
			throw new Error(`${version} is not AWSPENDING.`);
		await steps[Step](event);
	};

	/** Stores the next password, which opens nothing yet. */
	async function createSecret(event: RotationEvent): Promise<void> {
		const { SecretId, ClientRequestToken, RotationToken } = event;
		const current = await read(SecretId, "AWSCURRENT");
		if (await find(SecretId, "AWSPENDING", ClientRequestToken)) return;
		const { RandomPassword } = await client.send(
			new GetRandomPasswordCommand({ ExcludeCharacters: "/@\"'\\" }),
		);
		await client.send(
			new PutSecretValueCommand({
				SecretId,
				ClientRequestToken,
				RotationToken,
				SecretString: JSON.stringify({ ...current, password: RandomPassword }),
				VersionStages: ["AWSPENDING"],
			}),
		);
	}

	/** Gives the role its next password. From here on, the one before opens nothing. */
	async function setSecret(event: RotationEvent): Promise<void> {
		const { SecretId, ClientRequestToken } = event;
		const pending = await read(SecretId, "AWSPENDING", ClientRequestToken);
		if (await canLogIn(pending)) return;
		const current = await read(SecretId, "AWSCURRENT");
		if (pending.username !== current.username || pending.host !== current.host)
			throw new Error(
				"AWSPENDING is for another role or host than AWSCURRENT.",
			);
		// AWSPREVIOUS opens after someone moved AWSCURRENT and left the database alone.
		const session =
			(await logIn(current)) ??
			(await logIn(await find(SecretId, "AWSPREVIOUS")));
		if (session === undefined)
			throw new Error("Neither AWSPENDING, AWSCURRENT nor AWSPREVIOUS opens.");
		const role = escapeIdentifier(pending.username);
		const password = escapeLiteral(pending.password);
		await session
			.query(`ALTER ROLE ${role} PASSWORD ${password}`)
			.finally(() => session.end());
	}

	/** Uses the next password once, as the application will. */
	async function testSecret(event: RotationEvent): Promise<void> {
		const { SecretId, ClientRequestToken } = event;
		const pending = await read(SecretId, "AWSPENDING", ClientRequestToken);
		const session = await logIn(pending);
		if (session === undefined) throw new Error("AWSPENDING does not open.");
		await session.query("SELECT now()").finally(() => session.end());
	}

	/** Makes the next password the one that applications read. */
	async function finishSecret(event: RotationEvent): Promise<void> {
		const { SecretId, ClientRequestToken } = event;
		const { VersionIdsToStages = {} } = await client.send(
			new DescribeSecretCommand({ SecretId }),
		);
		const holder = Object.keys(VersionIdsToStages).find((id) =>
			VersionIdsToStages[id]?.includes("AWSCURRENT"),
		);
		if (holder === ClientRequestToken) return;
		await client.send(
			new UpdateSecretVersionStageCommand({
				SecretId,
				VersionStage: "AWSCURRENT",
				MoveToVersionId: ClientRequestToken,
				RemoveFromVersionId: holder,
			}),
		);
	}

	async function read(
		SecretId: string,
		VersionStage: string,
		VersionId?: string,
	): Promise<Credentials> {
		const { SecretString = "{}" } = await client.send(
			new GetSecretValueCommand({ SecretId, VersionStage, VersionId }),
		);
		const credentials: Credentials = JSON.parse(SecretString);
		if (credentials.engine !== "postgres")
			throw new Error(`${SecretId} is for no PostgreSQL.`);
		return credentials;
	}

	function find(
		...version: Parameters<typeof read>
	): Promise<Credentials | undefined> {
		return read(...version).catch((error) => {
			if (error instanceof ResourceNotFoundException) return undefined;
			throw error;
		});
	}
}
