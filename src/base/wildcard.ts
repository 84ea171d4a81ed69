/**
 * Whether a pattern is the whole text: `*` stands for any run of UTF-16 code units, `?` for one, all else for itself.
 * After a mismatch only the last `*` takes one more, so that the work is at most the product of both lengths.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
	let p = 0;
	let t = 0;
	let star = -1; // where the last `*` stands, and up to where it has taken the text
	let taken = 0;
	while (t < text.length) {
		if (pattern[p] === "*") {
			star = p++;
			taken = t;
		} else if (pattern[p] === "?" || pattern[p] === text[t]) {
			p++;
			t++;
		} else if (star >= 0) {
			p = star + 1;
			t = ++taken;
		} else return false;
	}
	while (pattern[p] === "*") p++;
	return p === pattern.length;
}
