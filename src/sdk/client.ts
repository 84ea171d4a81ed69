import { isAccount } from "../values/account.js";
import { isRegion } from "../values/region.js";
import { requestHandler, type SdkRequestHandler } from "./request-handler.js";
import { requireService, type Service } from "./service.js";

/** What a client needs to live on a host. */
export interface ClientConfig {
	readonly region: string;
	readonly credentials: {
		readonly accessKeyId: string;
		readonly secretAccessKey: string;
	};
	readonly requestHandler: SdkRequestHandler;
}

/**
 * The configuration of a `new SecretsManagerClient(…)` that talks to a host. Overrides are options of the client, which
 * win; `account` (twelve digits) is for whom it calls, the host's account without it. Region and account of a call come
 * from the client's region and access key.
 */
export function clientConfig<Overrides extends object = Record<never, never>>(
	host: Service,
	overrides?: Overrides & { readonly account?: string | undefined },
): Omit<ClientConfig, keyof Overrides> & Omit<Overrides, "account"> {
	requireService("clientConfig", host);
	const { account = host.account, ...options } = withoutUndefined(overrides);
	if (typeof account !== "string" || !isAccount(account))
		throw new TypeError(
			'clientConfig: account must be a text of 12 digits, such as "123456789012".',
		);
	const region =
		typeof options.region === "string" ? options.region : host.region;
	if (!isRegion(region))
		throw new TypeError(
			'clientConfig: region must be a region name, such as "us-east-1".',
		);
	return {
		region: host.region,
		credentials: { accessKeyId: account, secretAccessKey: "not checked" },
		requestHandler: requestHandler(host, { account, region }),
		...options,
	} as unknown as Omit<ClientConfig, keyof Overrides> &
		Omit<Overrides, "account">;
}

/** An override that is `undefined`, such as an environment variable that is not set, is none. */
function withoutUndefined(
	overrides: { readonly account?: string | undefined } = {},
): {
	readonly account?: string;
	readonly region?: unknown;
} {
	return Object.fromEntries(
		Object.entries(overrides).filter(([, value]) => value !== undefined),
	);
}

/** Lets a client that exists already, with its own region and credentials, talk to a host; answers the client. */
export function attach<
	Client extends { readonly config: { requestHandler: unknown } },
>(client: Client, host: Service): Client {
	requireService("attach", host);
	if (Object(client).config === undefined)
		throw new TypeError("attach takes a client of the SDK, and then a host.");
	client.config.requestHandler = requestHandler(host);
	return client;
}
