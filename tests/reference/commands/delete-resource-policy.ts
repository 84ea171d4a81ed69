import fc from "fast-check";
import { anywhere, call } from "./command.js";

export const deleteResourcePolicy = (where = anywhere()) =>
	fc
		.record({ ...where })
		.map(({ scope, secret }) =>
			call("DeleteResourcePolicy", scope, secret, {}),
		);
