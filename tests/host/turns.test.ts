import { expect, it } from "vitest";
import { inTurns } from "../../src/host/turns.js";

/** Work that says when it begins, and ends when it is told to. */
function slowWork() {
	const begun: string[] = [];
	const ends = new Map<string, (error?: Error) => void>();
	const work = inTurns(
		(name: string) =>
			new Promise<void>((resolve, reject) => {
				begun.push(name);
				ends.set(name, (error) => (error ? reject(error) : resolve()));
			}),
	);
	return { begun, work, end: (name: string, e?: Error) => ends.get(name)?.(e) };
}

it("the first begins at once, and the others one after the other, as they came", async () => {
	const { begun, work, end } = slowWork();
	const all = ["a", "b", "c"].map((name) => work(name));
	expect(begun).toEqual(["a"]);
	end("a");
	await all[0];
	await Promise.resolve();
	expect(begun).toEqual(["a", "b"]);
	end("b");
	await all[1];
	await Promise.resolve();
	end("c");
	await Promise.all(all);
	expect(begun).toEqual(["a", "b", "c"]);
});

it("one that fails says so to its caller alone, and lets the next begin", async () => {
	const { begun, work, end } = slowWork();
	const first = work("a");
	const second = work("b");
	end("a", new Error("no"));
	await expect(first).rejects.toThrow("no");
	await Promise.resolve();
	end("b");
	await second;
	const third = work("c");
	expect(begun).toEqual(["a", "b", "c"]);
	end("c");
	await third;
});
