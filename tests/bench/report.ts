import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, totalmem, type } from "node:os";
import type { Spread } from "./measure.js";

/** One figure, with the goal that it is held against where there is one. */
export interface Row {
	readonly what: string;
	readonly figure: string;
	readonly goal?: string;
	readonly met?: boolean;
}

export interface Section {
	readonly title: string;
	readonly rows: readonly Row[];
}

/** A figure that must not exceed a bound. */
export const atMost = (
	what: string,
	value: Spread | number,
	bound: number,
	unit = "×",
): Row => ({
	...only(what, value, unit),
	goal: `at most ${bound}${unit}`,
	met: medianOf(value) <= bound,
});

/** A ratio that must reach a bound. */
export const atLeast = (what: string, value: Spread, bound: number): Row => ({
	...only(what, value, "×"),
	goal: `at least ${bound}×`,
	met: value.median >= bound,
});

/** A figure without a goal. */
export const only = (
	what: string,
	value: Spread | number,
	unit: string,
): Row => ({ what, figure: printed(value, unit) });

const medianOf = (value: Spread | number): number =>
	typeof value === "number" ? value : value.median;

const printed = (value: Spread | number, unit: string): string =>
	typeof value === "number"
		? `${rounded(value)}${unit}`
		: `${rounded(value.median)}${unit} (${rounded(value.low)}–${rounded(value.high)})`;

/** Three digits that mean something. */
const rounded = (value: number): string =>
	value >= 1000
		? Math.round(value).toLocaleString("en-US")
		: String(
				Number(value.toPrecision(value >= 100 ? 3 : 2 + Number(value >= 1))),
			);

export function print({ title, rows }: Section): string {
	const lines = rows.map(
		({ what, figure, goal = "", met }) =>
			`| ${what} | ${figure} | ${goal} | ${met === undefined ? "" : met ? "met" : "**missed**"} |`,
	);
	return [
		`### ${title}`,
		"",
		"| what | figure | goal | |",
		"| --- | ---: | --- | --- |",
		...lines,
	].join("\n");
}

const BEGIN = "<!-- figures: written by npm run bench -->";
const END = "<!-- end of figures -->";

/** Puts the figures between their marks in a page; the words around them are written by hand. */
export function writeFigures(page: URL, sections: readonly Section[]): void {
	const text = readFileSync(page, "utf8");
	const [before, rest] = text.split(BEGIN);
	const after = rest?.split(END)[1];
	if (after === undefined) throw new Error(`${page} has no place for figures.`);
	const figures = [setting(), ...sections.map(print)].join("\n\n");
	writeFileSync(page, `${before}${BEGIN}\n\n${figures}\n\n${END}${after}`);
	execFileSync("node_modules/.bin/biome", ["format", "--write", page.pathname]);
}

/** Where and when the figures were taken. */
function setting(): string {
	const versions = PACKAGES.map((name) => {
		const manifest = readFileSync(`node_modules/${name}/package.json`, "utf8");
		return `${name} ${JSON.parse(manifest).version}`;
	});
	const processors = cpus();
	return [
		`- Date: ${new Date().toISOString().slice(0, 10)}`,
		`- Machine: ${processors.length} × ${processors[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${arch()}`,
		`- Node ${process.version}, ${process.execArgv.join(" ")}`,
		`- ${versions.join(", ")}`,
	].join("\n");
}

/** Those whose speed is part of a figure. */
const PACKAGES = [
	"@noble/ciphers",
	"@noble/hashes",
	"sorted-btree",
	"immer",
	"@aws-sdk/client-secrets-manager",
	"tinybench",
];
