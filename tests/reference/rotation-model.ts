/**
 * The operations of the naive model that rotate a secret, and how a rotation begins.
 * Imports nothing from the package.
 */
import { knownFunctions } from "../support/rotation-arbitraries.js";
import type { Input, ModelContext } from "./admission.js";
import { mayInvoke } from "./authorization.js";
import { refuse } from "./refusal.js";
import { describeReplication } from "./replication.js";
import { ReplicationModel } from "./replication-model.js";
import {
	describeRotation,
	isFree,
	noRotation,
	type Run,
	STEPS,
	type Step,
	schedule,
} from "./rotation.js";
import { mergedRules, type Rules } from "./schedule.js";
import {
	describe,
	namesOf,
	type Output,
	relabel,
	type Secret,
	type Version,
} from "./secret.js";

const IRE = "InvalidRequestException";

/** What the host is to do. */
export interface Effect {
	readonly secret: Secret;
	readonly run: Run;
	readonly step: Step;
}
export class RotationModel extends ReplicationModel {
	/** What the latest call asked for. */
	effects: Effect[] = [];

	RotateSecret(input: Input, context: ModelContext): Output {
		const secret = this.vaults.live(input, context);
		const token = String(input.ClientRequestToken);
		const answer = { ...namesOf(secret), VersionId: token };
		const before = secret.rotation ?? noRotation();
		const given = (input.RotationLambdaARN || undefined) as string | undefined;
		const lambda = given ?? before.lambda;
		// Also of who asks once more.
		if (lambda !== undefined && secret.owner === undefined)
			mayInvoke(lambda, context);
		const isLatest = before.enabled && before.run?.token === token;
		if (isLatest && before.run?.takenBack !== "abandoned") return answer;

		const rules = mergedRules(
			before.rules,
			(input.RotationRules ?? {}) as Rules,
		);
		if (secret.owner !== undefined && given !== undefined)
			refuse(
				IRE,
				"Rotation Lambda ARN is not supported for a service-managed secret.",
			);
		if (lambda === undefined && (secret.owner ?? secret.type) === undefined)
			refuse(
				IRE,
				"No Lambda rotation function ARN is associated with this secret.",
			);
		if (lambda !== undefined && !knownFunctions.includes(lambda))
			refuse(
				"AccessDeniedException",
				"Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.",
			);
		if (!isFree(secret))
			refuse(
				IRE,
				"A previous rotation isn't complete. That rotation will be reattempted.",
			);
		if (secret.versions.some(({ id }) => id === token))
			refuse(
				"InvalidParameterException",
				`You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${secret.arn}.`,
			);

		const isTest = input.RotateImmediately === false;
		const current = currentVersion(secret);
		// What may be refused comes first.
		if (!isTest) relabel(secret, withPending(secret, token));
		else if (current) this.writeNext(secret, token, current, context);
		secret.rotation = {
			...before,
			enabled: true,
			lambda,
			rules,
			metadata: metadataOf(input) ?? before.metadata,
			role: (input.ExternalSecretRotationRoleArn ?? before.role) as string,
		};
		schedule(secret.rotation, context.now);
		if (!isTest) this.begin(secret, token, "rotation");
		else if (current) this.begin(secret, token, "test");
		this.changed(secret, context);
		return answer;
	}

	/** Succeeds whatever there is to cancel, and keeps all but the date of the next rotation (1.2). */
	CancelRotateSecret(input: Input, context: ModelContext): Output {
		const secret = this.vaults.live(input, context);
		const rotation = secret.rotation ?? noRotation();
		rotation.enabled = false;
		rotation.window = undefined;
		if (rotation.run && rotation.run.state !== "over") {
			rotation.run.state = "over";
			rotation.run.takenBack = "cancelled";
		}
		secret.rotation = rotation;
		this.changed(secret, context);
		return namesOf(secret);
	}

	DescribeSecret(input: Input, context: ModelContext): Output {
		const secret = this.vaults.any(input, context);
		const described = describe(secret, "VersionIdsToStages");
		return {
			...described,
			...describeRotation(secret),
			...describeReplication(secret),
		};
	}

	protected begin(secret: Secret, token: string, kind: Run["kind"]): void {
		const run: Run = {
			...{ kind, token, attempts: 1, rotationToken: undefined },
			...{ state: "under way", step: "createSecret" },
			takenBack: undefined,
		};
		const before = secret.rotation?.run;
		if (before && before.state !== "over" && before.token !== token)
			this.tell(secret, before, "Abandoned");
		secret.rotation = { ...(secret.rotation ?? noRotation()), run };
		this.attempt(secret, run);
	}

	protected attempt(secret: Secret, run: Run): void {
		run.state = "under way";
		this.ask(secret, run, run.kind === "test" ? "testSecret" : STEPS[0]);
		this.tell(secret, run, "Started");
	}

	protected ask(secret: Secret, run: Run, step: Step): void {
		run.step = step;
		this.effects.push({ secret, run, step });
	}

	/** A value made of the current one, which a key must open first. */
	protected writeNext(
		secret: Secret,
		id: string,
		{ value, keys }: Version,
		context: ModelContext,
	): void {
		this.keys.toOpen(keys, context);
		const key = secret.kmsKeyId;
		this.write(secret, { id, value, key }, ["AWSPENDING"], context);
	}

	protected override forget(): void {
		super.forget();
		this.effects = [];
	}
}

export const currentVersion = ({ versions, labels }: Secret) =>
	versions.find(({ id }) => id === labels.get("AWSCURRENT"));

export const withPending = ({ labels }: Secret, id: string) =>
	new Map(labels).set("AWSPENDING", id);

function metadataOf({
	ExternalSecretRotationMetadata: items,
}: Input): Output[] | undefined {
	return (items as Output[] | null | undefined)?.map(({ Key, Value }) => ({
		Key: Key ?? "",
		Value: Value ?? "",
	}));
}
