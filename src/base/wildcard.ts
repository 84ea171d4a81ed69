/**
 * A pattern of wildcards, read: plain data. `*` stands for any run of UTF-16 code units, `?` for one, all else for itself.
 * What stands between the `*`s are its pieces: the first and the last have their places at the ends of a text.
 */
export interface Pattern {
	readonly first: Piece;
	/** Those that must follow each other somewhere between; none is empty. */
	readonly middle: readonly Piece[];
	/** `undefined` where there is no `*`: then the first piece is all of the text. */
	readonly last: Piece | undefined;
	/** The length of the shortest text that it can match. */
	readonly length: number;
}

export interface Piece {
	readonly text: string;
	/** Where in the text any code unit will do, ascending. */
	readonly any: readonly number[];
}

/** A part of a pattern's text; what is not wild is taken at its word, `*` and `?` too. */
export interface Chunk {
	readonly text: string;
	readonly wild: boolean;
}

/** Reads a pattern. */
export const parsePattern = (text: string): Pattern =>
	patternOf([{ text, wild: true }]);

/** Reads a pattern of which parts are literal. */
export function patternOf(chunks: readonly Chunk[]): Pattern {
	const ended: Piece[] = []; // by a `*`
	let length = 0;
	let text = "";
	let any: number[] = [];
	for (const chunk of chunks) {
		const runs = chunk.wild ? chunk.text.split("*") : [chunk.text];
		for (let i = 0; i < runs.length; i++) {
			const run = runs[i] as string;
			if (i > 0) {
				// Empty pieces between two `*`s say nothing.
				if (text !== "" || ended.length === 0) ended.push({ text, any });
				text = "";
				any = [];
			}
			for (
				let mark = chunk.wild ? run.indexOf("?") : -1;
				mark >= 0;
				mark = run.indexOf("?", mark + 1)
			)
				any.push(text.length + mark);
			text += run;
			length += run.length;
		}
	}
	const end = { text, any };
	const [first = end, ...middle] = ended;
	return { first, middle, last: first === end ? undefined : end, length };
}

/** A text that several patterns are held against: what one match found out about it, the next need not. */
export interface Subject {
	readonly text: string;
	/** The places of a code unit as bits, 32 to a number, with room behind the end; `null` where it has none. */
	readonly placesOf: (unit: number) => Int32Array | null;
	/** Whether it was held against so few pieces that its places are not worth to be found; each answer counts as one. */
	readonly isFresh: () => boolean;
}

export function subjectOf(text: string): Subject {
	const known = new Map<number, Int32Array | null>();
	let searches = 0;
	return {
		text,
		isFresh: () => ++searches <= MANY,
		placesOf(unit) {
			let places = known.get(unit);
			if (places === undefined) {
				places = findPlaces(text, unit);
				known.set(unit, places);
			}
			return places;
		},
	};
}

/** Short pieces that are found one by one before the places of a text are; few policies have more, or longer ones. */
const MANY = 32;
const SHORT = 64;

function findPlaces(text: string, unit: number): Int32Array | null {
	const character = String.fromCharCode(unit);
	let at = text.indexOf(character);
	if (at < 0) return null;
	const bits = new Int32Array((text.length >> 5) + 3);
	for (; at >= 0; at = text.indexOf(character, at + 1))
		bits[at >> 5] = (bits[at >> 5] as number) | (1 << (at & 31));
	return bits;
}

/**
 * Whether a pattern is the whole text. No pattern is slow: beside the places of its characters, which are found once for
 * each subject, the work is at most the length of the pattern times a thirty-second of that of the text.
 */
export function matches(pattern: Pattern, whole: string | Subject): boolean {
	const { first, middle, last, length } = pattern;
	const text = typeof whole === "string" ? whole : whole.text;
	if (last === undefined)
		return text.length === length && standsAt(first, text, 0);
	const end = text.length - last.text.length;
	if (
		text.length < length ||
		!standsAt(first, text, 0) ||
		!standsAt(last, text, end)
	)
		return false;
	if (middle.length === 0) return true;
	const subject = typeof whole === "string" ? subjectOf(whole) : whole;
	let from = first.text.length;
	for (const piece of middle) {
		// The leftmost place leaves the most room for the pieces behind.
		const at = findPiece(piece, subject, from, end - piece.text.length);
		if (at === undefined) return false;
		from = at + piece.text.length;
	}
	return true;
}

function standsAt({ text: own, any }: Piece, text: string, at: number) {
	if (any.length === 0) return text.startsWith(own, at);
	let free = 0;
	for (let i = 0; i < own.length; i++)
		if (any[free] === i) free++;
		else if (own.charCodeAt(i) !== text.charCodeAt(at + i)) return false;
	return true;
}

/**
 * The first place of a piece from one place to another. Of 32 places at once, each character of the piece rules out those
 * before which it does not stand as far off as in the piece.
 */
function findPiece(
	{ text: own, any }: Piece,
	subject: Subject,
	from: number,
	to: number,
): number | undefined {
	if (any.length === 0 && own.length <= SHORT && subject.isFresh()) {
		const at = subject.text.indexOf(own, from);
		return at < 0 || at > to ? undefined : at;
	}
	const offsets: number[] = [];
	const rows: Int32Array[] = [];
	let free = 0;
	for (let i = 0; i < own.length; i++) {
		if (any[free] === i) {
			free++;
			continue;
		}
		const places = subject.placesOf(own.charCodeAt(i));
		if (places === null) return undefined;
		offsets.push(i);
		rows.push(places);
	}
	for (let base = from & ~31; base <= to; base += 32) {
		let left = base < from ? -1 << (from & 31) : -1;
		for (let i = 0; i < rows.length && left !== 0; i++) {
			const row = rows[i] as Int32Array;
			const at = base + (offsets[i] as number);
			const word = at >> 5;
			const low = row[word] as number;
			// A shift by 32 would be none.
			left &=
				(at & 31) === 0
					? low
					: (low >>> at) | ((row[word + 1] as number) << -at);
		}
		if (left === 0) continue;
		const at = base + 31 - Math.clz32(left & -left);
		return at <= to ? at : undefined;
	}
	return undefined;
}
