/** What tests draw KMS keys from: a few ids and aliases, so that what names a key mostly finds one, in any state. */
import fc from "fast-check";
import type { KeyState } from "../../src/kms/key.js";
import {
	accounts,
	homeScope,
	mostly,
	rarely,
	regions,
	type Scope,
	weighted,
} from "./arbitraries.js";
import { kmsArn } from "./keys.js";

/** The keys that set-up steps register; the last is a multi-Region one. */
export const keyIds = [
	"11111111-2222-4333-8444-555555555555",
	"aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
	`mrk-${"0123456789abcdef".repeat(2)}`,
] as const;
export const keyAliases = ["alias/app", "alias/__proto__"] as const;

const otherAccount: Scope = { account: accounts[1], region: regions[0] };
const otherRegion: Scope = { account: accounts[0], region: regions[1] };
const replicaRegion: Scope = { account: accounts[0], region: regions[2] };
const here = (resource: string) => kmsArn(resource, homeScope);
const inOtherAccount = (resource: string) => kmsArn(resource, otherAccount);
const inOtherRegion = (resource: string) => kmsArn(resource, otherRegion);

const [first, second, multiRegion] = keyIds;
const [app, other] = keyAliases;

/** Key ids, key ARNs, alias names and alias ARNs; some name no key yet, and some name nothing that could be one. */
export const kmsKeyId = (): fc.Arbitrary<string> =>
	mostly(
		weighted<string>(
			[6, first],
			[3, second],
			[3, multiRegion],
			[5, app],
			[2, other],
			[4, here(`key/${first}`)],
			[2, here(app)],
			[3, inOtherAccount(`key/${first}`)],
			[1, inOtherAccount(app)],
			[3, "alias/aws/secretsmanager"],
			[1, here("alias/aws/secretsmanager")],
			[4, ""],
		),
		weighted<string>(
			[5, "__proto__"],
			[8, inOtherRegion(`key/${first}`)],
			[9, inOtherAccount("alias/aws/secretsmanager")],
			...unknown.map((text) => [1, text] as const),
		),
		4,
	);

const unknown = [
	"99999999-2222-4333-8444-555555555555",
	second.toUpperCase(),
	"alias/nobody",
	here(`key/99999999-2222-4333-8444-555555555555`),
	here("alias/nobody"),
	inOtherRegion(app),
	kmsArn(`key/${first}`, homeScope, "aws-cn"),
	kmsArn(`key/${first}`, { ...homeScope, account: "1" }),
	here("key/no-such-id"),
	here("alias/"),
	here(first),
	"alias/aws/s3",
	"alias/",
	`alias/${"a".repeat(251)}`,
	"alias/lone \ud800",
	" ",
	"k".repeat(2048),
	"k".repeat(2049),
];

const aliases = () => rarely(fc.subarray([...keyAliases], { minLength: 1 }), 3);

/** Nearly half of the time what makes a key usable again, or leaves it so. */
export const keyState = () =>
	weighted<KeyState>(
		[5, "Enabled"],
		[3, "Disabled"],
		[2, "PendingDeletion"],
		[2, "Deleted"],
	);

/** Where a key is set up: mostly where most secrets are, else in the other account or region. */
export const keyScope = (): fc.Arbitrary<Scope> =>
	mostly(
		fc.constant(homeScope),
		fc.constantFrom(otherAccount, otherRegion, replicaRegion),
		4,
	);

/** The id of a key that set-up steps register. */
export const registeredKeyId = () =>
	weighted<string>([4, first], [2, second], [2, multiRegion]);

/** A registration of a key, whether it is there or not. */
export const keyRegistration = () =>
	fc
		.record({
			keyId: registeredKeyId(),
			aliases: aliases(),
			state: rarely(keyState(), 2),
		})
		.map(({ keyId, aliases, state }) => ({
			keyId,
			...(aliases && { aliases }),
			...(state && { state }),
		}));
