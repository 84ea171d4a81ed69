import { execFile } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { join, sep } from "node:path";
import ts from "typescript";
import { repository } from "./source.js";

/** A TypeScript program that the documentation shows. */
export interface Program {
	/** Where a reader finds it: `README.md:12`, `docs/examples/pure.ts`. */
	readonly place: string;
	/** The file to check and to run, below the repository. */
	readonly file: string;
	/** What to write into that file first; `undefined` when it stands there already. */
	readonly text: string | undefined;
}

export interface Run {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** Ignored by git, and inside the repository so that the package finds itself and its dependencies. */
const FENCES = "tests/house/.fences";

/** Each TypeScript fence of a Markdown text as a program of its own. */
export function programsIn(page: string, markdown: string): readonly Program[] {
	const lines = markdown.split(/\r?\n/);
	return fencesIn(lines, /^(ts|typescript)$/).map(({ start, end }) => ({
		place: `${page}:${start + 1}`,
		file: `${FENCES}/${page.replace(/\W+/g, "-")}-${start + 1}.ts`,
		// The lines keep their numbers, so that a complaint points into the page.
		text: "\n".repeat(start + 1) + lines.slice(start + 1, end).join("\n"),
	}));
}

/** What the fences of one language hold, which is the word behind their marks. */
export function scriptsIn(
	markdown: string,
	language: RegExp,
): readonly string[] {
	const lines = markdown.split(/\r?\n/);
	return fencesIn(lines, language).map(({ start, end }) =>
		lines.slice(start + 1, end).join("\n"),
	);
}

/** Every program that README and docs show: their fences, and the examples. */
export function readPrograms(): readonly Program[] {
	const docs = readdirSync(join(repository, "docs"), {
		recursive: true,
		encoding: "utf8",
	}).map((path) => `docs/${path.split(sep).join("/")}`);
	const pages = ["README.md", ...docs].filter(
		(path) => path.endsWith(".md") && existsSync(join(repository, path)),
	);
	const examples = docs.filter((path) =>
		/^docs\/examples\/[^/]+\.ts$/.test(path),
	);
	return [
		...pages.flatMap((page) =>
			programsIn(page, readFileSync(join(repository, page), "utf8")),
		),
		...examples.map((file) => ({ place: file, file, text: undefined })),
	];
}

export function writeFences(programs: readonly Program[]): void {
	mkdirSync(join(repository, FENCES), { recursive: true });
	for (const { file, text } of programs) {
		if (text !== undefined) writeFileSync(join(repository, file), text);
	}
	// Without the paths of the repository's own, so that programs run on what was built.
	writeFileSync(join(repository, FENCES, "tsconfig.json"), "{}");
}

export function removeFences(): void {
	rmSync(join(repository, FENCES), { recursive: true, force: true });
}

/** Type errors of the programs under the options of the repository, one text each. */
export function typeErrors(programs: readonly Program[]): readonly string[] {
	const files = programs.map(({ file }) => join(repository, file));
	const program = ts.createProgram(files, compilerOptions());
	return program
		.getSourceFiles()
		.filter(({ fileName }) => files.includes(join(fileName)))
		.flatMap((file) => [
			...program.getSyntacticDiagnostics(file),
			...program.getSemanticDiagnostics(file),
		])
		.map(describeDiagnostic);
}

/** Runs a program as a user would, from the top of the repository. */
export function run({ file }: Program): Promise<Run> {
	return new Promise((resolve) => {
		execFile(
			process.execPath,
			["--no-warnings", "--import", "tsx", join(repository, file)],
			{
				cwd: repository,
				env: {
					...process.env,
					TSX_TSCONFIG_PATH: join(FENCES, "tsconfig.json"),
				},
				timeout: 55_000,
			},
			(error, stdout, stderr) => {
				resolve({ code: exitCode(error), stdout, stderr });
			},
		);
	});
}

interface Fence {
	/** The line that opens it and the line that closes it, counted from 0. */
	readonly start: number;
	readonly end: number;
}

function fencesIn(lines: readonly string[], wanted: RegExp): readonly Fence[] {
	const fences: Fence[] = [];
	let start = 0;
	while (start < lines.length) {
		const [, mark, language = ""] =
			/^\s*(```+|~~~+)\s*(\w*)/.exec(lines[start] ?? "") ?? [];
		const end = mark === undefined ? start : endOfFence(lines, start, mark);
		if (mark !== undefined && wanted.test(language))
			fences.push({ start, end });
		start = end + 1;
	}
	return fences;
}

function endOfFence(
	lines: readonly string[],
	start: number,
	mark: string,
): number {
	const end = lines.findIndex(
		(line, at) => at > start && line.trim().startsWith(mark),
	);
	return end < 0 ? lines.length : end;
}

function compilerOptions(): ts.CompilerOptions {
	const path = join(repository, "tsconfig.json");
	const { config } = ts.readConfigFile(path, ts.sys.readFile);
	const { options } = ts.parseJsonConfigFileContent(config, ts.sys, repository);
	// Each program stands alone: two without an import must not see each other's names.
	return { ...options, moduleDetection: ts.ModuleDetectionKind.Force };
}

function describeDiagnostic({
	file,
	start = 0,
	messageText,
}: ts.Diagnostic): string {
	const text = ts.flattenDiagnosticMessageText(messageText, "\n");
	if (file === undefined) return text;
	const { line } = file.getLineAndCharacterOfPosition(start);
	return `${file.fileName}:${line + 1} ${text}`;
}

/** What is no number ended otherwise: by a signal, say, when the time was up. */
function exitCode(error: { readonly code?: unknown } | null): number {
	if (error === null) return 0;
	return typeof error.code === "number" ? error.code : -1;
}
