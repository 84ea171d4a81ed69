/** What callers may who are none of the usual: roots, services, sessions, and those of other accounts. */
import type { Caller } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import {
	ADA,
	deniedIn,
	EVE,
	may,
	mayNot,
	notAuthorized,
	of,
	policyOf,
	ROOT,
	SERVICE,
	SESSION,
	type Statement,
	whoMay,
} from "../support/callers.js";
import { aValue } from "../support/given.js";
import { STRANGE } from "../support/places.js";
import { ARN, asking, attached, SecretId } from "./a-call.js";

const byNoResource = (operation: string, by: string) => ({
	by,
	why: `because no resource-based policy allows the secretsmanager:${operation} action`,
});

describe("the root of the account", () => {
	it("may everything but what its own policies, or the secret's, deny", () => {
		const root: Caller = { arn: ROOT };
		asking(root, "GetSecretValue", { SecretId }).answers({ Name: "db" });
		asking(
			{ ...root, identityPolicies: [policyOf(mayNot("GetSecretValue"))] },
			"GetSecretValue",
			{ SecretId },
		).refuses(
			...notAuthorized("GetSecretValue", SecretId, {
				by: ROOT,
				...deniedIn("identity-based policy"),
			}),
		);
		const world = attached(of(ROOT, mayNot("GetSecretValue")));
		asking(root, "GetSecretValue", { SecretId }, world).refuses(
			...notAuthorized("GetSecretValue", SecretId, {
				by: ROOT,
				...deniedIn("resource-based policy"),
			}),
		);
		// Without a caller it is trusted.
		world.when("GetSecretValue", { SecretId }).answers({ Name: "db" });
	});

	it("of another account needs the secret's policy", () => {
		const root: Caller = { arn: `arn:aws:iam::${STRANGE.account}:root` };
		const input = { SecretId: ARN };
		asking(root, "DescribeSecret", input).refuses(
			...notAuthorized(
				"DescribeSecret",
				ARN,
				byNoResource("DescribeSecret", root.arn),
			),
		);
		const world = attached(of(STRANGE.account, may("*")));
		asking(root, "DescribeSecret", input, world).answers({ ARN });
	});
});

describe("a service", () => {
	const named = (): Statement => ({
		...may("GetSecretValue"),
		Principal: { Service: SERVICE },
	});

	it("calls for the account of the context, or the one that it says", () => {
		const world = attached(named());
		const service: Caller = { arn: SERVICE };
		asking(service, "GetSecretValue", { SecretId }, world).answers({});
		asking(
			{ ...service, account: STRANGE.account },
			"GetSecretValue",
			{ SecretId },
			world,
		).refuses(
			...notAuthorized(
				"GetSecretValue",
				SecretId,
				byNoResource("GetSecretValue", SERVICE),
			),
		);
		asking(
			{ ...service, account: STRANGE.account },
			"DescribeSecret",
			{ SecretId: ARN },
			world,
		).refuses(
			...notAuthorized(
				"DescribeSecret",
				ARN,
				byNoResource("DescribeSecret", SERVICE),
			),
		);
	});
});

describe("the account of a caller", () => {
	it("is that of its ARN, whatever the context says", () => {
		const caller = whoMay(EVE, may("*"));
		const world = asking(caller, "CreateSecret", {
			Name: "hers",
			...aValue("v1"),
		}).world;
		world
			.as({ ...STRANGE, caller: undefined })
			.when("DescribeSecret", { SecretId: "hers" })
			.answers({ Name: "hers" });
		world
			.as({ caller: undefined })
			.when("DescribeSecret", { SecretId: "hers" })
			.refuses("ResourceNotFoundException");
	});

	it("is that of events, too", () => {
		const { events } = asking(whoMay(EVE, may("*")), "ListSecrets", {});
		expect(events).toMatchObject([{ account: STRANGE.account }]);
	});
});

describe("a session", () => {
	it("needs its session policies, each list as one", () => {
		const session = (...policies: readonly object[]): Caller => ({
			...whoMay(SESSION, may("*")),
			sessionPolicies: policies,
		});
		const ask = (...policies: readonly object[]) =>
			asking(session(...policies), "GetSecretValue", { SecretId });
		ask().answers({});
		ask(policyOf(may("kms:*")), policyOf(may("GetSecretValue"))).answers({});
		ask(policyOf(may("kms:*"))).refuses(
			...notAuthorized("GetSecretValue", SecretId, {
				by: SESSION,
				why: "because no session policy allows the secretsmanager:GetSecretValue action",
			}),
		);
	});
});

it("a malformed caller is its programmer's mistake, whatever is asked", () => {
	for (const [operation, input] of [
		["GetSecretValue", { SecretId }],
		["ListSecrets", {}],
	] as const) {
		const ask = (caller: unknown) => () =>
			asking(caller as Caller, operation, input);
		expect(ask({ arn: ADA, identityPolicies: ["{"] })).toThrow(
			new TypeError(
				"context.caller.identityPolicies[0] is not a valid policy: it is not JSON.",
			),
		);
		expect(ask({ arn: "ada" })).toThrow(/^context\.caller\.arn must be /);
		expect(ask(null)).toThrow(
			new TypeError("context.caller must be an object."),
		);
	}
});
