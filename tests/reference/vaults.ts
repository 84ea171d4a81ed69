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
import { Refusal, refuse } from "./refusal.js";
import type { Output, Secret } from "./secret.js";

export class Vaults {
	readonly #secrets = new Map<string, Secret[]>();

	/** The secrets of this account and region; one past its window exists no more. */
	alive({ account, region, now }: ModelContext): readonly Secret[] {
		const all = this.#secrets.get(`${account}/${region}`) ?? [];
		return all.filter((secret) => isAlive(secret, now));
	}

	/** The secrets of all accounts and regions, each with its place. */
	everywhere(now: number): (readonly [place: string, Secret])[] {
		return this.all().filter(([, secret]) => isAlive(secret, now));
	}

	/** The same with those past their window that nobody has taken away yet. */
	all(): (readonly [place: string, Secret])[] {
		return [...this.#secrets].flatMap(([place, secrets]) =>
			secrets.map((secret) => [place, secret] as const),
		);
	}

	/** Adds a secret; answers with one past its window that had the name until then. */
	add(added: Secret, { account, region }: Place): Secret | undefined {
		const place = `${account}/${region}`;
		const all = this.#secrets.get(place) ?? [];
		const former = all.find(({ name }) => name === added.name);
		const others = all.filter((secret) => secret !== former);
		this.#secrets.set(place, [...others, added]);
		return former;
	}

	/** Puts another secret in the place of one, or nothing. */
	replace(former: Secret, ...by: readonly Secret[]): void {
		for (const [place, all] of this.#secrets)
			this.#secrets.set(
				place,
				all.flatMap((secret) => (secret === former ? by : secret)),
			);
	}

	named(name: string, context: ModelContext): Secret | undefined {
		return this.alive(context).find((secret) => secret.name === name);
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

	/** The same, where none may be meant, or one that is not found. */
	seek(input: Input, context: ModelContext): Secret | undefined {
		try {
			return input.SecretId == null ? undefined : this.find(input, context);
		} catch (error) {
			if (error instanceof Refusal) return undefined;
			throw error;
		}
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

type Place = Pick<ModelContext, "account" | "region">;

const isAlive = ({ deletion }: Secret, now: number) =>
	deletion === undefined || now < deletion;

/** An ARN that ends like one with its suffix is taken as complete (0.4). */
const isComplete = (arn: string) => /-[A-Za-z0-9]{6}$/.test(arn);

function notFound(): never {
	return refuse(
		"ResourceNotFoundException",
		"Secrets Manager can't find the specified secret.",
	);
}

/** The same without a suffix. */
export function partialArn(
	name: string,
	{ region, account }: ModelContext,
): string {
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
