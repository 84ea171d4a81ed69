/** What a pure function that may refuse returns: refusals are values, never exceptions. */
export type Result<V, E> =
	| { readonly ok: true; readonly value: V }
	| { readonly ok: false; readonly error: E };

export const ok = <V>(value: V): { readonly ok: true; readonly value: V } => ({
	ok: true,
	value,
});

export const err = <E>(
	error: E,
): { readonly ok: false; readonly error: E } => ({ ok: false, error });
