/**
 * Secrets of the naive model that another service manages (0.4, 4.8). Imports nothing from the package.
 */
import type { Input, ModelContext, OperationName } from "./admission.js";
import { CourseModel } from "./course-model.js";
import { refuse, UNRECORDED } from "./refusal.js";
import { noRotation, schedule } from "./rotation.js";
import { mergedRules, type Rules } from "./schedule.js";
import { givenValue, namesOf, type Output, withTags } from "./secret.js";

/** What users may do with such a secret; all else that names it is refused. */
const ALLOWED: readonly string[] = [
	...["GetSecretValue", "DescribeSecret", "ListSecretVersionIds"],
	...["GetResourcePolicy", "RotateSecret"],
];

export class ManagedModel extends CourseModel {
	protected refuseIfManaged(
		operation: OperationName,
		input: Input,
		context: ModelContext,
	): void {
		if (input.SecretId == null || ALLOWED.includes(operation)) return;
		const { owner } = this.vaults.find(input, context) ?? {};
		if (owner !== undefined)
			refuse(
				"InvalidRequestException",
				`Operation is not allowed on secret owned by ${owner}`,
			);
	}

	/** Not of the API: a service makes a secret of its own, or changes what is given of it. */
	PutManagedSecret(input: Input, context: ModelContext): Output {
		const name = String(input.Name);
		const before = this.vaults.alive(context).find((all) => all.name === name);
		if (before) this.vaults.live({ SecretId: name }, context);
		const service =
			input.OwningService ??
			/^([^!]+)!/.exec(name)?.[1] ??
			refuse("InvalidParameterException", UNRECORDED);
		if (before && before.owner !== service)
			refuse("ResourceExistsException", UNRECORDED);
		const value = givenValue(input);
		const tags = input.Tags
			? withTags(before?.tags ?? [], input.Tags)
			: before?.tags;
		if (input.KmsKeyId != null)
			this.keys.toName(String(input.KmsKeyId), context);
		const usual =
			!before && service === "rds" ? { AutomaticallyAfterDays: 7 } : undefined;
		const rules = (input.RotationRules ?? usual) as Rules | undefined;
		const merged = rules && mergedRules(before?.rotation?.rules, rules);

		const id = String(input.ClientRequestToken);
		if (before) {
			this.change(before, input, value, context);
			before.tags = tags;
			this.changed(before, context);
		} else this.CreateSecret(input, context);

		const secret = this.vaults.any({ SecretId: name }, context);
		secret.owner = String(service);
		if (rules) {
			const rotation = secret.rotation ?? noRotation();
			secret.rotation = { ...rotation, enabled: true, rules: merged };
			schedule(secret.rotation, context.now);
		}
		return { ...namesOf(secret), ...(value && { VersionId: id }) };
	}
}
