import { isBuiltin } from "node:module";
import { dirname, join } from "node:path/posix";
import ts from "typescript";
import { floorOf, publicDoor, roomOf } from "./floors.js";
import { parse, placeOf, type Source, walk } from "./source.js";

export interface Import {
	readonly from: string;
	/** `undefined` when the specifier is computed, so that nobody can tell where it leads. */
	readonly specifier: string | undefined;
	readonly place: string;
}

/** Every way in which a file names another module: values, types, re-exports, dynamic imports, `require`. */
export function importsOf(source: Source): readonly Import[] {
	const file = parse(source);
	const imports: Import[] = [];
	for (const node of walk(file)) {
		const named = moduleNamedBy(node);
		if (named === undefined) continue;
		imports.push({
			from: source.path,
			specifier: ts.isStringLiteralLike(named) ? named.text : undefined,
			place: placeOf(node),
		});
	}
	return imports;
}

/** One sentence per import that the floors forbid, and per room that is not in the table. */
export function findForbiddenImports(
	sources: readonly Source[],
): readonly string[] {
	const paths = new Set(sources.map(({ path }) => path));
	const strangers = [...paths]
		.filter((path) => floorOf(path) === undefined)
		.map(
			(path) => `src/${path}: ${roomOf(path)} is not in the table of floors`,
		);
	const forbidden = sources.flatMap(importsOf).flatMap((found) => {
		const complaint = complaintAbout(found, paths);
		return complaint === undefined ? [] : [`${found.place}: ${complaint}`];
	});
	return [...strangers, ...forbidden];
}

/** One sentence per import cycle, written as the way round: `a.ts → b.ts → a.ts`. */
export function findCycles(sources: readonly Source[]): readonly string[] {
	const targets = targetsByFile(sources);
	const cycles: string[] = [];
	const finished = new Set<string>();
	const visit = (file: string, trail: readonly string[]): void => {
		const start = trail.indexOf(file);
		if (start >= 0) {
			cycles.push([...trail.slice(start), file].join(" → "));
			return;
		}
		if (finished.has(file)) return;
		for (const target of targets.get(file) ?? []) {
			visit(target, [...trail, file]);
		}
		finished.add(file);
	};
	for (const { path } of sources) visit(path, []);
	return cycles;
}

function moduleNamedBy(node: ts.Node): ts.Node | undefined {
	if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
		return node.moduleSpecifier;
	}
	if (ts.isExternalModuleReference(node)) return node.expression;
	if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name)) {
		return node.name;
	}
	if (ts.isImportTypeNode(node)) {
		return ts.isLiteralTypeNode(node.argument)
			? node.argument.literal
			: node.argument;
	}
	return ts.isCallExpression(node) && loadsModule(node.expression)
		? (node.arguments[0] ?? node)
		: undefined;
}

function loadsModule(callee: ts.Expression): boolean {
	return (
		callee.kind === ts.SyntaxKind.ImportKeyword ||
		(ts.isIdentifier(callee) && callee.text === "require")
	);
}

function complaintAbout(
	{ from, specifier }: Import,
	paths: ReadonlySet<string>,
): string | undefined {
	if (specifier === undefined) return "imports a computed path";
	if (!specifier.startsWith(".")) return packageComplaint(from, specifier);
	const target = resolve(from, specifier, paths);
	return target === undefined
		? `imports ${specifier}, which is no file of src`
		: climbComplaint(from, target);
}

function packageComplaint(from: string, specifier: string): string | undefined {
	const floor = floorOf(from);
	const allowed = isBuiltin(specifier)
		? floor?.builtins
		: floor?.packages.includes(packageOf(specifier));
	return allowed
		? undefined
		: `${roomOf(from)} may not use the package ${specifier}`;
}

/** `@noble/hashes` of `@noble/hashes/sha2.js`. */
function packageOf(specifier: string): string {
	const depth = specifier.startsWith("@") ? 2 : 1;
	return specifier.split("/").slice(0, depth).join("/");
}

function climbComplaint(from: string, target: string): string | undefined {
	if (target === publicDoor) {
		return `imports src/${publicDoor}, the door for those outside`;
	}
	if (roomOf(from) === roomOf(target)) return undefined;
	const [own, other] = [floorOf(from), floorOf(target)];
	if (own === undefined || other === undefined) return undefined;
	return other.level < own.level
		? undefined
		: `climbs from ${own.room} (${own.level}) to ${other.room} (${other.level})`;
}

/** The file of src behind a relative specifier, whichever of the usual spellings it has. */
function resolve(
	from: string,
	specifier: string,
	paths: ReadonlySet<string>,
): string | undefined {
	const target = join(dirname(from), specifier);
	const spellings = [
		target,
		target.replace(/\.([cm]?)js$/, ".$1ts"),
		`${target}.ts`,
		join(target, "index.ts"),
	];
	return spellings.find((path) => paths.has(path));
}

function targetsByFile(
	sources: readonly Source[],
): ReadonlyMap<string, readonly string[]> {
	const paths = new Set(sources.map(({ path }) => path));
	return new Map(
		sources.map((source) => [
			source.path,
			importsOf(source).flatMap(({ from, specifier }) => {
				if (!specifier?.startsWith(".")) return [];
				return resolve(from, specifier, paths) ?? [];
			}),
		]),
	);
}
