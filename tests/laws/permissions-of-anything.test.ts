/** Whatever is given as a caller or as a policy: a decision, or a TypeError that names where it is wrong. */
import fc from "fast-check";
import {
	type Context,
	execute,
	explain,
	registerKey,
	type SecretStore,
} from "pure-secrets-manager";
import { expect, test } from "vitest";
import { nearlyPolicies, policies } from "../iam/arbitraries.js";
import { homeScope } from "../support/arbitraries.js";
import { callerOf, person } from "../support/caller-arbitraries.js";
import { assertLaw } from "../support/depth.js";
import { keyIds } from "../support/key-arbitraries.js";
import {
	type CallPlan,
	call,
	contextOf,
	HOME,
	resourceOf,
	settled,
	spellCall,
} from "../support/permission-world.js";

const store = settled();

/** A policy that says nothing of principals, now and then broken in one place. */
const identityPolicy = (): fc.Arbitrary<unknown> =>
	policies.map((policy) => {
		const statements = [policy.Statement].flat() as Record<string, unknown>[];
		return {
			...policy,
			Statement: statements.map(
				({ Principal: _, NotPrincipal: __, ...others }) => others,
			),
		};
	});

const asText = (value: unknown): unknown => JSON.stringify(value) ?? "";

const anyPolicy = (whole: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
	fc.oneof(
		{ weight: 4, arbitrary: whole },
		{ weight: 2, arbitrary: whole.map(asText) },
		{
			weight: 3,
			arbitrary: fc
				.tuple(whole, fc.nat(), fc.anything())
				.map(([value, at, other]) => broken(value, at, other)),
		},
		{ weight: 2, arbitrary: nearlyPolicies },
		{ weight: 1, arbitrary: nearlyPolicies.map(asText) },
		{ weight: 1, arbitrary: fc.string() },
		{ weight: 1, arbitrary: fc.anything() },
	);

/** The value with another thing somewhere in it. */
function broken(value: unknown, at: number, by: unknown): unknown {
	if (typeof value !== "object" || value === null) return by;
	const keys = Object.keys(value);
	if (keys.length === 0) return by;
	const key = keys[at % keys.length] as string;
	const member = (value as Record<string, unknown>)[key];
	const other = broken(member, Math.floor(at / keys.length), by);
	return Array.isArray(value)
		? value.map((each, i) => (String(i) === key ? other : each))
		: { ...value, [key]: other };
}

const anyCaller = (): fc.Arbitrary<unknown> =>
	fc.oneof(
		{
			weight: 6,
			arbitrary: fc.record(
				{
					arn: person().map(({ arn }) => arn),
					identityPolicies: fc.array(anyPolicy(identityPolicy()), {
						maxLength: 2,
					}),
					permissionsBoundary: anyPolicy(identityPolicy()),
					sessionPolicies: fc.array(anyPolicy(identityPolicy()), {
						maxLength: 2,
					}),
					userId: fc.oneof(fc.constant("AROA1:session"), fc.string()),
					tags: fc.dictionary(fc.string(), fc.string()),
					request: fc.dictionary(
						fc.oneof(
							fc.string(),
							fc.constantFrom("aws:CurrentTime", "aws:SourceIp", "__proto__"),
						),
						fc.oneof(
							fc.string(),
							fc.boolean(),
							fc.double(),
							fc.array(fc.string(), { maxLength: 3 }),
						),
					),
				},
				{ requiredKeys: ["arn"] },
			),
		},
		{
			weight: 4,
			arbitrary: fc
				.tuple(person().map(callerOf), fc.nat(), fc.anything())
				.map(([caller, at, other]) => broken(caller, at, other)),
		},
		{ weight: 1, arbitrary: fc.anything() },
	);

/** What is answered, or the text of the TypeError. */
function answerOf(ask: () => unknown, path: RegExp): "answered" | "TypeError" {
	try {
		ask();
		return "answered";
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		expect(error.message).toMatch(path);
		return "TypeError";
	}
}

const ask = (current: SecretStore, plan: CallPlan, context: Context) => {
	const asked = spellCall(plan, current);
	const action = `secretsmanager:${asked.operation}`;
	return () => [
		execute(current, asked, context),
		explain(current, context.caller, action, resourceOf(asked), {
			...context,
			input: asked.input,
		}).text,
	];
};

test("any caller is decided on, or refused with its path", () => {
	const seen = { answered: 0, TypeError: 0 };
	assertLaw(
		fc.property(anyCaller(), call(), (caller, plan) => {
			const context = { ...HOME, caller: caller as never };
			const path = /\bcaller\b/;
			seen[answerOf(ask(store, plan, context), path)]++;
		}),
		2000,
		seen,
	);
});

test("any key policy is kept, or refused with its path; then all is decided", () => {
	const seen = { answered: 0, TypeError: 0 };
	assertLaw(
		fc.property(anyPolicy(policies), person(), call(), (policy, who, plan) => {
			let current = store;
			const [keyId] = keyIds;
			const key = { keyId, policy: policy as never };
			const register = () => {
				current = registerKey(store, key, homeScope).store;
			};
			seen[answerOf(register, /\bpolicy\b/)]++;
			ask(current, plan, contextOf(current, who))();
		}),
		1000,
		seen,
	);
});

test("any resource policy is attached, or refused in AWS's words; then all is decided", () => {
	const seen = { attached: 0, refused: 0 };
	assertLaw(
		fc.property(
			...[anyPolicy(policies), person(), call(["db"])],
			(policy, who, plan) => {
				const ResourcePolicy = String(
					typeof policy === "string" ? policy : safely(policy),
				);
				const input = { SecretId: "db", ResourcePolicy };
				const put = { operation: "PutResourcePolicy", input };
				const { store: current, result } = execute(store, put, HOME);
				seen[result.ok ? "attached" : "refused"]++;
				if (!result.ok)
					expect(result.error.name).toMatch(
						/^(MalformedPolicyDocument|AccessDenied|Validation)Exception$/,
					);
				ask(current, plan, contextOf(current, who))();
			},
		),
		1000,
		seen,
	);
});

function safely(value: unknown): string {
	try {
		return JSON.stringify(value) ?? "";
	} catch {
		return "";
	}
}
