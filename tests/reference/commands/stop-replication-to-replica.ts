import fc from "fast-check";
import { anywhere, call } from "./command.js";

export const stopReplicationToReplica = (where = anywhere()) =>
	fc
		.record({ ...where })
		.map(({ scope, secret }) =>
			call("StopReplicationToReplica", scope, secret, {}),
		);
