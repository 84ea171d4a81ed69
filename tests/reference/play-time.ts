/** Playing what time and rotation functions do on the real store and on the naive model. */
import {
	advance,
	getSecretValue,
	nextDue,
	reportRotationStep,
	restoreSecret,
} from "pure-secrets-manager";
import { expect } from "vitest";
import { type Scope, scopes } from "../support/arbitraries.js";
import { compareReplications, compareRotations } from "./compare-events.js";
import type { Report } from "./course-model.js";
import { learnPassword } from "./learn.js";
import { contextAt, type Reference, type World } from "./play.js";

/** Does what is due. */
export function playAdvance(reference: Reference, world: World): void {
	const { model, now } = reference;
	const outcome = advance(world.store, contextAt(now, scopes[0] as Scope));
	model.advance(now);
	world.store = outcome.store;
	compareRotations(reference, outcome);
	compareReplications(reference, outcome.events);
	expect(nextDue(world.store)).toBe(model.nextDue());
}

/** Reports to both sides how a step went. */
export function playReport(
	reference: Reference,
	world: World,
	report: Report,
): void {
	const { model, now } = reference;
	const [, , , region = "", account = ""] = report.arn.split(":");
	const before = world.store;
	const changes = model.changes;
	const context = contextAt(now, { account, region });
	const outcome = reportRotationStep(before, report, context);
	model.report(report, { now, account, region });
	if ((model.changes === changes) !== (outcome.store === before))
		expect.fail("a report that means nothing changes nothing, another does");
	world.store = outcome.store;
	compareRotations(reference, outcome);
	compareReplications(reference, outcome.events);
	const secret = model
		.secrets({ now, account, region })
		.find(({ arn }) => arn === report.arn);
	const SecretId = report.arn;
	const { store } = restoreSecret(world.store, { SecretId }, context); // else it may not be read
	const seen = getSecretValue(
		store,
		{ SecretId, VersionId: report.token },
		context,
	).result;
	if (!secret || !seen.ok) return;
	for (const [, each] of model.everywhere(now)) // replicas have it, too
		if (each.arn.slice(-6) === secret.arn.slice(-6))
			learnPassword(each, report.token, seen.value.SecretString);
}
