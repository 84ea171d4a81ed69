import fc from "fast-check";
import { scope, secretId } from "../../support/arbitraries.js";
import { call } from "./command.js";

export const deleteResourcePolicy = () =>
	fc
		.record({ scope: scope(), secret: secretId() })
		.map(({ scope, secret }) =>
			call("DeleteResourcePolicy", scope, secret, {}),
		);
