import type { RotationStep } from "./rotation-step.js";

/**
 * What the host is asked to do, as data: to invoke a rotation function with an event, and to report with
 * `reportRotationStep` how it went. Of a managed rotation `functionArn` is the principal of the owning service, such as
 * `rds.amazonaws.com`: there is nothing to invoke, and the report alone makes the service do its step.
 */
export interface Effect {
	readonly kind: "invokeRotationFunction";
	readonly functionArn: string;
	readonly event: RotationEvent;
}

/** What AWS hands to a rotation function. */
export interface RotationEvent {
	/** The complete ARN of the secret. */
	readonly SecretId: string;
	/** The id of the version that the rotation makes. */
	readonly ClientRequestToken: string;
	readonly Step: RotationStep;
	/** To be passed on to PutSecretValue: it says which rotation the value comes from. */
	readonly RotationToken: string;
}
