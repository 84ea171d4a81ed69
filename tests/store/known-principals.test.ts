/** Whom policies may name: an option of the store, which all that is made of it keeps. */
import {
	createStore,
	fromSnapshot,
	registerKey,
	type SecretStore,
	toSnapshot,
} from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { emptied } from "../../src/store/store.js";
import {
	ADA,
	BOB,
	may,
	of,
	policyTextOf,
	ROLE,
	SESSION,
} from "../support/callers.js";
import { aValue, given } from "../support/given.js";
import { keyId } from "../support/keys.js";
import { HERE } from "../support/places.js";

const knownPrincipals = [ADA, ROLE, "rds.amazonaws.com"];
const store = createStore({ knownPrincipals });
const created = (from: SecretStore) =>
	given(from).after("CreateSecret", { Name: "db", ...aValue("v1") });
const UNSUPPORTED = [
	"MalformedPolicyDocumentException",
	"This resource policy contains an unsupported principal.",
] as const;
const UNSUPPORTED_SERVICE = [
	"MalformedPolicyDocumentException",
	"This resource policy contains an invalid/unsupported service principal.",
] as const;

describe.each([
	["PutResourcePolicy", { SecretId: "db" }],
	["ValidateResourcePolicy", { SecretId: "db" }],
	["ValidateResourcePolicy", {}],
])("%s with %j", (operation, input) => {
	const ask = (Principal: unknown, from: SecretStore = store) =>
		created(from).when(operation, {
			...input,
			ResourcePolicy: policyTextOf({ ...may("*"), Principal }),
		});

	it.each<[principal: unknown]>([
		["*"],
		[{ AWS: HERE.account }],
		[{ AWS: [ADA, SESSION] }],
		[{ Service: "rds.amazonaws.com" }],
	])("lets a policy name %j", (principal) => {
		ask(principal).answers({});
	});

	it("lets it name nobody else", () => {
		ask({ AWS: BOB }).refuses(...UNSUPPORTED);
		ask({ AWS: [ADA, "210987654321"] }).refuses(...UNSUPPORTED);
		ask({ Service: "ec2.amazonaws.com" }).refuses(...UNSUPPORTED_SERVICE);
	});

	it("lets it name the last of many", () => {
		const many = Array.from({ length: 5000 }, (_, i) =>
			ADA.replace("/ada", `/user${i}`),
		);
		const last = many.slice(-300);
		const from = createStore({ knownPrincipals: many });
		ask({ AWS: last }, from).answers({});
		ask({ AWS: [...last, BOB] }, from).refuses(...UNSUPPORTED);
	});

	it("lets it name anybody where nobody says who there is", () => {
		ask({ AWS: BOB }, createStore()).answers({});
	});
});

describe("the option", () => {
	const naming = (who: string) => ({
		SecretId: "db",
		ResourcePolicy: policyTextOf(of(who, may("*"))),
	});

	it("is kept by a snapshot, an emptied store, and every command", () => {
		const copy = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(store))));
		if (!copy.ok) throw new Error(copy.error.message);
		expect(toSnapshot(copy.value)).toEqual(toSnapshot(store));
		expect(toSnapshot(store).options.knownPrincipals).toEqual(knownPrincipals);
		const keyed = registerKey(store, { keyId: keyId("a") }, HERE).store;
		for (const each of [
			store,
			copy.value,
			emptied(created(store).store),
			keyed,
		]) {
			expect(each.knownPrincipals).toEqual(knownPrincipals);
			created(each)
				.when("PutResourcePolicy", naming(BOB))
				.refuses(...UNSUPPORTED);
			created(each).after("PutResourcePolicy", naming(ADA));
		}
	});

	it("is absent of a snapshot where it was not given", () => {
		expect(toSnapshot(createStore()).options).not.toHaveProperty(
			"knownPrincipals",
		);
		expect(emptied(createStore()).knownPrincipals).toBe(undefined);
	});

	it("may be an empty list", () => {
		const none = createStore({ knownPrincipals: [] });
		expect(toSnapshot(none).options.knownPrincipals).toEqual([]);
		created(none)
			.when("PutResourcePolicy", naming(ADA))
			.refuses(...UNSUPPORTED);
		created(none).after("PutResourcePolicy", naming(HERE.account));
	});

	it("is not changed by whoever gave it", () => {
		const mine = [ADA];
		const taken = createStore({ knownPrincipals: mine });
		mine.push(BOB);
		expect(taken.knownPrincipals).toEqual([ADA]);
		expect(Object.isFrozen(taken.knownPrincipals)).toBe(true);
	});

	const WANTS =
		"must be an account of 12 digits, the ARN of a user, a role, a session or an identity provider, or the principal of a service, such as rds.amazonaws.com";

	it.each<[wrong: unknown, says: string]>([
		["*", "createStore: knownPrincipals must be a list."],
		[[ADA, "*"], `createStore: knownPrincipals[1] ${WANTS}.`],
		[["ada"], `createStore: knownPrincipals[0] ${WANTS}.`],
		[[1], `createStore: knownPrincipals[0] ${WANTS}.`],
	])("is none: %j", (wrong, says) => {
		expect(() => createStore({ knownPrincipals: wrong as string[] })).toThrow(
			new TypeError(says),
		);
	});

	it("of a snapshot is looked at as well", () => {
		const snapshot = JSON.parse(JSON.stringify(toSnapshot(store)));
		snapshot.options.knownPrincipals = ["ada"];
		const read = fromSnapshot(snapshot);
		expect(!read.ok && read.error.message).toContain(
			`options.knownPrincipals[0] ${WANTS}`,
		);
	});
});
