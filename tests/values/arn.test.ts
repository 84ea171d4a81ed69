import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeSecretArn, parseSecretArn } from "../../src/values/arn.js";
import { assertLaw } from "../support/depth.js";

/** Partition and region, which an ARN may also pair wrongly. */
const place = fc.record({
	partition: fc.constantFrom("aws", "aws-cn", "aws-us-gov", "aws-iso-b"),
	region: fc.constantFrom("us-east-1", "cn-north-1", "us-gov-west-1"),
});
const account = fc.stringMatching(/^\d{12}$/);
const suffix = fc.stringMatching(/^[A-Za-z0-9]{6}$/);
/** Names that could be mistaken for a name and a suffix, and names of a well-formed ARN that no secret has. */
const name = fc.oneof(
	fc.constantFrom("db", "db-a1b2c3", "-a1b2c3", "a-b-c", "__proto__", "a:b"),
	fc.stringMatching(/^[A-Za-z0-9/_+=.@!-]{1,20}$/),
	fc.string({ minLength: 1, maxLength: 10 }),
);

describe("law 10: an ARN is read as it was made", () => {
	const complete = fc
		.tuple(place, fc.record({ account, name, suffix }))
		.map(([place, rest]) => ({ ...place, ...rest }));

	it("when it is complete, whatever its name looks like", () => {
		assertLaw(
			fc.property(complete, (arn) => {
				expect(parseSecretArn(makeSecretArn(arn))).toEqual(arn);
			}),
		);
	});

	it("when it is partial, unless its name ends as a complete one does", () => {
		assertLaw(
			fc.property(complete, (arn) => {
				fc.pre(!/-[A-Za-z0-9]{6}$/.test(arn.name));
				const partial = { ...arn, suffix: undefined };
				expect(parseSecretArn(makeSecretArn(partial))).toEqual(partial);
			}),
		);
	});

	it("and made as it was read", () => {
		const part = fc.oneof(name, account, suffix, fc.constantFrom("arn", "aws"));
		const text = fc.oneof(
			complete.map(makeSecretArn),
			complete.map((arn) => makeSecretArn({ ...arn, suffix: undefined })),
			fc.array(part).map((parts) => parts.join(":")),
		);
		assertLaw(
			fc.property(text, (text) => {
				const arn = parseSecretArn(text);
				if (arn !== undefined) expect(makeSecretArn(arn)).toBe(text);
			}),
		);
	});
});

const HERE = "arn:aws:secretsmanager:us-east-1:123456789012:secret:";

describe("the end of an ARN: a hyphen and six letters or digits are taken for a suffix", () => {
	it.each<[end: string, name: string, suffix: string | undefined]>([
		["db-AbC123", "db", "AbC123"],
		["db-a1b2c3-AbC123", "db-a1b2c3", "AbC123"],
		["path/to/db-AbC123", "path/to/db", "AbC123"],
		["db", "db", undefined],
		// The pitfall: a name that ends so is not found by its partial ARN.
		["Invalid/_+=.@-Name-a1b2c3", "Invalid/_+=.@-Name", "a1b2c3"],
		// Recorded: names that end so are found.
		["Valid/_+=.@-Name-a1b2", "Valid/_+=.@-Name-a1b2", undefined],
		["Valid/_+=.@-Name-a1b2c3-", "Valid/_+=.@-Name-a1b2c3-", undefined],
		["db-a1b2c3d", "db-a1b2c3d", undefined],
		["db-a1b2c", "db-a1b2c", undefined],
		["db-a1_2c3", "db-a1_2c3", undefined],
		["db_a1b2c3", "db_a1b2c3", undefined],
		["a1b2c3", "a1b2c3", undefined],
	])("%s", (end, name, suffix) => {
		expect(parseSecretArn(HERE + end)).toEqual({
			partition: "aws",
			region: "us-east-1",
			account: "123456789012",
			name,
			suffix,
		});
	});
});

describe("no ARN of a secret", () => {
	it.each([
		["nothing", ""],
		["a friendly name", "db"],
		["a name with its suffix", "db-AbC123"],
		["only a beginning", "arn:"],
		["no name", HERE],
		["no resource", "arn:aws:secretsmanager:us-east-1:123456789012:secret"],
		["capitals", `${HERE.toUpperCase()}db`],
		["another service", "arn:aws:s3:us-east-1:123456789012:secret:db"],
		["another kind", "arn:aws:secretsmanager:us-east-1:123456789012:key:db"],
		["no partition", "arn::secretsmanager:us-east-1:123456789012:secret:db"],
		["no region", "arn:aws:secretsmanager::123456789012:secret:db"],
		["no account", "arn:aws:secretsmanager:us-east-1::secret:db"],
		["a short account", "arn:aws:secretsmanager:us-east-1:12:secret:db"],
		["something before it", ` ${HERE}db`],
	])("%s", (_, text) => {
		expect(parseSecretArn(text)).toBeUndefined();
	});
});

it("an ARN of the wrong partition for its region is one nonetheless", () => {
	const arn = "arn:aws-cn:secretsmanager:us-east-1:123456789012:secret:db";
	expect(parseSecretArn(arn)).toMatchObject({
		partition: "aws-cn",
		region: "us-east-1",
	});
});
