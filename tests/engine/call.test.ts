import { describe, expect, it } from "vitest";
import { callerOf, callOf, isTrusted } from "../../src/engine/call.js";
import { ADA, EVE, ROOT, SERVICE } from "../support/callers.js";
import { CONTEXT } from "../support/given.js";
import { HERE, STRANGE } from "../support/places.js";

describe("a call is", () => {
	it("of the root of its context's account without a caller", () => {
		const call = callOf(CONTEXT);
		expect(call).toEqual({ context: CONTEXT, caller: undefined });
		expect(call.context).toBe(CONTEXT);
		expect(callerOf(call)).toMatchObject({ arn: ROOT, account: HERE.account });
	});

	it("of its caller, in the account of that", () => {
		const context = { ...CONTEXT, caller: { arn: ADA } };
		expect(callOf(context).context).toBe(context);
		const abroad = callOf({ ...CONTEXT, caller: { arn: EVE } });
		expect(abroad.context).toMatchObject(STRANGE);
		expect(callerOf(abroad)).toMatchObject({
			arn: EVE,
			account: STRANGE.account,
		});
	});

	it("of a service for the account that it says, or that of the context", () => {
		const service = (account?: string) =>
			callOf({ ...CONTEXT, caller: { arn: SERVICE, account } });
		for (const [said, account] of [
			[undefined, HERE.account],
			[STRANGE.account, STRANGE.account],
		] as const) {
			expect(service(said).context.account).toBe(account);
			expect(service(said).caller?.account).toBe(said);
		}
	});
});

describe("a call is trusted", () => {
	it("without a caller, with what its account has", () => {
		const call = callOf(CONTEXT);
		expect(isTrusted(call, HERE.account)).toBe(true);
		expect(isTrusted(call, STRANGE.account)).toBe(false);
		expect(isTrusted(call, undefined)).toBe(false);
	});

	it("never with one, were it the root", () => {
		const call = callOf({ ...CONTEXT, caller: { arn: ROOT } });
		expect(isTrusted(call, HERE.account)).toBe(false);
	});
});

it("a caller that is none is its programmer's mistake", () => {
	for (const caller of [null, "ada", [], { arn: "ada" }])
		expect(() => callOf({ ...CONTEXT, caller: caller as never })).toThrow(
			/^context\.caller(\.arn)? must be .*\.$/,
		);
});
