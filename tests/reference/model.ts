/**
 * A naive, mutable Secrets Manager: maps, arrays and plaintext values, written
 * from the behaviour specification and importing nothing from the package.
 * Slow and simple on purpose: it must be right by reading it beside the text.
 * Random ARN suffixes stand as "??????" until the test names the real ones.
 */
import {
	admit,
	type Input,
	type ModelContext,
	type OperationName,
} from "./admission.js";
import {
	authorize,
	homeOf,
	isLockedOut,
	originOf,
	refuseLockOut,
} from "./authorization.js";
import { pageOfSecrets, readBatch } from "./listing.js";
import { ManagedModel } from "./managed-model.js";
import { checkPasswordRules } from "./password.js";
import { checkPolicy, printedPolicy, validatePolicy } from "./policy.js";
import { Refusal } from "./refusal.js";
import { primaryRegionOf } from "./replication.js";
import { describeRotation } from "./rotation.js";
import { compact, describe, namesOf, type Output, withTags } from "./secret.js";

export type Answer =
	| { readonly ok: true; readonly value: Output }
	| { readonly ok: false; readonly error: { name: string; message: string } };

export class Model extends ManagedModel {
	execute(operation: OperationName, raw: Input, context: ModelContext): Answer {
		this.forget();
		return this.#perform(operation, raw, originOf(context));
	}

	/** One call, perhaps one of several within another. */
	#perform(operation: OperationName, raw: Input, from: ModelContext): Answer {
		const input = { ...raw };
		const context = homeOf(input, from);
		if (typeof raw.SecretBinary === "string")
			input.SecretBinary = base64(raw.SecretBinary);
		try {
			admit(operation, input, () =>
				authorize(operation, input, context, () =>
					this.vaults.seek(input, context),
				),
			);
			this.refuseIfManaged(operation, input, context);
			this.refuseOnReplica(operation, input, context);
			const before = this.lookAt(this.vaults.seek(input, context));
			const changes = this.changes;
			const value = compact(this[operation](input, context));
			const made =
				operation === "CreateSecret"
					? this.vaults.named(String(input.Name), context)
					: undefined;
			const look = before ?? this.lookAt(made);
			const isChanged = this.changes !== changes; // by a read, as a rule, nothing is
			if (look !== undefined && isChanged) this.carryOn(look, context.now);
			return { ok: true, value };
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			return { ok: false, error: { name: error.code, message: error.message } };
		}
	}

	TagResource(input: Input, context: ModelContext): Output {
		const secret = this.vaults.live(input, context);
		const tags = withTags(secret.tags ?? [], input.Tags);
		refuseLockOut("TagResource", secret, tags, input, context);
		secret.tags = tags;
		this.changed(secret, context);
		return {};
	}

	/** No change to LastChangedDate (0.4). */
	UntagResource(input: Input, context: ModelContext): Output {
		const secret = this.vaults.live(input, context);
		const keys = input.TagKeys as unknown[];
		const rest = secret.tags?.filter(({ Key }) => !keys.includes(Key));
		refuseLockOut("UntagResource", secret, rest, input, context);
		if (rest?.length === secret.tags?.length) return {};
		secret.tags = rest;
		this.changes++;
		return {};
	}

	PutResourcePolicy(input: Input, context: ModelContext): Output {
		const secret = this.vaults.live(input, context);
		checkPolicy(input, (rules) => isLockedOut(secret, rules, context));
		secret.policy = String(input.ResourcePolicy);
		this.changed(secret, context);
		return namesOf(secret);
	}

	GetResourcePolicy(input: Input, context: ModelContext): Output {
		const secret = this.vaults.live(input, context);
		const ResourcePolicy = printedPolicy(secret.policy);
		return { ...namesOf(secret), ResourcePolicy };
	}

	DeleteResourcePolicy(input: Input, context: ModelContext): Output {
		const secret = this.vaults.live(input, context);
		secret.policy = undefined;
		this.changed(secret, context);
		return namesOf(secret);
	}

	ValidateResourcePolicy(input: Input, context: ModelContext): Output {
		const secret =
			input.SecretId == null ? undefined : this.vaults.live(input, context);
		return validatePolicy(input, (rules) =>
			isLockedOut(secret, rules, context),
		);
	}

	ListSecrets(input: Input, context: ModelContext): Output {
		const { entries, NextToken } = this.#page("ListSecrets", input, context);
		const SecretList = entries.map((secret) => ({
			...describe(secret, "SecretVersionsToStages"),
			...describeRotation(secret),
			...compact({ PrimaryRegion: primaryRegionOf(secret) }),
		}));
		return { SecretList, NextToken };
	}

	BatchGetSecretValue(input: Input, context: ModelContext): Output {
		return readBatch(
			input,
			() => this.#page("BatchGetSecretValue", input, context),
			(SecretId) => this.#perform("GetSecretValue", { SecretId }, context),
		);
	}

	GetRandomPassword(input: Input): Output {
		checkPasswordRules(input);
		return { RandomPassword: "(which one nobody knows)" };
	}

	#page(operation: OperationName, input: Input, context: ModelContext) {
		const secrets = this.vaults.alive(context);
		return pageOfSecrets(this.pages, operation, secrets, input, context);
	}
}

const base64 = (text: string) => Uint8Array.from(Buffer.from(text, "base64"));
