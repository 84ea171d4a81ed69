/** What AWS decides of a request under policies: one case of the files in `cases/`, and what this library decides of it. */
import { readdirSync, readFileSync } from "node:fs";
import type { Result } from "../../src/base/result.js";
import { subjectOf } from "../../src/base/wildcard.js";
import { understoodCaller } from "../../src/iam/caller.js";
import {
	type Decision,
	decide,
	type NamedPolicy,
	type PolicyKind,
} from "../../src/iam/decide.js";
import {
	type PolicyDocument,
	parseIdentityPolicy,
	parsePolicy,
} from "../../src/iam/document.js";

export interface Case {
	readonly name: string;
	/** The page that says so; `recorded` from AWS; or `assumed`. */
	readonly source: string;
	readonly policies: WrittenPolicies;
	readonly request: {
		readonly principal: string;
		readonly userId?: string;
		readonly action: string;
		/** An ARN, or `*`. */
		readonly resource: string;
		/** All of them: the request has no other keys. */
		readonly keys?: Readonly<Record<string, string | readonly string[]>>;
	};
	readonly expected: Told;
}

export interface WrittenPolicies {
	readonly identity?: readonly WrittenPolicy[];
	readonly boundary?: WrittenPolicy;
	readonly session?: readonly WrittenPolicy[];
	readonly resource?: WrittenPolicy;
}

export interface WrittenPolicy {
	readonly Version?: string;
	readonly Statement: readonly WrittenStatement[];
}

export interface WrittenStatement {
	readonly Effect: "Allow" | "Deny";
	readonly Sid?: string;
	readonly [element: string]: unknown;
}

/** A decision, and which statement decides; none does where an Allow is missing, or nobody asks for one. */
export interface Told {
	readonly decision: "Allow" | "Deny";
	readonly by: PolicyKind | "root";
	/** Of a Deny by a statement. */
	readonly explicit?: true;
	/** Which of several policies of its kind, from 0. */
	readonly policy?: number;
	/** Which statement of its policy, from 0. */
	readonly statement?: number;
	readonly sid?: string;
}

const folder = new URL("./cases/", import.meta.url);

/** The cases of each file, by its name. */
export const FILES: readonly (readonly [
	file: string,
	cases: readonly Case[],
])[] = readdirSync(folder)
	.filter((file) => file.endsWith(".json"))
	.sort()
	.map((file) => [
		file,
		JSON.parse(readFileSync(new URL(file, folder), "utf8")),
	]);

export const CASES: readonly Case[] = FILES.flatMap(([, cases]) => cases);

/** What is decided of a case, told as its file tells it. */
export function told({ request, policies }: Case): Told {
	const { principal, userId, action, resource, keys = {} } = request;
	const named = {
		identity: namedPolicies("identity", policies.identity, parseIdentityPolicy),
		boundary: namedPolicies(
			"boundary",
			policies.boundary && [policies.boundary],
			parseIdentityPolicy,
		),
		session: namedPolicies("session", policies.session, parseIdentityPolicy),
		resource: namedPolicies(
			"resource",
			policies.resource && [policies.resource],
			parsePolicy,
		),
	};
	const service = !principal.startsWith("arn:");
	const foreign =
		!service &&
		resource !== "*" &&
		principal.split(":")[4] !== resource.split(":")[4];
	const decision: Decision = decide(
		{
			callerNames: understoodCaller({ arn: principal, userId }, "caller")
				.callerNames,
			bounded: named.boundary.length > 0,
			action: subjectOf(action.toLowerCase()),
			resource: subjectOf(resource),
			keys: new Map(
				Object.entries(keys).map(([key, value]) => [
					key.toLowerCase(),
					typeof value === "string" ? [value] : value,
				]),
			),
		},
		named,
		{
			caller: service
				? "service"
				: principal.endsWith(":root")
					? "root"
					: "principal",
			foreign,
			resourceMustAllow: foreign,
		},
	);
	const { effect, by, deciding } = decision;
	if (by === "root" || deciding === undefined) return { decision: effect, by };
	const { policy, index, statement } = deciding;
	return {
		decision: effect,
		by,
		...(effect === "Deny" && { explicit: true }),
		...(named[by].length > 1 && { policy: named[by].indexOf(policy) }),
		statement: index,
		...(statement.sid !== undefined && { sid: statement.sid }),
	};
}

type Parser = (text: string) => Result<PolicyDocument, unknown>;

const namedPolicies = (
	kind: PolicyKind,
	written: readonly WrittenPolicy[] = [],
	parse: Parser,
): readonly NamedPolicy[] =>
	written.map((policy, index) => ({
		name: `${kind} policy ${index}`,
		document: read(parse, policy),
	}));

function read(parse: Parser, policy: WrittenPolicy): PolicyDocument {
	const parsed = parse(JSON.stringify(policy));
	if (!parsed.ok)
		throw new Error(
			`${JSON.stringify(parsed.error)} ${JSON.stringify(policy)}`,
		);
	return parsed.value;
}
