/** What tests ask of a listing of secrets: filters, orders and pages. */
import fc from "fast-check";
import { mostly, rarely, unless } from "./arbitraries.js";

export const filterKeys = [
	"name",
	"tag-key",
	"tag-value",
	"description",
	"all",
	"primary-region",
	"owning-service",
] as const;
export const sortKeys = [
	"created-date",
	"last-accessed-date",
	"last-changed-date",
	"name",
] as const;
export const sortOrders = ["asc", "desc"] as const;

/** Beginnings of what names, tags and descriptions of generated secrets hold, some negated. */
const filterValues = [
	"db",
	"d",
	"D",
	"!db",
	"/",
	"!/",
	"/app/_+=.@!-abc1",
	"__proto__",
	"!__proto__",
	"__",
	"con",
	"n".repeat(512),
	"team",
	"t",
	"r",
	"!red",
	"",
	"!",
	"!!",
	"a",
	"!a",
	"a d",
	"desc A",
	"one t",
	"two",
	"onetwo",
	"PROTO",
	"app abc",
	"b",
	"123",
	"+",
	"lone",
	"us-east-1",
] as const;
const illegalFilterValues = ["\ud800", "tab\t", "é", "v".repeat(513), "a;b"];

type Filter = Readonly<Record<string, unknown>>;

const values = () =>
	fc.array(fc.constantFrom(...filterValues), { minLength: 1, maxLength: 3 });

export const filter = (): fc.Arbitrary<Filter> =>
	fc.record({
		Key: fc.constantFrom(...filterKeys.slice(0, 5)),
		Values: values(),
	});

const oddFilter = (): fc.Arbitrary<Filter> =>
	fc.oneof(
		fc.record({
			Key: fc.constantFrom(...filterKeys.slice(5)),
			Values: values(),
		}),
		fc.record({
			Key: fc.constantFrom("nope", "Name", "__proto__", "", null, undefined),
			Values: values(),
		}),
		fc.record({
			Key: fc.constantFrom(...filterKeys),
			Values: fc.oneof(
				fc.constantFrom(
					undefined,
					null,
					[],
					Array(10).fill("d"),
					Array(11).fill("d"),
				),
				fc.tuple(
					fc.constantFrom(...filterValues),
					fc.constantFrom(...illegalFilterValues),
				),
			),
		}),
	);

/** Rarely none, too many, or one that breaks a constraint. */
export const filters = (): fc.Arbitrary<readonly Filter[]> =>
	mostly(
		fc.array(mostly(filter(), oddFilter(), 10), { minLength: 1, maxLength: 2 }),
		fc.constantFrom<readonly Filter[]>(
			[],
			Array(10).fill({ Key: "name", Values: ["d"] }),
			Array(11).fill({ Key: "name", Values: ["d"] }),
		),
		12,
	);

/** The members of a request for a listing, but for its page. */
export const listingRequest = () =>
	fc.record({
		IncludePlannedDeletion: rarely(fc.constantFrom(true, true, false, null), 2),
		Filters: rarely(filters(), 2),
		SortBy: rarely(
			mostly(fc.constantFrom(...sortKeys), fc.constantFrom("size", ""), 20),
			2,
		),
		SortOrder: rarely(
			mostly(fc.constantFrom(...sortOrders), fc.constantFrom("DESC", ""), 20),
			2,
		),
	});

export const pageSize = () =>
	unless(
		mostly(fc.constantFrom(1, 2, 3, 100), fc.constantFrom(0, 101, -1), 24),
		4,
	);
