import { describe, expect, it } from "vitest";
import { locateById, locateByName } from "../../src/store/locate.js";
import { DAY, NOON } from "../support/given.js";
import { aStore, goneAfter, named } from "./a-store.js";

const ORIGIN = { now: NOON, account: "123456789012", region: "us-east-1" };
const ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:";
const store = aStore([
	named("db"),
	named("db-a1b2c3", { suffix: "ZyX987" }),
	named("Valid/_+=.@-Name-a1b2"),
	named("Valid/_+=.@-Name-a1b2c3-"),
	named("__proto__"),
	goneAfter(7, "old"),
	named("db", { account: "210987654321", suffix: "Abroad" }),
	named("there", { region: "eu-west-1" }),
]);
const found = (id: string | undefined, origin = ORIGIN) =>
	locateById(store, id, origin).secret;

describe("a SecretId finds", () => {
	it.each([
		["a name", "db", "db"],
		["a name that looks like name and suffix", "db-a1b2c3", "db-a1b2c3"],
		["a hostile name", "__proto__", "__proto__"],
		["a complete ARN", `${ARN}db-AbC123`, "db"],
		["a complete ARN of that name", `${ARN}db-a1b2c3-ZyX987`, "db-a1b2c3"],
		["a partial ARN", `${ARN}db`, "db"],
		[
			"a partial ARN that ends in four",
			`${ARN}Valid/_+=.@-Name-a1b2`,
			"Valid/_+=.@-Name-a1b2",
		],
		[
			"a partial ARN that ends in a hyphen",
			`${ARN}Valid/_+=.@-Name-a1b2c3-`,
			"Valid/_+=.@-Name-a1b2c3-",
		],
	])("by %s", (_, id, name) => {
		expect(found(id)?.name).toBe(name);
		expect(locateById(store, id, ORIGIN).id).toBe(id);
	});

	it("the secret of another account by its ARN, but not by its name", () => {
		const abroad = "arn:aws:secretsmanager:us-east-1:210987654321:secret:db";
		expect(found(`${abroad}-Abroad`)?.account).toBe("210987654321");
		expect(found(abroad)?.account).toBe("210987654321");
		expect(found("db")?.account).toBe("123456789012");
	});
});

describe("a SecretId finds nothing", () => {
	it.each([
		["none", undefined],
		["an empty text", ""],
		["an unknown name", "unknown"],
		["a name in other letters", "DB"],
		["an inherited word", "toString"],
		["a name with its suffix", "db-AbC123"],
		["an unknown ARN", `${ARN}unknown-AbC123`],
		["an ARN with another suffix", `${ARN}db-XXXXXX`],
		["an ARN with its suffix in other letters", `${ARN}db-aBc123`],
		["the pitfall: a partial ARN that looks complete", `${ARN}db-a1b2c3`],
		[
			"an ARN of another region, although a secret is there",
			"arn:aws:secretsmanager:eu-west-1:123456789012:secret:there-AbC123",
		],
		[
			"a partial ARN of another region",
			"arn:aws:secretsmanager:eu-west-1:123456789012:secret:db",
		],
		[
			"an ARN of the wrong partition",
			"arn:aws-cn:secretsmanager:us-east-1:123456789012:secret:db-AbC123",
		],
		["half an ARN", "arn:aws:secretsmanager"],
		["a lone surrogate", "\ud800"],
	])("by %s, and still names a place", (_, id) => {
		const target = locateById(store, id, ORIGIN);
		expect(target.secret).toBeUndefined();
		expect(target.id).toBe(id);
		expect(target.arn.account).toMatch(/^\d{12}$/);
	});

	it("once the recovery window has passed, although the secret is still stored", () => {
		const late = { ...ORIGIN, now: NOON + 7 * DAY };
		const early = { ...ORIGIN, now: NOON + 7 * DAY - 1 };
		for (const id of ["old", `${ARN}old`, `${ARN}old-AbC123`]) {
			expect(found(id, early)?.name).toBe("old");
			expect(found(id, late)).toBeUndefined();
		}
	});
});

describe("the place that a SecretId names", () => {
	it.each([
		["us-east-1", "aws", true],
		["eu-west-1", "aws", false],
		["us-east-1", "aws-cn", false],
	])(
		"is the one in the ARN: in %s of %s it is here: %j",
		(region, partition, here) => {
			const id = `arn:${partition}:secretsmanager:${region}:000000000000:secret:x-AbC123`;
			expect(locateById(store, id, ORIGIN)).toEqual({
				id,
				here,
				arn: {
					partition,
					region,
					account: "000000000000",
					name: "x",
					suffix: "AbC123",
				},
				secret: undefined,
			});
		},
	);

	it("is where the question comes from for a name", () => {
		const origin = { ...ORIGIN, region: "cn-north-1" };
		expect(locateById(store, "x", origin)).toEqual({
			id: "x",
			here: true,
			arn: {
				partition: "aws-cn",
				region: "cn-north-1",
				account: "123456789012",
				name: "x",
				suffix: undefined,
			},
			secret: undefined,
		});
	});
});

describe("locating by name", () => {
	it("takes an ARN for a name", () => {
		expect(locateByName(store, "db", ORIGIN).secret?.name).toBe("db");
		expect(locateByName(store, `${ARN}db`, ORIGIN).secret).toBeUndefined();
		expect(locateByName(store, undefined, ORIGIN).secret).toBeUndefined();
	});
});
