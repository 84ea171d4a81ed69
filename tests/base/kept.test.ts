import { expect, it, vi } from "vitest";
import { kept } from "../../src/base/kept.js";

it("answers as the function does, and asks it once for each text", () => {
	const derive = vi.fn((text: string) => ({ text }));
	const keep = kept(derive);
	const first = keep("__proto__");
	expect(first).toEqual({ text: "__proto__" });
	expect(keep("__proto__")).toBe(first);
	expect(keep("constructor")).toEqual({ text: "constructor" });
	expect(derive).toHaveBeenCalledTimes(2);
});

it("keeps the last 1,000 results, and answers the same when it has forgotten", () => {
	const derive = vi.fn((text: string) => text.length);
	const keep = kept(derive);
	for (let i = 0; i < 1000; i++) keep(`text ${i}`);
	keep("text 0");
	expect(derive).toHaveBeenCalledTimes(1000);
	keep("one more"); // drives out the oldest, and no other
	keep("text 1");
	expect(derive).toHaveBeenCalledTimes(1001);
	expect(keep("text 0")).toBe(6);
	expect(derive).toHaveBeenCalledTimes(1002);
});
