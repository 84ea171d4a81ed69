import { expect, it } from "vitest";
import { attachedPolicy } from "../../src/iam/attached.js";
import { parsePolicy } from "../../src/iam/document.js";
import { printPolicy } from "../../src/iam/print.js";
import { accepted } from "../model/a-secret.js";
import { policy, policyText } from "./a-policy.js";

const text = policyText({}, { Sid: "two", Effect: "Deny" });

it("a policy to attach is its text as AWS prints it, and what that says", () => {
	expect(attachedPolicy(text)).toEqual({
		ok: true,
		value: {
			text: printPolicy(text),
			document: policy({}, { Sid: "two", Effect: "Deny" }),
		},
	});
});

it("printed again it is the same", () => {
	const once = accepted(attachedPolicy(text));
	expect(accepted(attachedPolicy(once.text))).toEqual(once);
});

it.each([
	["no JSON", "{"],
	["no policy", "{}"],
	["nobody's principal", policyText({ Principal: { AWS: "nobody" } })],
])("%s is refused as a resource policy is", (_, wrong) => {
	expect(attachedPolicy(wrong)).toEqual(parsePolicy(wrong));
	expect(attachedPolicy(wrong).ok).toBe(false);
});
