import { describe, expect, it } from "vitest";
import {
	ADA,
	ada,
	deniedIn,
	may,
	mayNot,
	notAuthorized,
	of,
	type Statement,
	whoMay,
} from "../support/callers.js";
import { aValue, ResourcePolicy, token } from "../support/given.js";
import { THERE } from "../support/places.js";
import { ARN, asking, attached, created, SecretId } from "./a-call.js";

describe("CreateSecret", () => {
	const Name = "new";
	const input = { Name, ...aValue("v1") };
	const Tags = [{ Key: "k", Value: "v" }];
	const AddReplicaRegions = [{ Region: THERE.region }];

	it.each<[also: string, sent: object, empty: object]>([
		["TagResource", { Tags }, { Tags: [] }],
		["ReplicateSecretToRegions", { AddReplicaRegions }, {}],
	])("needs %s for what it brings", (also, sent, empty) => {
		asking(ada("CreateSecret"), "CreateSecret", { ...input, ...sent }).refuses(
			...notAuthorized(also, Name),
		);
		asking(ada("CreateSecret", also), "CreateSecret", {
			...input,
			...sent,
		}).answers({});
		for (const nothing of [{}, empty])
			asking(ada("CreateSecret"), "CreateSecret", {
				...input,
				...nothing,
			}).answers({ Name });
		asking(ada(also), "CreateSecret", { ...input, ...sent }).refuses(
			...notAuthorized("CreateSecret", Name),
		);
	});

	it("is asked with the ARN that the secret is going to have", () => {
		const { answer } = created.when("CreateSecret", input);
		const on = (Resource: string) =>
			asking(whoMay(ADA, may("*", { Resource })), "CreateSecret", input);
		on(answer.ARN).answers({ ARN: answer.ARN });
		on(`${answer.ARN.slice(0, -6)}??????`).answers({});
		on(answer.ARN.slice(0, -7)).refuses(...notAuthorized("CreateSecret", Name));
		on(`${answer.ARN.slice(0, -6)}zzzzzz`).refuses("AccessDeniedException");
	});

	it("does not tell who may create it whether there is one, by its policy", () => {
		const world = attached(of(ADA, mayNot("CreateSecret")));
		asking(
			ada("CreateSecret"),
			"CreateSecret",
			{ Name: "db", ...aValue("v2") },
			world,
		).refuses("ResourceExistsException");
	});
});

describe("BatchGetSecretValue", () => {
	const Filters = [{ Key: "name", Values: ["d"] }];
	const read = ["BatchGetSecretValue", "GetSecretValue"];

	it("needs ListSecrets with filters alone", () => {
		asking(ada(...read), "BatchGetSecretValue", { Filters }).refuses(
			...notAuthorized("ListSecrets"),
		);
		asking(ada(...read, "ListSecrets"), "BatchGetSecretValue", {
			Filters,
		}).answers({
			SecretValues: [{ Name: "db" }],
		});
		asking(ada(...read), "BatchGetSecretValue", {
			SecretIdList: ["db"],
		}).answers({
			SecretValues: [{ Name: "db" }],
		});
	});

	it("needs GetSecretValue of each, and says of which it lacks it", () => {
		const world = created.after("CreateSecret", {
			Name: "open",
			...aValue("v1"),
		});
		const caller = whoMay(
			ADA,
			may("BatchGetSecretValue"),
			may("GetSecretValue", { Resource: "arn:*:secret:open-*" }),
		);
		const ids = ["db", "open", "nothing", ARN];
		const { answer } = asking(
			caller,
			"BatchGetSecretValue",
			{ SecretIdList: ids },
			world,
		);
		const error = (SecretId: string) => {
			const [ErrorCode, Message] = notAuthorized("GetSecretValue", SecretId);
			return { SecretId, ErrorCode, Message };
		};
		expect(answer.SecretValues).toMatchObject([{ Name: "open" }]);
		expect(answer.Errors).toEqual([error("db"), error("nothing"), error(ARN)]);
	});

	it("is not what gives GetSecretValue", () => {
		asking(ada("BatchGetSecretValue"), "GetSecretValue", { SecretId }).refuses(
			...notAuthorized("GetSecretValue", SecretId),
		);
	});
});

describe("ValidateResourcePolicy", () => {
	it.each([
		["of a secret", { SecretId }, SecretId],
		["of any", {}, undefined],
	])("%s needs PutResourcePolicy as well", (_, id, on) => {
		const input = { ...id, ResourcePolicy };
		const ask = (...actions: readonly string[]) =>
			asking(ada(...actions), "ValidateResourcePolicy", input);
		ask("ValidateResourcePolicy").refuses(
			...notAuthorized("PutResourcePolicy", on),
		);
		ask("PutResourcePolicy").refuses(
			...notAuthorized("ValidateResourcePolicy", on),
		);
		ask("ValidateResourcePolicy", "PutResourcePolicy").answers({});
	});
});

describe("RotateSecret", () => {
	const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f";
	const input = {
		SecretId,
		ClientRequestToken: token("r"),
		RotationLambdaARN: FUNCTION,
	};
	const rotator = (...statements: readonly Statement[]) =>
		whoMay(ADA, may("RotateSecret"), ...statements);

	it("needs lambda:InvokeFunction on the function", () => {
		const invoke = "lambda:InvokeFunction";
		asking(rotator(), "RotateSecret", input).refuses(
			...notAuthorized(invoke, FUNCTION),
		);
		asking(
			rotator(may(invoke, { Resource: `${FUNCTION}x` })),
			"RotateSecret",
			input,
		).refuses(...notAuthorized(invoke, FUNCTION));
		asking(
			rotator(may(invoke), mayNot("lambda:*")),
			"RotateSecret",
			input,
		).refuses(
			...notAuthorized(invoke, FUNCTION, deniedIn("identity-based policy")),
		);
		asking(
			rotator(may(invoke, { Resource: FUNCTION })),
			"RotateSecret",
			input,
		).answers({});
	});

	it("needs it of a function that is stored, too", () => {
		const rotated = asking(rotator(may("lambda:*")), "RotateSecret", {
			...input,
			RotateImmediately: false,
		}).world;
		asking(
			rotator(),
			"RotateSecret",
			{ SecretId, ClientRequestToken: token("s") },
			rotated,
		).refuses(...notAuthorized("lambda:InvokeFunction", FUNCTION));
	});

	it("is told what it lacks before whether the service may invoke it", () => {
		const world = created.as({ invocableFunctions: [] });
		asking(rotator(), "RotateSecret", input, world).refuses(
			...notAuthorized("lambda:InvokeFunction", FUNCTION),
		);
		asking(rotator(may("lambda:*")), "RotateSecret", input, world).refuses(
			"AccessDeniedException",
			"Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.",
		);
	});
});
