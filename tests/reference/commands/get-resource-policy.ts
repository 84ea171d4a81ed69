import fc from "fast-check";
import { anywhere, call } from "./command.js";

export const getResourcePolicy = (where = anywhere()) =>
	fc
		.record({ ...where })
		.map(({ scope, secret }) => call("GetResourcePolicy", scope, secret, {}));
