import { expect, it } from "vitest";
import { rootPrincipal } from "../../src/values/principal.js";

it("the root of an account lies in the partition of the region", () => {
	expect(rootPrincipal("123456789012", "us-east-1")).toBe(
		"arn:aws:iam::123456789012:root",
	);
	expect(rootPrincipal("123456789012", "cn-north-1")).toBe(
		"arn:aws-cn:iam::123456789012:root",
	);
});
