/** Every operation, asked by somebody who may not: what is said, and that it is said first (0.4, 7.6). */
import type { Caller } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { operations } from "../../src/operations/table.js";
import {
	ADA,
	ada,
	deniedIn,
	EVE,
	may,
	mayNot,
	notAuthorized,
	of,
	policyOf,
	policyTextOf,
	SERVICE,
	SESSION,
	type Statement,
	whoMay,
} from "../support/callers.js";
import { everyOperation } from "../support/every-operation.js";
import { aValue, given, type World } from "../support/given.js";
import { keyId } from "../support/keys.js";
import { STRANGE } from "../support/places.js";

const KmsKeyId = keyId("a");
const mine = given()
	.withKey({ keyId: KmsKeyId })
	.after("CreateSecret", { Name: "db", KmsKeyId, ...aValue("v1") });
const ARN: string = mine.when("DescribeSecret", { SecretId: "db" }).answer.ARN;
const all = Object.entries(everyOperation);
const named = all.filter(([, { identifiedBy }]) => identifiedBy !== undefined);
const onASecret = named.filter(([name]) => name !== "CreateSecret");

/** Identifiers of all forms, of secrets that exist and that do not. */
const IDS: readonly (readonly [what: string, id: string])[] = [
	["a name", "db"],
	["a name of none", "nothing"],
	["an ARN", ARN],
	["an ARN of none", ARN.replace(":db-", ":nothing-")],
	["a partial ARN", ARN.slice(0, -7)],
	["a partial ARN of none", ARN.slice(0, -7).replace(":db", ":nothing")],
	["an ARN of another region", ARN.replace("us-east-1", "eu-west-1")],
	["an illegal name", "no such*name"],
	["an id that is too long", "x".repeat(2049)],
	["nothing", ""],
];

it("the table is of every operation", () => {
	expect(Object.keys(everyOperation).sort()).toEqual(
		Object.keys(operations).sort(),
	);
});

describe.each(named)("%s", (operation, { identifiedBy, input }) => {
	const asking = (id: string | undefined, world: World) =>
		world.when(operation, { ...input, [identifiedBy ?? ""]: id });

	it.each(IDS)(
		"is denied by identity, and names %s as it was sent",
		(_, id) => {
			asking(id, mine.as({ caller: { arn: ADA } })).refuses(
				...notAuthorized(operation, id),
			);
		},
	);

	it.each<[kind: string, members: object]>([
		["identity-based policy", whoMay(ADA, may("*"), mayNot(operation))],
		[
			"permissions boundary",
			{ permissionsBoundary: policyOf(may("*"), mayNot(operation)) },
		],
		[
			"session policy",
			{ sessionPolicies: [policyOf(may("*")), policyOf(mayNot(operation))] },
		],
	])("is denied by a statement in a %s", (kind, members) => {
		const caller = { ...whoMay(ADA, may("*")), ...members };
		for (const id of ["db", ARN, "nothing"])
			asking(id, mine.as({ caller })).refuses(
				...notAuthorized(operation, id, deniedIn(kind)),
			);
	});

	it.each<[kind: string, members: object]>([
		["permissions boundary", { permissionsBoundary: policyOf() }],
		["session policy", { sessionPolicies: [policyOf(may("kms:*"))] }],
	])("is denied for want of a %s", (kind, members) => {
		const caller = { ...whoMay(ADA, may("*")), ...members };
		asking("db", mine.as({ caller })).refuses(
			...notAuthorized(operation, "db", {
				why: `because no ${kind} allows the secretsmanager:${operation} action`,
			}),
		);
	});

	it("is denied without an identifier, and names none", () => {
		asking(undefined, mine.as({ caller: { arn: ADA } })).refuses(
			...notAuthorized(operation),
		);
	});

	it("without an identifier is about all secrets, `*` (assumed)", () => {
		const on = (Resource: string) =>
			asking(
				undefined,
				mine.as({ caller: whoMay(ADA, may("*", { Resource })) }),
			);
		on(ARN).refuses(...notAuthorized(operation));
		on("arn:*").refuses(...notAuthorized(operation));
		if (operation !== "ValidateResourcePolicy")
			on("*").refuses("ValidationException");
	});

	it("by a service is denied for want of a resource policy", () => {
		asking("db", mine.as({ caller: { arn: SERVICE } })).refuses(
			...notAuthorized(operation, "db", {
				by: SERVICE,
				why: `because no resource-based policy allows the secretsmanager:${operation} action`,
			}),
		);
	});
});

describe.each(onASecret)(
	"%s of a secret that is there",
	(operation, { input }) => {
		const asking = (world: World, SecretId = "db") =>
			world.when(operation, { ...input, SecretId });
		const attached = (...statements: readonly Statement[]) =>
			mine.after("PutResourcePolicy", {
				SecretId: "db",
				ResourcePolicy: policyTextOf(...statements),
			});

		it("is denied by its policy", () => {
			const world = attached(of(ADA, mayNot(operation)));
			asking(world.as({ caller: ada("*") })).refuses(
				...notAuthorized(operation, "db", deniedIn("resource-based policy")),
			);
		});

		it("is let by its policy as by the caller's own, and is as for the root", () => {
			const open = [of([ADA, SESSION], may("*"))];
			const world = attached(...open);
			// A policy that keeps its author in.
			const keeping =
				"ResourcePolicy" in input
					? { ResourcePolicy: policyTextOf(...open) }
					: {};
			const ask = (caller?: Caller) =>
				world
					.as({ caller })
					.when(operation, { ...input, ...keeping, SecretId: "db" });
			const others = may(["kms:*", "lambda:*"]);
			for (const caller of [
				ada("*"),
				whoMay(ADA, others),
				whoMay(SESSION, others),
			])
				if (operation === "StopReplicationToReplica")
					ask(caller).refuses("InvalidParameterException");
				else ask(caller).answersExactly(ask().answer);
		});

		it("is found by its name in the caller's account alone", () => {
			const world = attached(of(EVE, may("*")));
			const caller = whoMay(EVE, may("*"));
			asking(world.as({ caller })).refuses("ResourceNotFoundException");
			asking(world.as({ caller: { arn: EVE } })).refuses(
				...notAuthorized(operation, "db", { by: EVE }),
			);
			asking(mine.as({ caller }), ARN).refuses(
				...notAuthorized(operation, ARN, {
					by: EVE,
					why: `because no resource-based policy allows the secretsmanager:${operation} action`,
				}),
			);
			asking(world.as({ caller: { arn: EVE } }), ARN).refuses(
				...notAuthorized(operation, ARN, { by: EVE }),
			);
		});

		it("is covered by ARNs with its suffix, and one that is not there by an ARN without", () => {
			const on = (Resource: string) => ({
				caller: whoMay(ADA, may("*", { Resource }), may(["kms:*", "lambda:*"])),
			});
			const refusal = notAuthorized(operation, "db");
			asking(mine.as(on(ARN.slice(0, -7)))).refuses(...refusal);
			for (const Resource of [ARN, `${ARN.slice(0, -6)}??????`])
				expect(() =>
					asking(mine.as(on(Resource))).refuses(...refusal),
				).toThrow();
			asking(mine.as(on(ARN)), "nothing").refuses(
				...notAuthorized(operation, "nothing"),
			);
			asking(
				mine.as(on(ARN.slice(0, -7).replace(":db", ":nothing"))),
				"nothing",
			).refuses("ResourceNotFoundException");
		});
	},
);

describe.each(all.filter(([, { identifiedBy }]) => identifiedBy === undefined))(
	"%s, which is about no one secret,",
	(operation, { input }) => {
		const asking = (Resource: string | undefined) =>
			mine
				.as({
					caller:
						Resource === undefined
							? { arn: ADA }
							: whoMay(ADA, may("*", { Resource })),
				})
				.when(operation, input);

		it("is denied, and names no resource", () => {
			asking(undefined).refuses(...notAuthorized(operation));
		});

		it("is let on `*` alone", () => {
			asking("arn:*").refuses(...notAuthorized(operation));
			asking(ARN).refuses(...notAuthorized(operation));
			asking("*").answers({});
		});

		it("is of the caller's account, which nobody else opens", () => {
			const caller = { arn: EVE };
			mine
				.as({ ...STRANGE, caller })
				.when(operation, input)
				.refuses(...notAuthorized(operation, undefined, { by: EVE }));
		});
	},
);

describe.each(all)(
	"%s",
	(operation, { identifiedBy, input, invalid, illTyped }) => {
		const id = identifiedBy === undefined ? {} : { [identifiedBy]: "new" };
		const wrong = { ...input, ...id, ...invalid };
		const on =
			(wrong as { readonly SecretId?: string }).SecretId ??
			id[identifiedBy ?? ""];

		it("that is invalid is denied first", () => {
			mine
				.as({ caller: { arn: ADA } })
				.when(operation, wrong)
				.refuses(...notAuthorized(operation, on));
			mine
				.as({ caller: ada("*") })
				.when(operation, wrong)
				.refuses("ValidationException");
		});

		it("that is not even typed is said first", () => {
			mine
				.as({ caller: { arn: ADA } })
				.when(operation, { ...input, ...id, ...illTyped })
				.refuses("SerializationException");
		});
	},
);

it("an unknown operation is told before anybody is asked", () => {
	mine
		.as({ caller: { arn: ADA } })
		.when("Nope", {})
		.refuses("UnknownOperationException");
});
