import fc from "fast-check";
import { anywhere, call } from "./command.js";

export const describeSecret = (where = anywhere()) =>
	fc
		.record({ ...where })
		.map(({ scope, secret }) => call("DescribeSecret", scope, secret, {}));
