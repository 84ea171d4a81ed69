import { holds } from "../../../src/iam/conditions/holds.js";
import { parseOperator } from "../../../src/iam/operator.js";
import { parseTemplate } from "../../../src/iam/template.js";

/** Whether an operator of this name holds for a key with the request's values (`undefined`: absent) and the policy's. */
export function held(
	name: string,
	own: string | readonly string[] | undefined,
	named: string | readonly string[],
	others: Readonly<Record<string, readonly string[]>> = {},
): boolean {
	const operator = parseOperator(name);
	if (operator === undefined) throw new Error(`${name} is no operator.`);
	const keys = new Map(Object.entries(others));
	if (own !== undefined) keys.set("key", [own].flat());
	const values = [named]
		.flat()
		.map((text) => parseTemplate(text, "2012-10-17"));
	return holds({ operator, key: "key", values }, keys);
}
