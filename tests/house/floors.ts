/**
 * The floors of the house as data. A file imports from its own room or from a
 * room with a smaller level; rooms of one level are neighbours without a door.
 */
export interface Floor {
	/** A folder of `src`, or the one file that stands directly in it. */
	readonly room: string;
	readonly level: number;
	/** The npm packages the room may use; subpaths of them included. */
	readonly packages: readonly string[];
	/** May the room use what Node brings along (`node:…`)? */
	readonly builtins: boolean;
}

/** The public door of the pure floors: it stands for users, nobody inside goes through it. */
export const publicDoor = "index.ts";

/** Up to this level everything is a function; below the glass something may be held. */
export const glass = 8;

export const floors: readonly Floor[] = [
	floor(0, "base", ["sorted-btree", "@noble/hashes", "@noble/ciphers"]),
	floor(1, "values"),
	floor(2, "kms", ["@noble/ciphers", "@noble/hashes"]),
	floor(2, "iam", ["ipaddr.js"]),
	floor(3, "model", ["immer", "croner"]),
	floor(4, "store"),
	floor(5, "api"),
	floor(6, "operations"),
	floor(7, "engine"),
	floor(7.5, publicDoor),
	floor(8, "wire"),
	floor(9, "sdk"),
	floor(10, "host", ["nanoid"]),
	floor(11, "http"),
	floor(11, "testing", ["fast-check"]),
	{ ...floor(12, "node", ["@smithy/signature-v4"]), builtins: true },
];

/** The room of a path below `src`: its first folder, or the file itself at the top. */
export function roomOf(path: string): string {
	return path.split("/")[0] ?? path;
}

export function floorOf(path: string): Floor | undefined {
	return floors.find(({ room }) => room === roomOf(path));
}

export function isPure(path: string): boolean {
	const found = floorOf(path);
	return found !== undefined && found.level <= glass;
}

function floor(
	level: number,
	room: string,
	packages: readonly string[] = [],
): Floor {
	return { room, level, packages, builtins: false };
}
