import fc from "fast-check";
import { scope } from "../../support/arbitraries.js";
import { passwordRequest } from "../../support/passwords.js";
import { call } from "./command.js";

export const getRandomPassword = (where = scope()) =>
	fc
		.record({ scope: where, input: passwordRequest() })
		.map(({ scope, input }) =>
			call("GetRandomPassword", scope, undefined, input),
		);
