/**
 * A shape of the service model as data: what the three readers of a member need (JSON typing, constraints, the wire) is
 * written down once. `In` is what a caller may give, `Read` what an operation sees, `Out` what an answer holds.
 */
export type Shape<In = unknown, Read = In, Out = Read> = ShapeData & {
	/** Phantom members: they carry the types and exist on no object. */
	readonly [inType]?: In;
	readonly [readType]?: Read;
	readonly [outType]?: Out;
};
declare const inType: unique symbol;
declare const readType: unique symbol;
declare const outType: unique symbol;

export type ShapeData =
	| ({ readonly kind: "string" } & TextConstraints)
	| ({ readonly kind: "integer" } & RangeConstraints)
	| { readonly kind: "boolean" }
	| { readonly kind: "timestamp" }
	| ({ readonly kind: "blob" } & LengthConstraints)
	| ({ readonly kind: "list"; readonly element: Shape } & LengthConstraints)
	| { readonly kind: "map"; readonly value: Shape }
	| { readonly kind: "structure"; readonly members: Members };

export interface LengthConstraints {
	/** Characters, bytes or elements. */
	readonly min?: number;
	readonly max?: number;
	/** A value that no message echoes. */
	readonly sensitive?: boolean;
}

export interface TextConstraints extends LengthConstraints {
	/** As the service model writes it; the whole text must match. */
	readonly pattern?: string;
	/** The only values there are. */
	readonly values?: readonly string[];
	/** Its length is that of its UTF-8, in bytes. */
	readonly countsBytes?: boolean;
}

export interface RangeConstraints {
	readonly min?: number;
	readonly max?: number;
}

export type Members = Readonly<Record<string, Member>>;

/** A member of a structure; required unless marked as optional. */
export type Member<
	In = unknown,
	Read = In,
	Out = Read,
	Optional extends boolean = boolean,
> = { readonly shape: Shape<In, Read, Out>; readonly optional: Optional };

export type In<S> = S extends Shape<infer I, infer _R, infer _O> ? I : never;
export type Read<S> = S extends Shape<infer _I, infer R, infer _O> ? R : never;
export type Out<S> = S extends Shape<infer _I, infer _R, infer O> ? O : never;

export const string = (constraints: TextConstraints = {}): Shape<string> => ({
	kind: "string",
	...constraints,
});

/** One of a few texts. */
export const oneOf = <Value extends string>(
	...values: readonly Value[]
): Shape<Value> => ({ kind: "string", values });

export const integer = (constraints: RangeConstraints = {}): Shape<number> => ({
	kind: "integer",
	...constraints,
});

export const boolean: Shape<boolean> = { kind: "boolean" };

/** Epoch milliseconds in an answer, epoch seconds on the wire. */
export const timestamp: Shape<number> = { kind: "timestamp" };

/** Bytes, or their base64; an operation sees base64, an answer holds bytes. */
export const blob = (
	constraints: LengthConstraints = {},
): Shape<Uint8Array | string, string, Uint8Array> => ({
	kind: "blob",
	...constraints,
});

export const list = <I, R, O>(
	element: Shape<I, R, O>,
	constraints: LengthConstraints = {},
): Shape<readonly I[], readonly R[], O[]> => ({
	kind: "list",
	element,
	...constraints,
});

export const map = <I, R, O>(
	value: Shape<I, R, O>,
): Shape<Record<string, I>, Record<string, R>, Record<string, O>> => ({
	kind: "map",
	value,
});

export const required = <I, R, O>(
	shape: Shape<I, R, O>,
): Member<I, R, O, false> => ({ shape, optional: false });

export const optional = <I, R, O>(
	shape: Shape<I, R, O>,
): Member<I, R, O, true> => ({ shape, optional: true });

export const structure = <M extends Members>(
	members: M,
): Shape<InMembers<M>, ReadMembers<M>, OutMembers<M>> => ({
	kind: "structure",
	members,
});

type RequiredNames<M extends Members> = {
	[K in keyof M]: M[K]["optional"] extends false ? K : never;
}[keyof M];

type OptionalNames<M extends Members> = Exclude<keyof M, RequiredNames<M>>;

type InMembers<M extends Members> = Flat<
	{ readonly [K in RequiredNames<M>]: In<M[K]["shape"]> } & {
		readonly [K in OptionalNames<M>]?: In<M[K]["shape"]> | undefined;
	}
>;

type ReadMembers<M extends Members> = Flat<
	{ readonly [K in RequiredNames<M>]: Read<M[K]["shape"]> } & {
		readonly [K in OptionalNames<M>]?: Read<M[K]["shape"]>;
	}
>;

type OutMembers<M extends Members> = Flat<
	{ [K in RequiredNames<M>]: Out<M[K]["shape"]> } & {
		[K in OptionalNames<M>]?: Out<M[K]["shape"]>;
	}
>;

/** One object type instead of an intersection, so that editors show members. */
type Flat<T> = { [K in keyof T]: T[K] } & {};
