import fc from "fast-check";
import { anywhere, call } from "./command.js";

export const restoreSecret = (where = anywhere()) =>
	fc
		.record({ ...where })
		.map(({ scope, secret }) => call("RestoreSecret", scope, secret, {}));
