/**
 * What the host is asked to do, as data. Operations of this version ask for nothing; the shape is fixed so that hosts
 * can be written for it.
 */
export interface Effect {
	readonly kind: "invokeRotationFunction";
	readonly functionArn: string;
	readonly event: {
		readonly SecretId: string;
		readonly ClientRequestToken: string;
		readonly Step: "createSecret" | "setSecret" | "testSecret" | "finishSecret";
		readonly RotationToken: string;
	};
}
