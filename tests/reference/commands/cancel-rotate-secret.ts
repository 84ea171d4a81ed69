import fc from "fast-check";
import { anywhere, call } from "./command.js";

export const cancelRotateSecret = (where = anywhere()) =>
	fc
		.record({ ...where })
		.map(({ scope, secret }) => call("CancelRotateSecret", scope, secret, {}));
