import fc from "fast-check";
import { keyScope, keyState } from "../../support/key-arbitraries.js";
import { keyChoice, setUp } from "./key-command.js";

export const setKeyState = () =>
	fc
		.record({ scope: keyScope(), key: keyChoice(), state: keyState() })
		.map(({ scope, key, state }) =>
			setUp("setKeyState", scope, { state }, key),
		);
