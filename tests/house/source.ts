import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** One TypeScript file: its path below `src` (with `/`) and its text. */
export interface Source {
	readonly path: string;
	readonly text: string;
}

export const repository = fileURLToPath(new URL("../..", import.meta.url));

export function readSources(): readonly Source[] {
	const src = join(repository, "src");
	return readdirSync(src, { recursive: true, encoding: "utf8" })
		.filter((path) => /\.[cm]?tsx?$/.test(path))
		.map((path) => ({
			path: path.split(sep).join("/"),
			text: readFileSync(join(src, path), "utf8"),
		}))
		.sort((a, b) => (a.path < b.path ? -1 : 1));
}

export function parse({ path, text }: Source): ts.SourceFile {
	return ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
}

/** `src/base/bytes.ts:12`, the place of a node as an editor opens it. */
export function placeOf(node: ts.Node): string {
	const file = node.getSourceFile();
	const { line } = file.getLineAndCharacterOfPosition(node.getStart());
	return `src/${file.fileName}:${line + 1}`;
}

/** The node and everything below it, in the order of the text. */
export function* walk(node: ts.Node): Generator<ts.Node> {
	yield node;
	for (const child of childrenOf(node)) yield* walk(child);
}

function childrenOf(node: ts.Node): readonly ts.Node[] {
	const children: ts.Node[] = [];
	ts.forEachChild(node, (child) => {
		children.push(child);
	});
	return children;
}
