import fc from "fast-check";
import { rotationRequest } from "../../support/rotation-arbitraries.js";
import { anywhere, call } from "./command.js";

export const rotateSecret = (where = anywhere()) =>
	fc
		.record({ ...where, input: rotationRequest() })
		.map(({ scope, secret, input }) =>
			call("RotateSecret", scope, secret, input),
		);
