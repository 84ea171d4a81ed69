/**
 * How deep the laws are tried, and how one counterexample is tried again. Every property of these tests goes through
 * here, so that one variable, LAW_DEEP, reaches them all: it is the number of runs of each, and lets sequences grow to
 * 200 steps. A failure prints the command that repeats it: with LAW_SEED and LAW_PATH the counterexample alone is
 * tried, and LAW_REPLAY tells which commands of a model-based one had run.
 */
import { relative } from "node:path";
import fc from "fast-check";
import { expect, vi } from "vitest";

const { LAW_DEEP, LAW_SEED, LAW_PATH, LAW_REPLAY } = process.env;

// A law takes the time it takes, and none fails for want of it.
vi.setConfig({ testTimeout: 0, hookTimeout: 0 });

/**
 * Fails with a counterexample, if `usual` runs (or LAW_DEEP) find one. `seen` counts what the property met: no member
 * may be zero after all runs, or the law was never put to the test.
 */
export function assertLaw<Ts>(
	property: fc.IProperty<Ts>,
	usual = 100,
	seen: Seen = {},
): void {
	judge(fc.check(property, depthOf(usual)), seen);
}

/** The same of a property that takes turns with others. */
export async function assertLawInTurns<Ts>(
	property: fc.IAsyncProperty<Ts>,
	usual = 100,
	seen: Seen = {},
): Promise<void> {
	judge(await fc.check(property, depthOf(usual)), seen);
}

type Seen = Readonly<Record<string, number>>;

const depthOf = (usual: number) => ({
	numRuns: LAW_DEEP ? Number(LAW_DEEP) : usual,
	...(LAW_SEED && { seed: Number(LAW_SEED) }),
	...(LAW_PATH && { path: LAW_PATH, numRuns: 1, endOnFailure: true }),
});

function judge<Ts>(details: fc.RunDetails<Ts>, seen: Seen): void {
	if (details.failed)
		throw new Error(
			`${fc.defaultReportMessage(details)}\n\nTo try this one again:\n${again(details)}\n`,
			{ cause: details.errorInstance },
		);
	if (LAW_PATH) return;
	for (const [what, times] of Object.entries(seen))
		expect(times, what).toBeGreaterThan(0);
}

/** The command that tries a counterexample again, and nothing else. */
function again<Ts>({
	seed,
	counterexamplePath,
	counterexample,
}: fc.RunDetails<Ts>): string {
	const { testPath = "", currentTestName = "" } = expect.getState();
	const [, replay] =
		/replayPath="([^"]+)"/.exec(fc.stringify(counterexample)) ?? [];
	const variables = {
		LAW_DEEP,
		LAW_SEED: seed,
		LAW_PATH: counterexamplePath,
		LAW_REPLAY: replay,
	};
	return [
		...Object.entries(variables).flatMap(([name, value]) =>
			value == null ? [] : `${name}=${value}`,
		),
		`npx vitest run ${relative(process.cwd(), testPath)}`,
		// A pattern: a dot stands for what a shell or a pattern would take for its own.
		`-t "^${currentTestName.replaceAll(" > ", " ").replace(/[^\w ]/g, ".")}$"`,
	].join(" ");
}

/** Steps for a law to play: every length up to `usual` (or 200) is as likely. */
export const sequence = <T>(
	step: fc.Arbitrary<T>,
	usual: number,
	minLength = 0,
): fc.Arbitrary<T[]> =>
	fc.array(step, { minLength, maxLength: longest(usual), size: "max" });

/** The same of commands for `fc.modelRun`. */
export const commandSequence = <Model extends object, Real>(
	commands: readonly fc.Arbitrary<fc.Command<Model, Real>>[],
	usual: number,
): fc.Arbitrary<Iterable<fc.Command<Model, Real>>> =>
	fc.commands([...commands], {
		maxCommands: longest(usual),
		size: "max",
		...(LAW_REPLAY && { replayPath: LAW_REPLAY }),
	});

/** The most steps of a sequence. */
export const longest = (usual: number): number => (LAW_DEEP ? 200 : usual);
