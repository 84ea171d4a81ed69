// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
import fc from "fast-check";
import { expect, it } from "vitest";
import { assertLaw } from "../../support/depth.js";
import { held } from "./a-condition.js";

const keys = { address: ["10.0.0.1"] };

it.each<[own: string, named: string | readonly string[], holding: boolean]>([
	["203.0.113.5", "203.0.113.5", true],
	["203.0.113.5", "203.0.113.5/32", true],
	["203.0.113.5", "203.0.113.6", false],
	["203.0.113.5", "203.0.113.0/24", true],
	["203.0.114.5", "203.0.113.0/24", false],
	["203.0.113.127", "203.0.113.0/25", true],
	["203.0.113.128", "203.0.113.0/25", false],
	["255.255.255.255", "0.0.0.0/0", true],
	["0.0.0.0", "255.255.255.255/0", true],
	["203.0.113.5", ["10.0.0.0/8", "203.0.113.0/24"], true],
	["203.0.113.5", [], false],
	// Bits behind the prefix do not count.
	["10.9.9.9", "10.1.2.3/8", true],
	["11.0.0.0", "10.1.2.3/8", false],
	["2001:db8::1", "2001:db8::1", true],
	["2001:DB8:0:0:0:0:0:1", "2001:db8::1/128", true],
	["2001:db8::1", "2001:db8::/32", true],
	["2001:db9::1", "2001:db8::/32", false],
	["2001:db8:7fff::", "2001:db8::/33", true],
	["2001:db8:8000::", "2001:db8::/33", false],
	["2001:db8::1", "::/0", true],
	["::1", "::/127", true],
	["2001:db8::c000:201", "2001:db8::192.0.2.1", true],
	["::c000:201", "::192.0.2.1", true],
	// The two kinds do not meet, but for IPv4-mapped addresses, which are IPv4.
	["203.0.113.5", "::/0", false],
	["2001:db8::1", "0.0.0.0/0", false],
	["::192.0.2.1", "192.0.2.1", false],
	["::ffff:10.0.0.1", "10.0.0.0/8", true],
	["::ffff:a00:1", "10.0.0.1", true],
	["10.0.0.1", "::ffff:10.0.0.1", true],
	["10.0.0.1", "::ffff:10.0.0.0/104", true],
	["11.0.0.1", "::ffff:10.0.0.0/104", false],
	["10.0.0.1", "::ffff:0:0/96", true],
	["::ffff:10.0.0.1", "::/0", false],
	["10.0.0.1", "::ffff:0:0/95", false],
	["::fffe:1:1", "::ffff:0:0/95", true],
	// A request has an address, and variables are not read.
	["203.0.113.0/24", "203.0.113.0/24", false],
	["203.0.113.5/32", "203.0.113.5", false],
	["10.0.0.1", "${address}", false],
])("%j and %j: %s", (own, named, holding) => {
	expect(held("IpAddress", own, named, keys)).toBe(holding);
	expect(held("NotIpAddress", own, named, keys)).toBe(!holding);
});

it.each([
	"",
	"*",
	"10",
	"10.1",
	"10.0.1",
	"0x0a.0.0.1",
	"010.0.0.1",
	"10.0.0.01",
	"10.0.0.256",
	"10.0.0.1.1",
	"10.0.0.1 ",
	"10.0.0.*",
	"167772161",
	"localhost",
	"fe80::1%eth0",
	"[::1]",
	":",
	":::",
	"1::2::3",
	"1:2:3:4:5:6:7",
	"1:2:3:4:5:6:7:8:9",
	"12345::",
	"::g",
	"::1.2.3",
	"::010.0.0.1",
	"::1.2.3.256",
	`${"a:".repeat(10_000)}`,
])("%j is no address, and no range", (text) => {
	for (const everything of ["0.0.0.0/0", "::/0"])
		expect(held("IpAddress", text, everything)).toBe(false);
	expect(held("IpAddress", text, text)).toBe(false);
	for (const own of ["10.0.0.1", "::1"])
		for (const prefix of ["", "/0"])
			expect(held("IpAddress", own, text + prefix)).toBe(false);
});

it.each([
	"10.0.0.1/",
	"10.0.0.1/33",
	"10.0.0.1/-1",
	"10.0.0.1/08",
	"10.0.0.1/8 ",
	"10.0.0.1/8/8",
	"10.0.0.1/255.0.0.0",
	"10.0.0.1/1e1",
	"/8",
])("%j is no range", (text) => {
	expect(held("IpAddress", "10.0.0.1", text)).toBe(false);
});

it.each(["::1/", "::1/129", "::1/0128", "::1/1280"])(
	"%j is no range of IPv6",
	(text) => {
		expect(held("IpAddress", "::1", text)).toBe(false);
	},
);

it("agrees with arithmetic on bits", () => {
	const address = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n });
	const near = fc.tuple(address, fc.nat({ max: 32 }), fc.nat({ max: 32 }));
	const seen = { inside: 0, outside: 0 };
	assertLaw(
		fc.property(near, ([a, flipped, prefix]) => {
			// Another address that differs in one bit, or in none.
			const b = flipped === 32 ? a : a ^ (1n << BigInt(flipped));
			const shift = BigInt(32 - prefix);
			const isInside = a >> shift === b >> shift;
			seen[isInside ? "inside" : "outside"]++;
			const v6 = (each: bigint) => `2001:db8::${dotted(each)}`;
			expect(held("IpAddress", dotted(b), `${dotted(a)}/${prefix}`)).toBe(
				isInside,
			);
			expect(held("IpAddress", v6(b), `${v6(a)}/${prefix + 96}`)).toBe(
				isInside,
			);
		}),
		300,
		seen,
	);
});

const dotted = (address: bigint): string =>
	[24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join(".");
