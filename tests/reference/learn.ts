/** Telling the naive model what is random about real rotations, where it is well formed. Imports nothing from the package. */

import { NEW_PASSWORD } from "./course-model.js";
import type { Keys } from "./keys.js";
import { type Run, UNSEEN } from "./rotation.js";
import type { Effect } from "./rotation-model.js";
import type { Output, Secret } from "./secret.js";

interface RealEvent {
	readonly ClientRequestToken: string;
	readonly RotationToken: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id of the version that a scheduled rotation makes, which no version has, and the RotationToken. */
export function learnRun(
	{ versions, labels }: Secret,
	run: Run,
	event: RealEvent | undefined,
): void {
	const { ClientRequestToken: id = "", RotationToken = "" } = event ?? {};
	const isNew = versions.every((version) => version.id !== id);
	if (run.token === UNSEEN && UUID.test(id) && isNew) {
		run.token = id;
		labels.set("AWSPENDING", id);
	}
	if (run.rotationToken === undefined && UUID.test(RotationToken))
		run.rotationToken = RotationToken;
}

interface RealKey {
	readonly arn: string;
	readonly state: string;
	readonly aliases: readonly string[];
}

/** The ids of the keys that were made because their alias was used: each a new one, where its alias is. */
export function learnKeys(keys: Keys, real: readonly RealKey[]): void {
	for (const { key, aliases } of keys.all()) {
		const [, place = "", alias = ""] =
			/^(.*:)(alias\/.*)$/.exec(aliases[0] ?? "") ?? [];
		const found = real.find(
			(each) => each.arn.startsWith(place) && each.aliases.includes(alias),
		);
		const id = found?.arn.slice(`${place}key/`.length) ?? "";
		const isNew = keys.all().every((each) => each.key.arn !== found?.arn);
		if (key.arn === undefined && found && UUID.test(id) && isNew)
			keys.learn(key, found.arn);
	}
}

/** The keys as the real side would list them. */
export const realKeys = (keys: Keys): unknown[] =>
	keys
		.all()
		.map(({ key: { arn = "", state, policy }, aliases }) => {
			const names = aliases.map((each) => each.slice(each.indexOf("alias/")));
			return {
				...{ arn, state, aliases: names.sort() },
				...(policy !== undefined && { policy }),
			};
		})
		.sort((a, b) => (a.arn < b.arn ? -1 : 1));

/** An effect as the real side would say it. */
export const realEffect = ({ secret, run, step }: Effect): Output => ({
	kind: "invokeRotationFunction",
	functionArn:
		secret.rotation?.lambda ??
		`${secret.owner ?? "secretsmanager"}.amazonaws.com`,
	event: {
		SecretId: secret.arn,
		ClientRequestToken: run.token,
		Step: step,
		RotationToken: run.rotationToken,
	},
});

/** The value with the password that an owner drew: 32 letters and digits. */
export function learnPassword(
	{ versions }: Secret,
	id: string,
	real: unknown,
): void {
	const version = versions.find((version) => version.id === id);
	const [start = "", end] = String(version?.value).split(NEW_PASSWORD);
	if (version === undefined || end === undefined) return;
	const text = String(real);
	const password = text.slice(start.length, text.length - end.length);
	if (text === start + password + end && /^[A-Za-z0-9]{32}$/.test(password))
		version.value = text;
}
