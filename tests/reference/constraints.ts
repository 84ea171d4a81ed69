/**
 * The constraints of the service model that a request may break, and the sentences of 10.5 about them.
 * Imports nothing from the package.
 */
import { refuse, UNRECORDED } from "./refusal.js";

/** What one member must satisfy. */
interface Rule {
	/** Least and most length, for a number least and most value (3). */
	readonly size?: readonly [number, number];
	readonly words?: readonly string[];
	readonly pattern?: string;
	/** Of each text of a list. */
	readonly each?: Rule;
	/** Of the members of a structure, or of each structure of a list. */
	readonly members?: Readonly<Record<string, Rule>>;
}

const sized = (least: number, most: number): Rule => ({ size: [least, most] });

/** The keys of filters (8.2), in an order that is not recorded. */
const FILTER_KEY: Rule = {
	words:
		"all name tag-key description tag-value primary-region owning-service".split(
			" ",
		),
};
/** 8.5; the model lets a `!` lead, and the text be empty. */
const FILTER_VALUE: Rule = {
	...sized(0, 512),
	pattern: String.raw`^\!?[a-zA-Z0-9 :_@\/\+\=\.\-\!]*$`,
};
const TAG_KEY = sized(1, 128);
const REGION: Rule = { ...sized(1, 128), pattern: String.raw`^([a-z]+-)+\d+$` };
const AT_LEAST_ONE = sized(1, Number.POSITIVE_INFINITY);
const VERSION_ID = sized(32, 64);
const SECRET_ID = sized(1, 2048);

const RULES = new Map<string, Rule>([
	["SecretId", SECRET_ID],
	["SecretIdList", { ...sized(1, 20), each: SECRET_ID }],
	["Name", sized(1, 512)],
	["ClientRequestToken", VERSION_ID],
	["VersionId", VERSION_ID],
	["RemoveFromVersionId", VERSION_ID],
	["MoveToVersionId", VERSION_ID],
	["VersionStage", sized(1, 256)],
	["VersionStages", { ...sized(1, 20), each: sized(1, 256) }],
	["Description", sized(0, 2048)],
	["KmsKeyId", sized(0, 2048)],
	["Type", sized(0, 256)],
	["SecretString", sized(1, 65536)],
	["SecretBinary", sized(1, 65536)],
	["NextToken", sized(1, 4096)],
	["MaxResults", sized(1, 100)],
	["BatchGetSecretValue.MaxResults", sized(1, 20)],
	[
		"AddReplicaRegions",
		{
			...AT_LEAST_ONE,
			members: { Region: REGION, KmsKeyId: sized(0, 2048) },
		},
	],
	["RemoveReplicaRegions", { ...AT_LEAST_ONE, each: REGION }],
	["Tags", { members: { Key: TAG_KEY, Value: sized(0, 256) } }],
	["TagKeys", { each: TAG_KEY }],
	[
		"Filters",
		{
			...sized(0, 10),
			members: {
				Key: FILTER_KEY,
				Values: { ...sized(1, 10), each: FILTER_VALUE },
			},
		},
	],
	["SortOrder", { words: ["asc", "desc"] }],
	[
		"SortBy",
		{
			words: [
				"created-date",
				"last-accessed-date",
				"last-changed-date",
				"name",
			],
		},
	],
	["PasswordLength", sized(1, 4096)],
	["ExcludeCharacters", sized(0, 4096)],
	["ResourcePolicy", sized(1, 20480)],
	["RotationToken", { ...sized(36, 256), pattern: "^[a-zA-Z0-9\\-]+$" }],
	["OwningService", sized(1, 128)],
	["RotationLambdaARN", sized(0, 2048)],
	["ExternalSecretRotationRoleArn", sized(20, 2048)],
	[
		"ExternalSecretRotationMetadata",
		{ members: { Key: sized(1, 256), Value: sized(1, 2048) } },
	],
	[
		"RotationRules",
		{
			members: {
				AutomaticallyAfterDays: sized(1, 1000),
				Duration: { ...sized(2, 3), pattern: "[0-9]+h" },
				ScheduleExpression: {
					...sized(1, 256),
					pattern: String.raw`[0-9A-Za-z\(\)#\?\*\-\/, ]+`,
				},
			},
		},
	],
]);

/** The sentences that one member of the request deserves. */
export function brokenConstraints(
	operation: string,
	member: string,
	value: unknown,
	required: boolean,
): string[] {
	const path = lowerCamel(member);
	if (value === undefined || value === null)
		return required
			? [`Value null at '${path}' ${FAILED}: Member must not be null`]
			: [];
	const rule = RULES.get(`${operation}.${member}`) ?? RULES.get(member);
	return sentences(path, value, rule ?? refuse("?", member));
}

const FAILED = "failed to satisfy constraint";

const lowerCamel = (member: string) =>
	member.charAt(0).toLowerCase() + member.slice(1);

function sentences(path: string, value: unknown, rule: Rule): string[] {
	const inside = (at: string, structure: unknown) =>
		Object.entries(rule.members ?? {}).flatMap(([name, inner]) => {
			const member = (structure as Record<string, unknown>)[name];
			return member == null
				? []
				: sentences(`${at}.${lowerCamel(name)}`, member, inner);
		});
	if (rule.members && !Array.isArray(value)) return inside(path, value);
	const own = brokenBy(path, value, rule);
	if (rule.members && Array.isArray(value)) {
		// How a list of structures is echoed is not recorded.
		if (own.length > 0) refuse("ValidationException", UNRECORDED);
		return value.flatMap((each, at) =>
			inside(`${path}.${at + 1}.member`, each),
		);
	}
	const echo = Array.isArray(value) ? `[${value.join(", ")}]` : value;
	const sensitive = ["secretString", "secretBinary", "rotationToken"].includes(
		path,
	);
	const start = `${sensitive ? "Value" : `Value '${echo}'`} at '${path}' ${FAILED}: `;
	const { each } = rule;
	const elements = each && Array.isArray(value) ? value : [];
	const broken = elements.some(
		(element) => brokenBy(path, element, each ?? {}).length > 0,
	);
	const nested = `Member must satisfy constraint: [${textsOf(each ?? {}, "length").join(", ")}]`;
	return [...own, ...(broken ? [nested] : [])].map((text) => start + text);
}

function brokenBy(path: string, value: unknown, rule: Rule): string[] {
	const { size: [least, most] = [0, Number.POSITIVE_INFINITY] } = rule;
	const { words, pattern } = rule;
	const size = sizeOf(path, value);
	const broken: Record<string, boolean> = {
		pattern:
			pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(`${value}`),
		words: words?.includes(`${value}`) === false,
		upper: size > most,
		lower: size < least,
	};
	const what = typeof value === "number" ? "value" : "length";
	return Object.entries(allTexts(rule, what)).flatMap(([kind, text]) =>
		broken[kind] ? [text] : [],
	);
}

/** The constraints on the elements of a list, upper bound before lower, pattern last. */
const textsOf = (rule: Rule, what: string) =>
	Object.values(allTexts(rule, what));

function allTexts(
	{ size, words, pattern }: Rule,
	what: string,
): Record<string, string> {
	const [least, most] = size ?? [];
	return {
		...(words && {
			words: `Member must satisfy enum value set: [${words.join(", ")}]`,
		}),
		upper: `Member must have ${what} less than or equal to ${most}`,
		...(least && {
			lower: `Member must have ${what} greater than or equal to ${least}`,
		}),
		...(pattern !== undefined && {
			pattern: `Member must satisfy regular expression pattern: ${pattern}`,
		}),
	};
}

/** The number itself; entries; bytes; of SecretString UTF-8 bytes, of other texts code points. */
function sizeOf(path: string, value: unknown): number {
	if (typeof value === "number") return value;
	if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
	if (path === "secretString") return Buffer.byteLength(String(value));
	return [...String(value)].length;
}

/** The sentence about a filter without a key (8.3). */
export const noFilterKey = (at: number) =>
	`1 validation error detected: Value null at 'filters.${at + 1}.member.key' ${FAILED}: ${textsOf(FILTER_KEY, "")[0]}`;
