/** Middy's middleware for secrets, on a Lambda function: https://middy.js.org/docs/middlewares/secrets-manager */
import middy from "@middy/core";
import secretsManager from "@middy/secrets-manager";
import type { Host } from "pure-secrets-manager/host";
import { clientConfig } from "pure-secrets-manager/sdk";
import { beforeEach, describe, expect, it } from "vitest";
import { FUNCTION, rotatesThrough } from "../../host/a-rotation.js";
import { hostAtNoon, record, run } from "../../host/host-at-noon.js";
import { endpointOf, signedBy } from "./a-service.js";

/** Its types do not know `fetchRotationDate`, which its documentation does. */
type Options = Parameters<typeof secretsManager>[0] & {
	readonly fetchRotationDate?: boolean;
	readonly cacheKeyExpiry?: Record<string, number>;
};

let host: Host;
let caches = 0;
beforeEach(() => {
	host = hostAtNoon();
	run(host, "CreateSecret", { Name: "db", SecretString: '{"user":"orders"}' });
	run(host, "CreateSecret", { Name: "key", SecretString: "plain text" });
});

/** A function that answers with the secrets in its context, which the middleware puts there. */
function lambda(options: Options) {
	const handler = middy()
		.use(
			secretsManager({
				awsClientOptions: clientConfig(host),
				setToContext: true,
				cacheKey: `cache ${caches++}`, // there is one cache for the whole process
				...options,
			}),
		)
		.handler(async (_event: unknown, context: object) => ({ ...context }));
	return () => Reflect.apply(handler, undefined, [{}, {}]) as Promise<object>;
}

describe("a function with secrets", () => {
	it("gets JSON as a value, and other text as it is", async () => {
		const call = lambda({ fetchData: { db: "db", key: "key" } });
		expect(await call()).toEqual({
			db: { user: "orders" },
			key: "plain text",
		});
	});

	it("gets them over HTTP as well", async () => {
		const call = lambda({
			fetchData: { db: "db" },
			awsClientOptions: { ...signedBy(), endpoint: await endpointOf(host) },
		});
		expect(await call()).toEqual({ db: { user: "orders" } });
	});

	it("fails where one is missing, for the reason that AWS gives", async () => {
		const call = lambda({ fetchData: { db: "nobody" }, disablePrefetch: true });
		await expect(call()).rejects.toMatchObject({
			cause: { data: [{ name: "ResourceNotFoundException" }] },
		});
	});
});

describe("its cache", () => {
	const asked = (events: readonly { readonly name: string }[]) =>
		events.map(({ name }) => name);

	it("keeps a value for good, unless told otherwise", async () => {
		const heard = record(host);
		const call = lambda({ fetchData: { db: "db" } });
		await call();
		await call();
		expect(asked(heard)).toEqual(["GetSecretValue"]);
	});

	it("is none for an expiry of 0", async () => {
		const heard = record(host);
		const call = lambda({
			fetchData: { db: "db" },
			cacheExpiry: 0,
			disablePrefetch: true,
		});
		await call();
		run(host, "PutSecretValue", { SecretId: "db", SecretString: "second" });
		expect(await call()).toEqual({ db: "second" });
		expect(
			asked(heard).filter((name) => name === "GetSecretValue"),
		).toHaveLength(2);
	});

	it("looks for the date of the next rotation, of which a secret that does not rotate has none", async () => {
		const heard = record(host);
		const call = lambda({ fetchData: { db: "db" }, fetchRotationDate: true });
		expect(await call()).toEqual({ db: { user: "orders" } });
		expect(asked(heard)).toEqual(["DescribeSecret", "GetSecretValue"]);
	});

	it("finds the date of the next rotation, which it takes for seconds", async () => {
		// given a secret that rotates
		host = hostAtNoon({
			rotationFunctions: { [FUNCTION]: rotatesThrough(() => host) },
		});
		run(host, "CreateSecret", { Name: "db", SecretString: "first" });
		run(host, "RotateSecret", {
			SecretId: "db",
			RotationLambdaARN: FUNCTION,
			RotationRules: { AutomaticallyAfterDays: 1 },
		});
		await host.settled();
		// when it is read
		const cacheKeyExpiry: Record<string, number> = {};
		const call = lambda({
			fetchData: { db: "db" },
			fetchRotationDate: true,
			cacheKeyExpiry,
		});
		await call();
		// then its value is kept until that date, a thousandfold
		const { NextRotationDate } = run(host, "DescribeSecret", {
			SecretId: "db",
		});
		expect(cacheKeyExpiry).toEqual({ db: NextRotationDate * 1000 });
	});
});
