/** Comparing what happened, and what the host is asked for, on the real store and on the naive model. */
import type { DomainEvent, Effect } from "pure-secrets-manager";
import { expectSame } from "../support/same.js";
import { withRequestId } from "./compare.js";
import { learnRun, realEffect } from "./learn.js";
import type { Reference } from "./play.js";

/** What happened to replications, and which secrets ended. */
export function compareReplications(
	{ model, happened }: Reference,
	events: readonly DomainEvent[],
): void {
	const real = events.filter(({ name }) => /^Replication/.test(name));
	expectSame(
		real.map(({ name, at, arn, detail }) => [
			...[name, at, arn, detail.region],
			detail.message && withRequestId(String(detail.message)),
		]),
		model.replications.map(({ name, at, secret, region, message }) => [
			...[name, at, secret.arn, region],
			message && withRequestId(message),
		]),
	);
	expectSame(
		events
			.filter(({ name }) => name === "EndSecretVersionDelete")
			.map(({ arn, at }) => ({ arn, at })),
		model.ended,
	);
	for (const { name, message = "" } of model.replications)
		happened.push(`${name} ${message}`);
}

/** What the host is asked for, and what happened to rotations; what is random of them is learnt. */
export function compareRotations(
	{ model, effects, happened }: Reference,
	real: {
		readonly effects: readonly Effect[];
		readonly events: readonly DomainEvent[];
	},
): void {
	for (const [at, { secret, run }] of model.effects.entries())
		learnRun(secret, run, real.effects[at]?.event);
	expectSame(real.effects, model.effects.map(realEffect));
	const events = real.events.filter(({ name }) => name.includes("Rotation"));
	expectSame(
		events.map(({ name, arn, detail }) => [
			name,
			arn,
			detail.versionId,
			detail.step,
		]),
		model.happened.map(({ name, secret, run }) => [
			name,
			secret.arn,
			run.token,
			name.endsWith("Failed") ? run.step : undefined,
		]),
	);
	effects.push(...real.effects);
	for (const { name, run } of model.happened)
		happened.push(
			name === "RotationStarted" && run.attempts > 1 ? "tried again" : name,
		);
}
