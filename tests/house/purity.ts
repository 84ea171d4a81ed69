import ts from "typescript";
import {
	type Declarations,
	declarationsOf,
	isReadonlyType,
} from "./readonly-types.js";
import { parse, placeOf, type Source, walk } from "./source.js";

/** Says what is impure about a node, or nothing. */
type Rule = (node: ts.Node, declarations: Declarations) => string | undefined;

/** One sentence per place where a file asks the world instead of its arguments, or keeps something. */
export function findImpurities(sources: readonly Source[]): readonly string[] {
	const declarations = declarationsOf(sources);
	return sources.flatMap((source) => {
		const rules = [
			...LAWS,
			...(mayThrow(source) ? [] : [refuseThrow]),
			...(mayKeep(source) ? [] : [refuseMemory]),
		];
		return [...walk(parse(source))].flatMap((node) =>
			rules.flatMap((rule) => {
				const complaint = rule(node, declarations);
				return complaint === undefined ? [] : `${placeOf(node)}: ${complaint}`;
			}),
		);
	});
}

const refuseAmbient: Rule = (node) =>
	isReference(node) && AMBIENT.has(node.text)
		? `uses the global ${node.text}`
		: undefined;

/** What runs on its own, asks the world, or exists in one kind of runtime only. */
const AMBIENT: ReadonlySet<string> = new Set([
	"Buffer",
	"Intl",
	"Promise",
	"PromiseLike",
	"clearImmediate",
	"clearInterval",
	"clearTimeout",
	"console",
	"crypto",
	"fetch",
	"global",
	"globalThis",
	"performance",
	"process",
	"queueMicrotask",
	"setImmediate",
	"setInterval",
	"setTimeout",
	"structuredClone",
]);

const refuseClock: Rule = (node) =>
	isReference(node) && node.text === "Date" && !isTimelessUseOfDate(node)
		? "asks Date for the time or the time zone of the machine"
		: undefined;

/** An instant made of one number, arithmetic in UTC, and the mere type. */
function isTimelessUseOfDate(date: ts.Identifier): boolean {
	const { parent } = date;
	if (ts.isNewExpression(parent)) return hasOneArgument(parent);
	if (ts.isTypeReferenceNode(parent)) return true;
	if (ts.isBinaryExpression(parent)) {
		return parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
	}
	return ["UTC", "parse", "prototype"].includes(memberNamedBy(parent) ?? "");
}

function hasOneArgument({ arguments: given }: ts.NewExpression): boolean {
	return given?.length === 1 && given[0] !== undefined
		? !ts.isSpreadElement(given[0])
		: false;
}

const refuseTimeZone: Rule = (node) =>
	LOCAL_TIME.test(memberNamedBy(node) ?? "")
		? `reads the time zone of the machine (${memberNamedBy(node)})`
		: undefined;

const LOCAL_TIME =
	/^([gs]et(FullYear|Month|Date|Day|Hours|Minutes)|getTimezoneOffset|to(Date|Time)String)$/;

const refuseChance: Rule = (node) => {
	if (!isReference(node) || node.text !== "Math") return undefined;
	const member = memberNamedBy(node.parent) ?? "random";
	return member === "random" ? "draws from Math.random" : undefined;
};

const refuseLocale: Rule = (node) => {
	const member = memberNamedBy(node) ?? "";
	return /^(toLocale|localeCompare$)/.test(member)
		? `asks the locale of the machine (${member})`
		: undefined;
};

const refuseWaiting: Rule = (node) =>
	node.kind === ts.SyntaxKind.AsyncKeyword ||
	node.kind === ts.SyntaxKind.AwaitKeyword ||
	ts.isAwaitExpression(node)
		? "waits (async or await)"
		: undefined;

const refuseVariable: Rule = (node) =>
	ts.isVariableDeclarationList(node) &&
	(node.flags & ts.NodeFlags.BlockScoped) !== ts.NodeFlags.Const &&
	runsAtLoad(node)
		? "keeps a variable in the module (let or var)"
		: undefined;

const refuseCollection: Rule = (node, declarations) =>
	ts.isNewExpression(node) &&
	ts.isIdentifier(node.expression) &&
	COLLECTIONS.has(node.expression.text) &&
	runsAtLoad(node) &&
	!isSeenReadonly(node, declarations)
		? `keeps a mutable ${node.expression.text} in the module`
		: undefined;

const COLLECTIONS: ReadonlySet<string> = new Set([
	"Array",
	"Map",
	"Set",
	"WeakMap",
	"WeakSet",
]);

const refuseLiteral: Rule = (node, declarations) =>
	(ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node)) &&
	isWholeValue(node) &&
	runsAtLoad(node) &&
	!isSeenReadonly(node, declarations)
		? "keeps a mutable literal in the module (as const, a readonly type or Object.freeze helps)"
		: undefined;

const refuseThrow: Rule = (node) =>
	ts.isThrowStatement(node) && !isMisuse(node.expression)
		? "throws: failures are results; only invariant, and TypeError for misuse, may"
		: undefined;

/** `base/kept` is a memory, of a pure function's results: a module that has one must have a reason. */
const refuseMemory: Rule = (node) =>
	ts.isCallExpression(node) &&
	ts.isIdentifier(node.expression) &&
	node.expression.text === "kept" &&
	runsAtLoad(node)
		? "keeps results in the module"
		: undefined;

const LAWS: readonly Rule[] = [
	refuseAmbient,
	refuseClock,
	refuseTimeZone,
	refuseChance,
	refuseLocale,
	refuseWaiting,
	refuseVariable,
	refuseCollection,
	refuseLiteral,
];

function mayThrow({ path }: Source): boolean {
	return path === "base/invariant.ts";
}

/**
 * Each write, and each version of a listing, asks for the ARN of the default key; call after call brings the same policies
 * of its caller, uses keys with the same policies, and is asked for the same condition keys
 * and ranges of addresses.
 */
function mayKeep({ path }: Source): boolean {
	return [
		"engine/access.ts",
		"iam/caller.ts",
		"iam/conditions/ip-address.ts",
		"iam/keys.ts",
		"kms/key.ts",
	].includes(path);
}

function isMisuse(thrown: ts.Expression): boolean {
	return (
		ts.isNewExpression(thrown) &&
		ts.isIdentifier(thrown.expression) &&
		thrown.expression.text === "TypeError"
	);
}

/** A name that stands for a value or type, not one that is being given (`{ process: 1 }`, `x.process`). */
function isReference(node: ts.Node): node is ts.Identifier {
	if (!ts.isIdentifier(node)) return false;
	const parent: ts.Node & { name?: ts.Node; propertyName?: ts.Node } =
		node.parent;
	if (ts.isShorthandPropertyAssignment(parent)) return true;
	if (ts.isQualifiedName(parent)) return parent.left === node;
	return parent.name !== node && parent.propertyName !== node;
}

/** `now` of `Date.now`, `Date?.now` and `Date["now"]`. */
function memberNamedBy(node: ts.Node): string | undefined {
	if (ts.isPropertyAccessExpression(node)) return node.name.text;
	if (!ts.isElementAccessExpression(node)) return undefined;
	const { argumentExpression: key } = node;
	return ts.isStringLiteralLike(key) ? key.text : undefined;
}

/** True outside every function body and instance field: such code runs once, and what it makes stays. */
function runsAtLoad(node: ts.Node): boolean {
	const { parent } = node;
	if (ts.isSourceFile(parent)) return true;
	if (ts.isFunctionLike(parent) || isInstanceField(parent)) return false;
	return runsAtLoad(parent);
}

function isInstanceField(node: ts.Node): boolean {
	return (
		ts.isPropertyDeclaration(node) &&
		!node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)
	);
}

/** The value of a constant, static field or default export, rather than an argument or a part of another value. */
function isWholeValue(literal: ts.Expression): boolean {
	const { parent } = unwrapped(literal);
	return isHolder(parent) || ts.isExportAssignment(parent);
}

function isHolder(
	node: ts.Node,
): node is ts.VariableDeclaration | ts.PropertyDeclaration {
	return ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node);
}

/** The types cannot show every mutation, but these make a careless one an error. */
function isSeenReadonly(
	value: ts.Expression,
	declarations: Declarations,
): boolean {
	if (isWeak(value)) return false;
	const wrappers = wrappersOf(value);
	if (wrappers.some(ts.isSatisfiesExpression)) return true;
	const holder = unwrapped(value).parent;
	const annotated = isHolder(holder) ? holder.type : undefined;
	const asserted = wrappers.filter(ts.isAsExpression).map(({ type }) => type);
	return [annotated, ...asserted].some(
		(type) => type !== undefined && isReadonlyType(type, declarations),
	);
}

/** A weak collection has no readonly face: it is there to remember. */
function isWeak(value: ts.Expression): boolean {
	return (
		ts.isNewExpression(value) &&
		ts.isIdentifier(value.expression) &&
		value.expression.text.startsWith("Weak")
	);
}

/** The outermost expression that is the same value: `(x as A)` for the `x` in it. */
function unwrapped(value: ts.Expression): ts.Expression {
	return wrappersOf(value).at(-1) ?? value;
}

function wrappersOf(value: ts.Expression): readonly ts.Expression[] {
	const { parent } = value;
	return ts.isParenthesizedExpression(parent) ||
		ts.isAsExpression(parent) ||
		ts.isSatisfiesExpression(parent)
		? [parent, ...wrappersOf(parent)]
		: [];
}
