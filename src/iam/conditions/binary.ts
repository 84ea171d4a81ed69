import { base64Decode } from "../../base/bytes.js";
import type { Matcher } from "./matcher.js";

/** BinaryEquals: the same bytes, in base64, of which there is one writing. Policy variables are not read. */
export const sameBinary: Matcher = (values) => {
	const wanted = new Set(values.map(({ text }) => text));
	return (value) => wanted.has(value) && base64Decode(value).ok;
};
