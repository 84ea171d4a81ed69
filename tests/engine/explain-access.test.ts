/** What an action and a resource are understood as where a permission is explained. */
import type { Caller } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { defaultKeyArn } from "../../src/kms/key.js";
import {
	ADA,
	ada,
	BOB,
	may,
	mayNot,
	of,
	policyOf,
	type Statement,
	whoMay,
} from "../support/callers.js";
import { aValue, token } from "../support/given.js";
import { keyArn, keyId, kmsArn } from "../support/keys.js";
import { HERE, STRANGE } from "../support/places.js";
import {
	ARN,
	asked,
	attached,
	created,
	READ,
	SecretId,
} from "./an-explanation.js";

describe("the resource may be", () => {
	const on = (Resource: string) => whoMay(ADA, may("*", { Resource }));

	it.each([
		["the ARN", ARN],
		["the name", SecretId],
		["a partial ARN", ARN.slice(0, -7)],
	])("%s of a secret", (_, resource) => {
		expect(asked(on(ARN), { resource }).decision).toBe("Allow");
		expect(asked(on(`${ARN}x`), { resource }).decision).toBe("Deny");
		expect(asked(ada("*"), { resource }).text).toContain(
			`is authorized to perform ${READ} on ${resource} `,
		);
	});

	it("a secret of another region, asked of where the call is made", () => {
		const elsewhere = { region: "eu-west-1" };
		expect(asked(on(ARN), elsewhere).decision).toBe("Allow");
		const pinned = (region: string) =>
			whoMay(
				ADA,
				may("*", {
					Condition: { StringEquals: { "aws:RequestedRegion": region } },
				}),
			);
		expect(asked(pinned(HERE.region), elsewhere).decision).toBe("Deny");
		expect(asked(pinned("eu-west-1"), elsewhere).decision).toBe("Allow");
		// There is no such secret there, and so no policy of it.
		const world = attached(of(ADA, may("*")));
		expect(asked({ arn: ADA }, { world }).decision).toBe("Allow");
		expect(asked({ arn: ADA }, { world, ...elsewhere }).decision).toBe("Deny");
	});

	it("nothing that is there", () => {
		const arn = ARN.slice(0, -7).replace(":db", ":nothing");
		expect(asked(on(arn), { resource: "nothing" }).decision).toBe("Allow");
		expect(asked(on(`${arn}-*`), { resource: "nothing" }).decision).toBe(
			"Deny",
		);
	});

	it("the name of a secret to create, which is going to have a suffix", () => {
		const action = "secretsmanager:CreateSecret";
		const arn = created.when("CreateSecret", { Name: "new", ...aValue("v1") })
			.answer.ARN;
		for (const resource of ["new", arn, arn.slice(0, -7)])
			expect(asked(on(arn), { action, resource }).decision).toBe("Allow");
		expect(
			asked(on(arn.slice(0, -7)), { action, resource: "new" }).decision,
		).toBe("Deny");
		const another = `${arn.slice(0, -6)}zzzzzz`;
		expect(asked(on(arn), { action, resource: another }).decision).toBe(
			"Allow",
		);
		expect(asked(on(another), { action, resource: another }).decision).toBe(
			"Deny",
		);
		const world = attached(of(ADA, mayNot("*")));
		expect(
			asked(ada("*"), { action, resource: "db", world }).statements,
		).toHaveLength(1);
	});

	it("`*`, which a pattern of ARNs does not cover", () => {
		for (const action of ["secretsmanager:ListSecrets", READ]) {
			expect(asked(ada("*"), { action, resource: "*" }).decision).toBe("Allow");
			expect(asked(on("arn:*"), { action, resource: "*" }).decision).toBe(
				"Deny",
			);
		}
		// What is about no one secret is about `*`, whatever is said.
		const listing = { action: "secretsmanager:ListSecrets", resource: ARN };
		expect(asked(on("*"), listing).decision).toBe("Allow");
		expect(asked(on(ARN), listing).decision).toBe("Deny");
	});
});

describe("the action may be", () => {
	it("written in any case", () => {
		const action = "SecretsManager:getsecretvalue";
		expect(asked(ada("GetSecretValue"), { action }).decision).toBe("Allow");
		expect(
			asked({ arn: ADA }, { action, world: attached(of(ADA, may("*"))) }),
		).toMatchObject({
			decision: "Allow",
			deciding: { policy: "resourcePolicy" },
		});
		const resource = keyArn("a");
		const policy = policyOf(of(ADA, may("kms:Decrypt")));
		const world = created.withKey({ keyId: keyId("a"), policy });
		const key = { action: "KMS:DECRYPT", resource, world };
		expect(asked({ arn: ADA }, key).decision).toBe("Allow");
	});

	it("one that nobody knows", () => {
		for (const action of ["secretsmanager:Nope", "s3:GetObject"]) {
			expect(asked(ada(action), { action }).decision).toBe("Allow");
			expect(asked(ada(READ), { action }).decision).toBe("Deny");
		}
	});

	it("the use of a key, in which its policy has a say", () => {
		const action = "kms:Decrypt";
		const resource = keyArn("a");
		const key = (
			caller: Caller | undefined,
			...statements: readonly Statement[]
		) =>
			asked(caller, {
				action,
				resource,
				world:
					statements.length === 0
						? created
						: created.withKey({
								keyId: keyId("a"),
								policy: policyOf(...statements),
							}),
			});
		expect(key(ada(action))).toMatchObject({
			decision: "Allow",
			deciding: { policy: "caller.identityPolicies[0]" },
		});
		expect(key({ arn: ADA }).decision).toBe("Deny");
		expect(key({ arn: ADA }, of(ADA, may(action)))).toMatchObject({
			decision: "Allow",
			deciding: { policy: "keyPolicy", kind: "resource", index: 0 },
		});
		expect(key(ada(action), of(BOB, may(action)))).toMatchObject({
			decision: "Deny",
			reason: "because no resource-based policy allows the kms:Decrypt action",
			statements: [
				{ matched: true },
				{
					policy: "keyPolicy",
					matched: false,
					why: `its Principal does not name ${ADA}`,
				},
			],
		});
		expect(key(undefined).reason).toContain("trusted there");
	});

	it("the use of the key that AWS manages, for which nobody is asked", () => {
		const explanation = asked(
			{ arn: ADA },
			{ action: "kms:Decrypt", resource: defaultKeyArn(HERE) },
		);
		expect(explanation).toMatchObject({
			decision: "Allow",
			reason:
				"because everybody in its account may use the key that AWS manages through Secrets Manager",
			deciding: undefined,
		});
	});

	it("the invocation of a function", () => {
		const action = "lambda:InvokeFunction";
		const resource = "arn:aws:lambda:us-east-1:123456789012:function:f";
		expect(asked(ada(action), { action, resource }).decision).toBe("Allow");
		expect(
			asked(ada("*"), {
				action,
				resource: resource.replace("123456789012", STRANGE.account),
			}).decision,
		).toBe("Allow");
		expect(asked({ arn: ADA }, { action, resource }).reason).toBe(
			"because no identity-based policy allows the lambda:InvokeFunction action",
		);
	});
});

describe("the input of a request", () => {
	const current = whoMay(
		ADA,
		may("GetSecretValue", {
			Condition: {
				StringEquals: { "secretsmanager:VersionStage": "AWSCURRENT" },
			},
		}),
	);

	it("is what conditions ask", () => {
		expect(
			asked(current, { input: { VersionStage: "AWSCURRENT" } }).decision,
		).toBe("Allow");
		expect(
			asked(current, { input: { VersionStage: "AWSPREVIOUS" } }),
		).toMatchObject({
			decision: "Deny",
			statements: [
				{
					why: 'its condition StringEquals secretsmanager:versionstage ["AWSCURRENT"] does not hold: the request has "AWSPREVIOUS"',
				},
			],
		});
		for (const input of [{}, undefined])
			expect(asked(current, { input }).statements[0]?.why).toContain(
				"the request has no such key",
			);
	});

	it("need not be valid, but a request", () => {
		expect(asked(current, { input: { VersionStage: "" } }).decision).toBe(
			"Deny",
		);
		expect(() => asked(current, { input: { VersionStage: [] } })).toThrow(
			/^explain: context\.input must be a request of GetSecretValue: ./,
		);
		expect(() => asked(current, { input: [] })).toThrow(TypeError);
	});
});

describe("the key may be", () => {
	const decrypt = "kms:Decrypt";
	const KEY = keyArn("a");
	const open = created.withKey({ keyId: keyId("a"), aliases: ["alias/mine"] });
	const policy = policyOf(of(ADA, may(decrypt)));
	const world = open.withKey({ keyId: keyId("a"), policy });

	it.each([keyId("a"), KEY, "alias/mine", kmsArn("alias/mine")])(
		"%s, by which its policy is found",
		(resource) => {
			const explanation = asked(
				{ arn: ADA },
				{ action: decrypt, resource, world },
			);
			expect(explanation).toMatchObject({
				decision: "Allow",
				deciding: { policy: "keyPolicy" },
			});
			expect(explanation.text).toContain(` on ${resource} `);
			const pinned = whoMay(BOB, may(decrypt, { Resource: KEY }));
			expect(
				asked(pinned, { action: decrypt, resource, world: open }).decision,
			).toBe("Allow");
		},
	);

	it("asked of its encryption context", () => {
		const bound = { SecretARN: ARN, SecretVersionId: token("v1") };
		const caller = whoMay(
			ADA,
			may(decrypt, {
				Condition: { StringEquals: { "kms:EncryptionContext:SecretARN": ARN } },
			}),
		);
		const key = { action: decrypt, resource: KEY };
		expect(asked(caller, { ...key, encryptionContext: bound }).decision).toBe(
			"Allow",
		);
		for (const encryptionContext of [undefined, {}, { SecretARN: "x" }])
			expect(asked(caller, { ...key, encryptionContext }).decision).toBe(
				"Deny",
			);
	});
});
