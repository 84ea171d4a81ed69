import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { type Failure, invalidParameter } from "../values/failure.js";
import type { Payload } from "../values/payload.js";

/** The one value that a text and bytes (as base64) make; `undefined` for neither, InvalidParameterException for both. */
export function valueFrom(
	text: string | undefined,
	base64: string | undefined,
): Result<Payload | undefined, Failure> {
	if (text !== undefined && base64 !== undefined)
		return err(
			invalidParameter(
				"You can't specify both a binary secret value and a string secret value in the same secret.",
			),
		);
	if (text !== undefined) return ok({ kind: "string", text });
	return ok(base64 === undefined ? undefined : { kind: "binary", base64 });
}
