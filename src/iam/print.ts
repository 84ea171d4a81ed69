import { jsonTokens } from "./grammar.js";

/**
 * Prints a policy that parsed as AWS gives it back: its JSON as Jackson's default pretty printer writes it, two spaces for
 * each object around, lists on the lines of their brackets, members in their order.
 * Observed: the layout, in answers of GetResourcePolicy (2026-09).
 * Assumed: numbers stay as they were written.
 */
export function printPolicy(text: string): string {
	const tokens = jsonTokens(text);
	const around: string[] = []; // the brackets that are open
	let depth = 0; // how many of them are objects
	const line = () => `\n${"  ".repeat(depth)}`;
	const print = (token: string, i: number): string => {
		switch (token) {
			case "{":
				around.push(token);
				depth++;
				return tokens[i + 1] === "}" ? token : token + line();
			case "[":
				around.push(token);
				return tokens[i + 1] === "]" ? token : `${token} `;
			case "}":
				around.pop();
				depth--;
				return tokens[i - 1] === "{" ? " }" : line() + token;
			case "]":
				around.pop();
				return ` ${token}`;
			case ",":
				return around.at(-1) === "[" ? ", " : token + line();
			case ":":
				return " : ";
			default:
				// A text is escaped no more than it must be.
				return token.startsWith('"')
					? JSON.stringify(JSON.parse(token))
					: token;
		}
	};
	return tokens.map(print).join("");
}
