import ipaddr from "ipaddr.js";
import { kept } from "../../base/kept.js";
import type { Matcher } from "./matcher.js";

/**
 * IpAddress: the request's address is the policy's, or lies in its range (`203.0.113.0/24`, `2001:db8::/32`). Policy
 * variables are not read.
 * Assumed: an IPv4 address has four decimal parts without leading zeros, and an IPv6 address no zone.
 * Assumed: an IPv4-mapped IPv6 address is the IPv4 address, and lies in no range of IPv6.
 * Assumed: bits of a range's address behind its prefix do not count, and a request has an address, not a range.
 */
export const inRange: Matcher = (values) => {
	const ranges = values
		.map(({ text }) => readRange(text))
		.filter((range) => range !== undefined);
	return (value) => {
		const own = readAddress(value);
		return (
			own !== undefined &&
			ranges.some(
				({ address, prefix }) =>
					address.kind() === own.kind() && own.match(address, prefix),
			)
		);
	};
};

type Address = ipaddr.IPv4 | ipaddr.IPv6;

interface Range {
	readonly address: Address;
	/** The number of bits that count, from the left. */
	readonly prefix: number;
}

/** Policies come with the same ranges call after call. */
const readRange = kept(parseRange);

/** An address alone is a range of one. */
function parseRange(text: string): Range | undefined {
	const slash = text.indexOf("/");
	const written = parse(slash < 0 ? text : text.slice(0, slash));
	if (written === undefined) return undefined;
	const all = written.kind() === "ipv4" ? 32 : 128;
	const digits = slash < 0 ? `${all}` : text.slice(slash + 1);
	const prefix = PREFIX.test(digits) ? Number(digits) : Number.NaN;
	if (!(prefix <= all)) return undefined;
	const address = withoutMapping(written);
	return address === written || prefix >= MAPPING
		? { address, prefix: address === written ? prefix : prefix - MAPPING }
		: { address: written, prefix };
}

const PREFIX = /^(0|[1-9]\d{0,2})$/;

/** The bits of an IPv4-mapped address before the IPv4 address. */
const MAPPING = 96;

const readAddress = (text: string): Address | undefined => {
	const address = parse(text);
	return address && withoutMapping(address);
};

const withoutMapping = (address: Address): Address =>
	address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()
		? address.toIPv4Address()
		: address;

function parse(text: string): Address | undefined {
	if (!text.includes(":")) return parseIpv4(text);
	const hex = MAYBE_IPV6.test(text) ? withoutDots(text) : undefined;
	return hex === undefined ? undefined : attempt(() => ipaddr.IPv6.parse(hex));
}

const parseIpv4 = (text: string): ipaddr.IPv4 | undefined =>
	FOUR_PARTS.test(text) ? attempt(() => ipaddr.IPv4.parse(text)) : undefined;

/** The library takes other notations, too, with octal and hexadecimal parts. */
const FOUR_PARTS = /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/;

/** Neither a zone nor more than the longest address, so that no text is slow to read. */
const MAYBE_IPV6 = /^[\da-f:]{2,39}(\d+\.\d+\.\d+\.\d+)?$/i;

/** The library takes `::1.2.3.4` for IPv4-mapped, so that IPv4 at the end becomes hexadecimal before. */
function withoutDots(text: string): string | undefined {
	const start = text.lastIndexOf(":") + 1;
	const tail = text.slice(start);
	if (!tail.includes(".")) return text;
	const address = parseIpv4(tail);
	if (address === undefined) return undefined;
	const [a = 0, b = 0, c = 0, d = 0] = address.octets;
	const hex = (high: number, low: number) => ((high << 8) | low).toString(16);
	return `${text.slice(0, start)}${hex(a, b)}:${hex(c, d)}`;
}

/** The library throws at what it cannot read; to ask it before would be to read twice. */
function attempt<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}
