/**
 * Many secrets of the naive model: which exist, and which one a SecretId means.
 * Imports nothing from the package.
 */
import {
	ARN,
	type Input,
	type ModelContext,
	partitionOf,
} from "./admission.js";
import { refuse } from "./refusal.js";
import type { Output, Secret } from "./secret.js";

export class Vaults {
	readonly #secrets = new Map<string, Secret[]>();

	/** The secrets of this account and region; one past its window exists no more. */
	alive({ account, region, now }: ModelContext): Secret[] {
		const place = `${account}/${region}`;
		const alive = (this.#secrets.get(place) ?? []).filter(
			({ deletion }) => deletion === undefined || now < deletion,
		);
		this.#secrets.set(place, alive);
		return alive;
	}

	/** The secrets of all accounts and regions, each with its place. */
	everywhere(now: number): (readonly [place: string, Secret])[] {
		return [...this.#secrets.keys()].flatMap((place) => {
			const [account = "", region = ""] = place.split("/");
			const alive = this.alive({ account, region, now });
			return alive.map((secret) => [place, secret] as const);
		});
	}

	/** By name, complete ARN or partial ARN (0.4); an ARN of another region is not found here. */
	find(input: Input, context: ModelContext): Secret | undefined {
		const id = String(input.SecretId);
		const secrets = this.alive(context);
		if (!ARN.test(id)) return secrets.find(({ name }) => name === id);
		if (!id.startsWith(partialArn("", context))) return notFound();
		return secrets.find(({ name, arn }) =>
			isComplete(id) ? arn === id : partialArn(name, context) === id,
		);
	}

	any(input: Input, context: ModelContext): Secret {
		return this.find(input, context) ?? notFound();
	}

	live(input: Input, context: ModelContext): Secret {
		const secret = this.any(input, context);
		if (secret.deleted !== undefined)
			refuse(
				"InvalidRequestException",
				"You can't perform this operation on the secret because it was marked for deletion.",
			);
		return secret;
	}
}

/** An ARN that ends like one with its suffix is taken as complete (0.4). */
const isComplete = (arn: string) => /-[A-Za-z0-9]{6}$/.test(arn);

function notFound(): never {
	return refuse(
		"ResourceNotFoundException",
		"Secrets Manager can't find the specified secret.",
	);
}

function partialArn(name: string, { region, account }: ModelContext): string {
	return `arn:${partitionOf(region)}:secretsmanager:${region}:${account}:secret:${name}`;
}

/** The ARN of a new secret, its random suffix not known yet. */
export function arnOf(name: string, context: ModelContext): string {
	return `${partialArn(name, context)}-??????`;
}

/** The answer to a forced delete of a secret that is not there (1.5). */
export function inventedNames(input: Input, context: ModelContext): Output {
	const id = String(input.SecretId);
	if (!ARN.test(id)) return { ARN: arnOf(id, context), Name: id };
	const name = id.split(":").at(-1) ?? "";
	if (isComplete(id)) return { ARN: id, Name: name.slice(0, -7) };
	return { ARN: `${id}-??????`, Name: name };
}
