import ts from "typescript";
import { parse, type Source, walk } from "./source.js";

/** What the sources declare under a name; two files may declare the same one. */
export type Declarations = ReadonlyMap<string, readonly Declaration[]>;
type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

export function declarationsOf(sources: readonly Source[]): Declarations {
	const found = new Map<string, readonly Declaration[]>();
	for (const node of sources.map(parse).flatMap((file) => [...walk(file)])) {
		if (!isDeclaration(node)) continue;
		const { text } = node.name;
		found.set(text, [...(found.get(text) ?? []), node]);
	}
	return found;
}

/**
 * True when nothing can be written to a value seen through the type: a readonly array or collection, or a record whose
 * members are all readonly. It looks at the outermost level only.
 */
export function isReadonlyType(
	type: ts.TypeNode,
	declarations: Declarations,
): boolean {
	const isReadonly = (part: ts.TypeNode) => isReadonlyType(part, declarations);
	if (ts.isParenthesizedTypeNode(type)) return isReadonly(type.type);
	if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) {
		return type.types.every(isReadonly);
	}
	if (ts.isTypeLiteralNode(type)) return type.members.every(isReadonlyMember);
	if (ts.isTypeOperatorNode(type)) {
		return type.operator === ts.SyntaxKind.ReadonlyKeyword;
	}
	return ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)
		? isReadonlyName(type.typeName.text, declarations)
		: false;
}

function isDeclaration(node: ts.Node): node is Declaration {
	return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
}

/** `Readonly<…>`, `ReadonlyMap<…>` and the like, the `const` of `as const`, and names that stand for such types. */
function isReadonlyName(name: string, declarations: Declarations): boolean {
	if (name === "const" || name.startsWith("Readonly")) return true;
	const meanings = declarations.get(name) ?? [];
	return (
		meanings.length > 0 &&
		meanings.every((meaning) => isReadonlyDeclaration(meaning, declarations))
	);
}

function isReadonlyDeclaration(
	declaration: Declaration,
	declarations: Declarations,
): boolean {
	if (ts.isTypeAliasDeclaration(declaration)) {
		return isReadonlyType(declaration.type, declarations);
	}
	const parents = declaration.heritageClauses?.flatMap(({ types }) => types);
	return (
		declaration.members.every(isReadonlyMember) &&
		(parents ?? []).every(({ expression }) =>
			isReadonlyName(expression.getText(), declarations),
		)
	);
}

function isReadonlyMember(member: ts.TypeElement): boolean {
	if (
		!ts.isPropertySignature(member) &&
		!ts.isIndexSignatureDeclaration(member)
	) {
		return true;
	}
	const modifiers: readonly ts.ModifierLike[] = member.modifiers ?? [];
	return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword);
}
