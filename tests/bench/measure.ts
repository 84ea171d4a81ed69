import { Bench } from "tinybench";

/** What one call costs, round by round. */
export interface Measured<Name extends string> {
	/** The median over the rounds, in microseconds. */
	micros(name: Name): number;
	/** How many times the cost of `other`, of the rounds' ratios, so that a slow moment hits both. */
	ratio(name: Name, other: Name): Spread;
}

/** The median of some figures, and the quarters below and above which few lie. */
export interface Spread {
	readonly low: number;
	readonly median: number;
	readonly high: number;
}

export interface Effort {
	readonly rounds: number;
	/** Milliseconds that each task runs in each round. */
	readonly time: number;
}

const USUAL: Effort = { rounds: 21, time: 60 };

/**
 * Times tasks in turn, round after round, in an order that rotates. A round's figure is the mean of its calls, garbage
 * collection included.
 */
export async function interleaved<Name extends string>(
	tasks: Readonly<Record<Name, () => unknown>>,
	{ rounds, time }: Effort = USUAL,
): Promise<Measured<Name>> {
	const names = Object.keys(tasks) as Name[];
	const figures = new Map(names.map((name) => [name, [] as number[]]));
	for (const name of names) await meanMicros(tasks[name], 3 * time); // warm: its figure is not kept
	for (let round = 0; round < rounds; round++)
		for (let i = 0; i < names.length; i++) {
			const name = names[(i + round) % names.length] as Name;
			figures.get(name)?.push(await meanMicros(tasks[name], time));
		}
	const of = (name: Name) => figures.get(name) ?? [];
	return {
		micros: (name) => median(of(name)),
		ratio: (name, other) =>
			spreadOf(of(name).map((figure, i) => figure / (of(other)[i] as number))),
	};
}

async function meanMicros(task: () => unknown, time: number): Promise<number> {
	globalThis.gc?.({ type: "minor" }); // no task pays for what the one before it left
	const bench = new Bench({ time, iterations: 1, warmup: false });
	bench.add("task", task);
	const [timed] = await bench.run();
	if (timed?.result.state !== "completed")
		throw new Error("A task of the benchmark failed.", {
			cause: timed?.result,
		});
	return 1000 * timed.result.latency.mean;
}

export const median = (figures: readonly number[]): number =>
	spreadOf(figures).median;

export function spreadOf(figures: readonly number[]): Spread {
	const sorted = [...figures].sort((a, b) => a - b);
	const at = (share: number) =>
		sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
	return { low: at(0.25), median: at(0.5), high: at(0.75) };
}
