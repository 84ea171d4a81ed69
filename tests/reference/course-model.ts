/**
 * What time and reports of steps make of the secrets of the naive model: rotations go on, and what is on its way to
 * replicas arrives. Imports nothing from the package.
 */
import type { ModelContext } from "./admission.js";
import { Refusal, refuse } from "./refusal.js";
import { arrivalOf } from "./replication.js";
import {
	dueAt,
	lookAtTime,
	type Run,
	STEPS,
	type Step,
	schedule,
	UNSEEN,
	waitAfterFailure,
} from "./rotation.js";
import {
	currentVersion,
	RotationModel,
	withPending,
} from "./rotation-model.js";
import {
	asItIs,
	labelsAfterMove,
	relabel,
	type Secret,
	type Value,
} from "./secret.js";

const IRE = "InvalidRequestException";

/** How a step went. */
export interface Report {
	readonly arn: string;
	readonly token: string;
	readonly step: Step;
	readonly ok: boolean;
}

export class CourseModel extends RotationModel {
	/** When `advance` has something to do. */
	nextDue(): number | undefined {
		return this.#firstDue()?.at;
	}

	/** Does what time alone does, again and again what falls due first. */
	advance(now: number): void {
		this.forget();
		for (
			let due = this.#firstDue();
			due !== undefined && due.at <= now;
			due = this.#firstDue()
		) {
			this.changes++;
			this.#doWhatIsDue(due.secret, now);
		}
	}

	/** Of one instant the first by account, region and creation. */
	#firstDue() {
		const due = this.vaults.all().flatMap(([place, secret]) => {
			const at = dueAt(secret);
			return at === undefined ? [] : [{ at, place, secret }];
		});
		due.sort(
			(a, b) =>
				a.at - b.at ||
				(a.place < b.place ? -1 : Number(a.place > b.place)) ||
				a.secret.sequence - b.secret.sequence,
		);
		return due[0];
	}

	/** It ends, or something arrives at its replicas, both when they fall due; or else it is rotated now. */
	#doWhatIsDue(secret: Secret, now: number): void {
		const { deletion } = secret;
		const arrival = arrivalOf(secret);
		const look = this.lookAt(secret);
		if (deletion !== undefined) this.end(secret, deletion);
		else if (arrival !== undefined && arrival <= now)
			this.arrive(secret, asItIs(secret), arrival);
		else {
			this.#rotate(secret, now);
			if (look) this.carryOn(look, now);
		}
	}

	#rotate(secret: Secret, now: number): void {
		const todo = lookAtTime(secret, now);
		const run = secret.rotation?.run;
		if (todo === "start") this.#startScheduled(secret, now);
		if (todo === "try again" && run) this.attempt(secret, run);
	}

	#startScheduled(secret: Secret, now: number): void {
		try {
			relabel(secret, withPending(secret, UNSEEN));
		} catch (error) {
			if (error instanceof Refusal) return; // too many labels: the window passes
			throw error;
		}
		secret.changed = now;
		this.begin(secret, UNSEEN, "rotation");
	}

	/** Takes a report of a step; only one about the step under way means anything. */
	report(report: Report, context: ModelContext): void {
		this.forget();
		const all = this.vaults.everywhere(context.now);
		const secret = all
			.map(([, each]) => each)
			.find((each) => each.arn === report.arn);
		const look = this.lookAt(secret);
		if (secret === undefined || look === undefined) return;
		const { changes } = this;
		this.#take(secret, report, context);
		if (this.changes !== changes) this.carryOn(look, context.now);
	}

	#take(
		secret: Secret,
		{ token, step, ok }: Report,
		context: ModelContext,
	): void {
		const run = secret.rotation?.run;
		if (run?.state !== "under way") return;
		if (run.token !== token || run.step !== step) return;
		this.changes++;
		if (!ok || !this.#isDone(secret, run, context))
			this.#fail(secret, run, context);
		else if (run.kind === "test" || step === "finishSecret")
			this.#succeed(secret, run, context);
		else this.ask(secret, run, STEPS[STEPS.indexOf(step) + 1] ?? step);
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
			this.writeNext(secret, id, { ...current, value }, context);
			this.changed(secret, context);
		}
		if (step === "finishSecret") {
			const holder = secret.labels.get("AWSCURRENT");
			const labels = labelsAfterMove(secret, "AWSCURRENT", holder, id);
			if (relabel(secret, labels)) this.changed(secret, context);
		}
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
}

/** What an owner puts in the place of a password, until the test names the real one. */
export const NEW_PASSWORD = "(a new password)";

/** The member `password` of a JSON object is replaced, and nothing else. */
function withNewPassword(value: Value): Value {
	return typeof value === "string" && /^\{.*"password":/.test(value)
		? JSON.stringify({ ...JSON.parse(value), password: NEW_PASSWORD })
		: value;
}
