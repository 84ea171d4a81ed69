import { execute } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { token } from "../support/given.js";
import { hostAtNoon, refusalOf, run } from "./host-at-noon.js";

const UUID =
	/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("the token", () => {
	it("is filled in for CreateSecret, PutSecretValue and UpdateSecret", () => {
		const host = hostAtNoon();
		const first = run(host, "CreateSecret", { Name: "a", SecretString: "1" });
		const second = run(host, "PutSecretValue", {
			SecretId: "a",
			SecretString: "2",
		});
		const third = run(host, "UpdateSecret", {
			SecretId: "a",
			SecretString: "3",
		});
		const ids = [first, second, third].map(({ VersionId }) => VersionId);
		for (const id of ids) expect(id).toMatch(UUID);
		expect(new Set(ids).size).toBe(3);
	});

	it("is told by the seed", () => {
		const create = () =>
			run(hostAtNoon(), "CreateSecret", { Name: "a", SecretString: "1" });
		expect(create()).toEqual(create());
	});

	it.each([undefined, null])("is filled in for %s", (ClientRequestToken) => {
		const { VersionId } = run(hostAtNoon(), "CreateSecret", {
			Name: "a",
			SecretString: "1",
			ClientRequestToken,
		});
		expect(VersionId).toMatch(UUID);
	});

	it("is never filled in over a given one, not even an illegal one", () => {
		const host = hostAtNoon();
		expect(
			run(host, "CreateSecret", {
				Name: "a",
				SecretString: "1",
				ClientRequestToken: token("mine"),
			}).VersionId,
		).toBe(token("mine"));
		for (const ClientRequestToken of ["", "short"])
			expect(
				refusalOf(host, "PutSecretValue", {
					SecretId: "a",
					SecretString: "2",
					ClientRequestToken,
				}),
			).toBe("ValidationException");
		expect(
			refusalOf(host, "PutSecretValue", {
				SecretId: "a",
				SecretString: "2",
				ClientRequestToken: 1,
			}),
		).toBe("SerializationException");
	});

	it("makes no version of a request without a value", () => {
		const host = hostAtNoon();
		expect(run(host, "CreateSecret", { Name: "a" })).not.toHaveProperty(
			"VersionId",
		);
		expect(
			run(host, "UpdateSecret", { SecretId: "a", Description: "d" }),
		).not.toHaveProperty("VersionId");
	});

	it("is not asked for by transact, which is for shells whose clients fill it in", () => {
		const host = hostAtNoon();
		const { result } = host.transact((store, context) =>
			execute(
				store,
				{ operation: "CreateSecret", input: { Name: "a" } },
				context,
			),
		);
		expect(result).toMatchObject({
			ok: false,
			error: { name: "InvalidRequestException" },
		});
	});

	it("leaves the caller's request as it is", () => {
		const input = Object.freeze({ Name: "a", SecretString: "1" });
		run(hostAtNoon(), "CreateSecret", input);
		expect(input).toEqual({ Name: "a", SecretString: "1" });
	});

	it.each([[[]], ["db"], [7], [true], [null], [new Uint8Array(1)]])(
		"does not make a request of %j, which is none",
		(input) => {
			expect(refusalOf(hostAtNoon(), "CreateSecret", input)).toBe(
				"SerializationException",
			);
		},
	);
});
