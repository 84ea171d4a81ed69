/** Who may use which KMS key of the naive model. Imports nothing from the package. */
import { type Rule, rulesOf } from "../support/policy-language.js";
import { type ModelContext, partitionOf } from "./admission.js";
import { personOf } from "./authorization.js";
import { refusalText, whyNot } from "./permission-model.js";
import { refuse } from "./refusal.js";

type Call = Pick<ModelContext, "account" | "region" | "caller" | "person">;
interface Guarded {
	readonly arn: string | undefined;
	readonly isDefault: boolean;
	readonly account: string;
	/** Its key policy; without one it is open to whomever identity policies let. */
	readonly policy?: string | undefined;
}

/** What KMS says to a call that may not use a key like this; of the default key nobody is asked. */
export function whyNotUse(
	action: string,
	key: Guarded,
	call: Call,
): string | undefined {
	const from = call.caller ?? call.account;
	if (key.isDefault) return undefined;
	if (call.person === undefined && key.account === from) return undefined;
	const rules: readonly Rule[] = rulesOf(key.policy);
	const person = personOf(call);
	const resource = key.arn ?? unseenArn(key, call);
	const why = whyNot(person, {
		...{ action: `kms:${action}`, resource },
		foreign: key.account !== from,
		closed: key.policy !== undefined,
		policy: rules,
		facts: {},
	});
	return why && refusalText(person, `kms:${action}`, resource, why);
}

/** Whether a call may use a key like this. */
export const mayUse = (action: string, key: Guarded, call: Call): boolean =>
	whyNotUse(action, key, call) === undefined;

/** Stands for the id of a key that is made because its alias is used. */
export const UNSEEN_ID = "(an id that is made on use)";

const unseenArn = ({ account }: Guarded, { region }: Call) =>
	`arn:${partitionOf(region)}:kms:${region}:${account}:key/${UNSEEN_ID}`;

/** Refuses who may not use a key. */
export function mustUse(
	actions: readonly string[],
	key: Guarded,
	call: Call,
): void {
	if (!actions.every((action) => mayUse(action, key, call))) noAccess();
}

export const noAccess = () =>
	refuse("AccessDeniedException", "Access to KMS is not allowed");
