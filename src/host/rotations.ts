import type { RotationReport } from "../engine/report-rotation-step.js";
import { type ClientConfig, clientConfig } from "../sdk/client.js";
import type { Service } from "../sdk/service.js";
import { parseSecretArn } from "../values/arn.js";
import type { Effect, RotationEvent } from "../values/effect.js";
import { isServicePrincipal } from "../values/principal.js";
import type { FunctionEndpoint } from "./lambda.js";
import { withinTime } from "./time-limit.js";

/**
 * A rotation function. It gets the event that AWS would send it, so that a handler written for Lambda is one; it fails by
 * throwing or rejecting, and what it returns is not looked at.
 */
export type RotationFunction = (
	event: RotationEvent,
	tools: RotationTools,
) => unknown;

/** What a host gives a rotation function to work with. */
export interface RotationTools {
	/** For `new SecretsManagerClient(…)`: a client on the host, in the account and region of the secret. */
	readonly clientConfig: ClientConfig;
}

/** Rotation functions by their ARNs. */
export type RotationFunctions = Readonly<Record<string, RotationFunction>>;

/** Has rotation functions do what the core asks for. */
export interface Rotations {
	/** Begins what effects ask for, soon; how it went is reported. */
	perform(effects: readonly Effect[]): void;
	/** Whether something is under way. */
	isBusy(): boolean;
	/** Waits until nothing is under way, nor what follows from it. */
	settled(): Promise<void>;
}

/** What rotations need of their host. */
export interface RotationHost {
	readonly functions: RotationFunctions;
	/** Where the other functions are. */
	readonly endpoint: FunctionEndpoint | undefined;
	/** How long a step may take, in milliseconds of real time. */
	readonly timeout: number;
	readonly service: Service;
	/** Takes note of how a step went, and performs what follows. */
	report(report: RotationReport): void;
}

/**
 * Steps of different secrets go on side by side. A step that throws, rejects or takes too long has failed; what it comes
 * to later nobody hears.
 */
export function rotationsOf(host: RotationHost): Rotations {
	const underWay = new Set<Promise<void>>();

	async function carryOut({ functionArn, event }: Effect): Promise<void> {
		const { SecretId: arn, ClientRequestToken: token, Step: step } = event;
		const went = await invoke(host, functionArn, event).then(
			() => ({ ok: true }),
			(error: unknown) => ({ ok: false, message: messageOf(error) }),
		);
		try {
			host.report({ arn, token, step, ...went });
		} catch (error) {
			complain(error); // such as of a key service that throws; the rotation must not stay under way
			host.report({ arn, token, step, ok: false });
		}
	}

	return {
		perform(effects) {
			for (const effect of effects) {
				const done = carryOut(effect)
					.catch(complain)
					.finally(() => underWay.delete(done));
				underWay.add(done);
			}
		},
		isBusy: () => underWay.size > 0,
		async settled() {
			while (underWay.size > 0) await Promise.all(underWay);
		},
	};
}

/** Begins after the call that asked for it was answered. */
async function invoke(
	{ functions, endpoint, service, timeout }: RotationHost,
	functionArn: string,
	event: RotationEvent,
): Promise<void> {
	await undefined;
	const own = Object.hasOwn(functions, functionArn)
		? functions[functionArn]
		: undefined;
	if (own !== undefined) {
		const { account, region } = parseSecretArn(event.SecretId) ?? service;
		const tools = { clientConfig: clientConfig(service, { account, region }) };
		await withinTime(timeout, own({ ...event }, tools));
	} else if (isServicePrincipal(functionArn)) {
		// A service that rotates a secret of its own has nothing to be invoked.
	} else if (endpoint !== undefined) {
		await endpoint.invoke(functionArn, event);
	} else throw new Error(noFunction(functionArn));
}

const noFunction = (functionArn: string) =>
	`There is no rotation function ${functionArn}; give createHost({ rotationFunctions }) one of that name, or a server --lambda-endpoint.`;

/** What was thrown may be anything: an error that says nothing but its code, several at once, no error at all. */
function messageOf(error: unknown): string {
	if (typeof error === "string") return error;
	try {
		const { message, errorMessage, errors, code, name } = Object(error);
		const said = message || errorMessage;
		if (said) return String(said);
		if (Array.isArray(errors) && errors.length > 0)
			return errors.map(messageOf).join("; ");
		if (code || name) return [name, code].filter(Boolean).join(" ");
		return `The rotation function failed with ${JSON.stringify(error) ?? String(error)}.`;
	} catch {
		return "The rotation function failed.";
	}
}

function complain(error: unknown): void {
	console.error(
		"pure-secrets-manager: a rotation step cannot be reported:",
		error,
	);
}
