/** Gathers the body of a request as it arrives, in memory that grows with it, however small its pieces are. */
export interface BodyInPieces {
	/** Adds a piece; false as soon as the body is larger than its limit, and then nothing is kept any more. */
	add(piece: Uint8Array): boolean;
	whole(): Uint8Array;
}

export function bodyInPieces(limit: number): BodyInPieces {
	let bytes: Uint8Array = new Uint8Array(0);
	let size = 0;
	return {
		add(piece) {
			const end = size + piece.length;
			if (end > limit) {
				bytes = new Uint8Array(0);
				size = limit; // so that whatever follows is too much as well
				return false;
			}
			if (size === 0)
				bytes = piece; // most bodies come in one piece
			else {
				if (end > bytes.length) bytes = grown(bytes, end, limit);
				bytes.set(piece, size);
			}
			size = end;
			return true;
		},
		whole: () => bytes.subarray(0, size),
	};
}

/** Twice as large each time, so that all copying together is in proportion to the body. */
function grown(bytes: Uint8Array, needed: number, limit: number): Uint8Array {
	const larger = new Uint8Array(
		Math.min(limit, Math.max(needed, 2 * bytes.length)),
	);
	larger.set(bytes);
	return larger;
}
