import { describe, expect, it } from "vitest";
import { floors, glass, isPure } from "./floors.js";
import { findImpurities } from "./purity.js";
import { readSources } from "./source.js";

const READONLY = `interface Base { readonly a: number; f(): void }
	type Plan = (Base & { readonly b?: 1 }) | Readonly<Base>;`;
const MUTABLE = "interface Plan { a: number }";
const PARTLY = `interface Base { a: number }
	interface Plan extends Base { readonly b?: 1 }`;

const pureSources = readSources().filter(({ path }) => isPure(path));

describe("the pure floors", () => {
	it("are the ones above the glass", () => {
		const pure = floors.filter(({ level }) => level <= glass);
		expect(pure.map(({ room }) => room)).toEqual([
			"base",
			"values",
			"kms",
			"iam",
			"model",
			"store",
			"api",
			"operations",
			"engine",
			"index.ts",
			"wire",
		]);
		expect(pureSources.length).toBeGreaterThan(30);
	});

	it("neither ask the world nor keep anything", { timeout: 30_000 }, () => {
		expect(findImpurities(pureSources)).toEqual([]);
	});
});

describe("the checker of purity", () => {
	it.each([
		["the clock", "export const now = () => Date.now();"],
		["the clock, by key", 'export const now = () => Date["now"]();'],
		[
			"the clock, unpacked",
			"export const f = () => { const { now } = Date; };",
		],
		["the present", "export const now = () => new Date();"],
		["the present, perhaps", "export const f = (x: []) => new Date(...x);"],
		["the present as text", "export const now = () => Date();"],
		["a local date", "export const f = () => new Date(2024, 1);"],
		["the time zone", "export const f = (d: Date) => d.getHours();"],
		["chance", "export const f = () => Math.random();"],
		["chance, by key", 'export const f = () => Math["random"]();'],
		[
			"chance, unpacked",
			"export const f = () => { const { random } = Math; };",
		],
		["Intl", "export const f = () => new Intl.NumberFormat();"],
		["a locale", "export const f = (n: number) => n.toLocaleString();"],
		["collation", "export const f = (a: string) => a.localeCompare(a);"],
		["performance", "export const f = () => performance.now();"],
		["crypto", "export const f = () => crypto.randomUUID();"],
		["process", "export const f = () => process.env;"],
		["console", "export const f = () => console.log(1);"],
		["fetch", 'export const f = () => fetch("/");'],
		["fetch in a record", "export const f = () => ({ fetch });"],
		["a timeout", "export const f = (g: () => void) => setTimeout(g, 1);"],
		["an interval", "export const f = (g: () => void) => setInterval(g, 1);"],
		["an immediate", "export const f = (g: () => void) => setImmediate(g);"],
		["a microtask", "export const f = (g: () => void) => queueMicrotask(g);"],
		["globalThis", 'export const f = () => Reflect.get(globalThis, "x");'],
		["Buffer", 'export const f = () => Buffer.from("");'],
		["structuredClone", "export const f = (x: object) => structuredClone(x);"],
		["a promise", "export const f = () => Promise.resolve(1);"],
		["an async function", "export async function f() {}"],
		["an async arrow", "export const f = async () => 1;"],
		["an async method", "export const f = () => ({ async g() {} });"],
		["await", "await 1;"],
		["a let", "let count = 0;"],
		["a var", "if (1) { var count = 0; }"],
		["a map", "const cache = new Map<string, string>();"],
		["a set", "const cache = new Set();"],
		["a weak map", "const cache = new WeakMap();"],
		["a weak set", "const cache: Readonly<WeakSet<object>> = new WeakSet();"],
		["an array", "const list = new Array(3);"],
		["a map as an argument", "const f = remember(new Map());"],
		["a memory of results", "const arnOf = kept((text) => text);"],
		["a map in a static field", "class A { static all = new Map(); }"],
		["an array literal", "const list = [1, 2];"],
		["an array literal of a mutable type", "const list: number[] = [];"],
		["an object literal", "const state = { count: 0 };"],
		["an asserted object", "const state = ({} as Record<string, string>);"],
		["an object of a mutable type", `${MUTABLE} const x: Plan = { a: 1 };`],
		[
			"an object of a partly mutable type",
			`${PARTLY} const x: Plan = { a: 1 };`,
		],
		["an object of an unknown type", "const x: Plan = { a: 1 };"],
		["a default export", "export default { count: 0 };"],
		["a literal in a static field", "class A { static all = [1]; }"],
		["a throw", 'export const f = () => { throw new Error("no"); };'],
		["a thrown failure", "export const f = (x: unknown) => { throw x; };"],
	])("finds %s", (_, text) => {
		expect(findImpurities([{ path: "model/a.ts", text }])).toHaveLength(1);
	});

	it.each([
		["an instant of a number", "export const f = (n: number) => new Date(n);"],
		["UTC", "export const f = () => Date.UTC(2024, 0);"],
		["a UTC hour", "export const f = (d: Date) => d.getUTCHours();"],
		["the type Date", "export const f = (d: unknown) => d instanceof Date;"],
		["arithmetic", "export const f = (n: number) => Math.floor(n);"],
		[
			"a member of a global's name",
			"export const f = (x: { process: 1 }) => x.process;",
		],
		[
			"words about globals",
			'export const f = () => "Date.now()"; // Math.random()',
		],
		["a local variable", "export const f = () => { let n = 0; return n++; };"],
		["a local map", "export const f = () => new Map();"],
		["a local array", "export const f = () => { const list = [1]; };"],
		["an instance field", "export class A { readonly list = [1]; }"],
		["a readonly set", "const words: ReadonlySet<string> = new Set();"],
		["a readonly array", "const words: readonly string[] = [];"],
		["a readonly record", "const words: Readonly<Record<string, 1>> = {};"],
		["a constant literal", "const words = [1] as const;"],
		["a frozen literal", "const words = Object.freeze([1]);"],
		["a checked literal", "const words = { a: 1 } satisfies Words;"],
		["a record of a readonly type", `${READONLY} const x: Plan = { a: 1 };`],
		["a record of a readonly shape", "const x: { readonly a: 1 } = { a: 1 };"],
		[
			"a literal as an argument",
			"const f = operation({ name: 'x', list: [1] });",
		],
		["misuse", 'export const f = () => { throw new TypeError("no"); };'],
	])("lets %s pass", (_, text) => {
		expect(findImpurities([{ path: "model/a.ts", text }])).toEqual([]);
	});

	it("lets the invariant throw, and nothing beside it", () => {
		const text = 'export const f = () => { throw new Error("no"); };';
		expect(findImpurities([{ path: "base/invariant.ts", text }])).toEqual([]);
		expect(findImpurities([{ path: "base/result.ts", text }])).toHaveLength(1);
	});

	it("says where and what", () => {
		const text = "export const a = 1;\nexport const now = () => Date.now();\n";
		expect(findImpurities([{ path: "base/a.ts", text }])).toEqual([
			"src/base/a.ts:2: asks Date for the time or the time zone of the machine",
		]);
	});
});
