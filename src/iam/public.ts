import type { Condition } from "./conditions/holds.js";
import type { PolicyDocument } from "./document.js";
import type { Test } from "./operator.js";
import type { Statement } from "./statement.js";
import type { Template } from "./template.js";

/**
 * Whether a policy opens a secret to the public: an Allow for everyone that no condition ties to a fixed source.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
 * Assumed: Deny statements are not weighed, and neither are actions and resources.
 * Assumed: every NotPrincipal is everyone.
 */
export const isPublic = ({ statements }: PolicyDocument): boolean =>
	statements.some(
		(statement) =>
			statement.effect === "Allow" &&
			speaksOfEveryone(statement) &&
			!statement.conditions.some(pins),
	);

const speaksOfEveryone = ({ principals }: Statement): boolean =>
	principals?.kind === "all but these" ||
	(principals?.list ?? []).some(({ kind }) => kind === "everyone");

/**
 * Assumed: a condition ties a statement to a source when no request without its key passes and all its values are fixed.
 */
const pins = ({ operator, key, values }: Condition): boolean =>
	POSITIVE.includes(operator.test) &&
	operator.set !== "ForAllValues" &&
	operator.absent !== "holds" &&
	SOURCES.includes(key) &&
	values.length > 0 &&
	values.every(isFixed);

const POSITIVE: readonly Test[] = [
	"StringEquals",
	"StringEqualsIgnoreCase",
	"StringLike",
	"ArnEquals",
	"ArnLike",
];

const SOURCES: readonly string[] = [
	"aws:sourcearn",
	"aws:sourcevpc",
	"aws:sourcevpce",
	"aws:sourceaccount",
];

/** Without a wildcard and without a policy variable. */
const isFixed = ({ text }: Template): boolean =>
	text !== "" && !/[*?]|\$\{/.test(text);
