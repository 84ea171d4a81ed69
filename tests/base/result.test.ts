import { expect, it } from "vitest";
import { err, ok } from "../../src/base/result.js";

it("says whether it went well, and what came of it", () => {
	expect(ok(1)).toEqual({ ok: true, value: 1 });
	expect(err("no")).toEqual({ ok: false, error: "no" });
});
