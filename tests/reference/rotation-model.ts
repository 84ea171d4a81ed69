/**
 * The operations of the naive model that rotate a secret, and what time and reports of steps make of it.
 * Imports nothing from the package.
 */
import { knownFunctions } from "../support/rotation-arbitraries.js";
import type { Input, ModelContext } from "./admission.js";
import { DeletionModel } from "./deletion-model.js";
import { Refusal, refuse } from "./refusal.js";
import {
	describeRotation,
	dueAt,
	isFree,
	lookAtTime,
	noRotation,
	type Run,
	STEPS,
	type Step,
	schedule,
	UNSEEN,
	waitAfterFailure,
} from "./rotation.js";
import { mergedRules, type Rules } from "./schedule.js";
import {
	describe,
	labelsAfterMove,
	namesOf,
	type Output,
	relabel,
	type Secret,
	type Value,
	type Version,
} from "./secret.js";

const IRE = "InvalidRequestException";

/** What the host is to do. */
export interface Effect {
	readonly secret: Secret;
	readonly run: Run;
	readonly step: Step;
}
/** How a step went. */
export interface Report {
	readonly arn: string;
	readonly token: string;
	readonly step: Step;
	readonly ok: boolean;
}

export class RotationModel extends DeletionModel {
	/** What the latest call asked for. */
	effects: Effect[] = [];

	RotateSecret(input: Input, context: ModelContext): Output {
		const secret = this.vaults.live(input, context);
		const token = String(input.ClientRequestToken);
		const answer = { ...namesOf(secret), VersionId: token };
		const before = secret.rotation ?? noRotation();
		const isLatest = before.enabled && before.run?.token === token;
		if (isLatest && before.run?.takenBack !== "abandoned") return answer;

		const rules = mergedRules(
			before.rules,
			(input.RotationRules ?? {}) as Rules,
		);
		const given = (input.RotationLambdaARN || undefined) as string | undefined;
		if (secret.owner !== undefined && given !== undefined)
			refuse(
				IRE,
				"Rotation Lambda ARN is not supported for a service-managed secret.",
			);
		const lambda = given ?? before.lambda;
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
		else if (current) this.#writeNext(secret, token, current, context);
		secret.rotation = {
			...before,
			enabled: true,
			lambda,
			rules,
			metadata: metadataOf(input) ?? before.metadata,
			role: (input.ExternalSecretRotationRoleArn ?? before.role) as string,
		};
		schedule(secret.rotation, context.now);
		if (!isTest) this.#begin(secret, token, "rotation");
		else if (current) this.#begin(secret, token, "test");
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
		return { ...described, ...describeRotation(secret) };
	}

	/** When `advance` has something to do. */
	nextDue(now: number): number | undefined {
		const due = this.vaults.everywhere(now).flatMap(([, secret]) => {
			const at = dueAt(secret);
			return at === undefined ? [] : [at];
		});
		return due.length > 0 ? Math.min(...due) : undefined;
	}

	/** Does what time alone does: rotations, in the order in which they fall due. Who is past its window is gone anyway. */
	advance(now: number): void {
		this.forget();
		const due = this.vaults.everywhere(now).flatMap(([place, secret]) => {
			const at = dueAt(secret) ?? Number.POSITIVE_INFINITY;
			return at <= now ? [{ at, place, secret }] : [];
		});
		due.sort(
			(a, b) =>
				a.at - b.at ||
				(a.place < b.place ? -1 : Number(a.place > b.place)) ||
				a.secret.sequence - b.secret.sequence,
		);
		for (const { secret } of due) {
			this.changes++;
			const todo = lookAtTime(secret, now);
			const run = secret.rotation?.run;
			if (todo === "start") this.#startScheduled(secret, now);
			if (todo === "try again" && run) this.#attempt(secret, run);
		}
	}

	#startScheduled(secret: Secret, now: number): void {
		try {
			relabel(secret, withPending(secret, UNSEEN));
		} catch (error) {
			if (error instanceof Refusal) return; // too many labels: the window passes
			throw error;
		}
		secret.changed = now;
		this.#begin(secret, UNSEEN, "rotation");
	}

	#begin(secret: Secret, token: string, kind: Run["kind"]): void {
		const run: Run = {
			...{ kind, token, attempts: 1, rotationToken: undefined },
			...{ state: "under way", step: "createSecret" },
			takenBack: undefined,
		};
		const before = secret.rotation?.run;
		if (before && before.state !== "over" && before.token !== token)
			this.tell(secret, before, "Abandoned");
		secret.rotation = { ...(secret.rotation ?? noRotation()), run };
		this.#attempt(secret, run);
	}

	#attempt(secret: Secret, run: Run): void {
		run.state = "under way";
		this.#ask(secret, run, run.kind === "test" ? "testSecret" : STEPS[0]);
		this.tell(secret, run, "Started");
	}

	#ask(secret: Secret, run: Run, step: Step): void {
		run.step = step;
		this.effects.push({ secret, run, step });
	}

	/** Takes a report of a step; only one about the step under way means anything. */
	report({ arn, token, step, ok }: Report, context: ModelContext): void {
		this.forget();
		const all = this.vaults.everywhere(context.now);
		const secret = all.map(([, each]) => each).find((each) => each.arn === arn);
		const run = secret?.rotation?.run;
		if (secret === undefined || run?.state !== "under way") return;
		if (run.token !== token || run.step !== step) return;
		this.changes++;
		if (!ok || !this.#isDone(secret, run, context))
			this.#fail(secret, run, context);
		else if (run.kind === "test" || step === "finishSecret")
			this.#succeed(secret, run, context);
		else this.#ask(secret, run, STEPS[STEPS.indexOf(step) + 1] ?? step);
	}

	/** Without a function, the owner does the work of a step now. At the end AWSCURRENT is on the new version (4.3). */
	#isDone(secret: Secret, run: Run, context: ModelContext): boolean {
		const { labels, rotation } = secret;
		try {
			if (rotation?.lambda === undefined) this.#ownStep(secret, run, context);
		} catch (error) {
			if (error instanceof Refusal) return false;
			throw error;
		}
		const isLast = run.kind === "rotation" && run.step === "finishSecret";
		return !isLast || (secret.labels ?? labels).get("AWSCURRENT") === run.token;
	}

	#ownStep(secret: Secret, run: Run, context: ModelContext): void {
		const { token: id, step } = run;
		if ((secret.owner ?? secret.type) === undefined) refuse(IRE, "whose?");
		if (secret.deletion !== undefined) refuse(IRE, "marked for deletion");
		if (step === "createSecret") {
			const current =
				currentVersion(secret) ?? refuse(IRE, "nothing to change");
			if (secret.versions.some((version) => version.id === id)) return;
			const value = withNewPassword(current.value);
			this.#writeNext(secret, id, { ...current, value }, context);
			this.changed(secret, context);
		}
		if (step === "finishSecret") {
			const holder = secret.labels.get("AWSCURRENT");
			const labels = labelsAfterMove(secret, "AWSCURRENT", holder, id);
			if (relabel(secret, labels)) this.changed(secret, context);
		}
	}

	/** A value made of the current one, which a key must open first. */
	#writeNext(
		secret: Secret,
		id: string,
		{ value, keys }: Version,
		context: ModelContext,
	): void {
		this.keys.toOpen(keys);
		const key = secret.kmsKeyId;
		this.write(secret, { id, value, key }, ["AWSPENDING"], context);
	}

	#succeed(secret: Secret, run: Run, context: ModelContext): void {
		run.state = "over";
		this.tell(secret, run, "Succeeded");
		if (run.kind === "test") this.#dropTest(secret, run, context);
		if (run.kind === "test" || secret.rotation === undefined) return;
		secret.rotation.rotated = context.now;
		schedule(secret.rotation, context.now);
	}

	#fail(secret: Secret, run: Run, context: ModelContext): void {
		run.state = run.kind === "test" ? "over" : "failed";
		this.tell(secret, run, "Failed");
		if (run.kind === "test") this.#dropTest(secret, run, context);
		else if (secret.rotation) waitAfterFailure(secret.rotation, context.now);
	}

	/** The version of a test stays, without its label (4.6). */
	#dropTest(secret: Secret, run: Run, context: ModelContext): void {
		if (secret.labels.get("AWSPENDING") !== run.token) return;
		secret.labels.delete("AWSPENDING");
		this.changed(secret, context);
	}

	protected override forget(): void {
		super.forget();
		this.effects = [];
	}
}

const currentVersion = ({ versions, labels }: Secret) =>
	versions.find(({ id }) => id === labels.get("AWSCURRENT"));

const withPending = ({ labels }: Secret, id: string) =>
	new Map(labels).set("AWSPENDING", id);

function metadataOf({
	ExternalSecretRotationMetadata: items,
}: Input): Output[] | undefined {
	return (items as Output[] | null | undefined)?.map(({ Key, Value }) => ({
		Key: Key ?? "",
		Value: Value ?? "",
	}));
}

/** What an owner puts in the place of a password, until the test names the real one. */
export const NEW_PASSWORD = "(a new password)";

/** The member `password` of a JSON object is replaced, and nothing else. */
function withNewPassword(value: Value): Value {
	return typeof value === "string" && /^\{.*"password":/.test(value)
		? JSON.stringify({ ...JSON.parse(value), password: NEW_PASSWORD })
		: value;
}
