/** What identifiers of KMS keys name in the naive model (1.3). Imports nothing from the package. */
import { partitionOf } from "./admission.js";

interface Place {
	readonly account: string;
	readonly region: string;
}
type Id = string | undefined;

/** What an identifier names (1.3). */
export interface Name extends Place {
	readonly kind: "key" | "alias";
	readonly arn: string;
	/** The id, or the alias with its `alias/`. */
	readonly id: string;
}

export function read(id: Id, place: Place): Name | undefined {
	const text = id || "alias/aws/secretsmanager";
	if (text.startsWith("alias/")) return nameIn(place, "alias", text);
	if (KEY_ID.test(text)) return nameIn(place, "key", text);
	const parts = /^arn:[^:]+:kms:([^:]*):([^:]*):(key\/|(?=alias\/.))(.+)$/s;
	const [arn, region = "", account = "", key, rest = ""] =
		parts.exec(text) ?? [];
	const kind = key === "" ? "alias" : "key";
	return arn === undefined ? arn : { kind, arn, account, region, id: rest };
}

const KEY_ID =
	/^(mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

export function nameIn(place: Place, kind: Name["kind"], id: string): Name {
	const { account, region } = place;
	const resource = kind === "key" ? `key/${id}` : id;
	const arn = `arn:${partitionOf(region)}:kms:${region}:${account}:${resource}`;
	return { kind, arn, account, region, id };
}

export const isWellFormed = (name: Name) =>
	/^\d{12}$/.test(name.account) &&
	nameIn(name, name.kind, name.id).arn === name.arn;

export const isLegal = (name: Name) =>
	isWellFormed(name) &&
	(name.kind === "key"
		? KEY_ID.test(name.id)
		: /^alias\/(?!aws\/)[a-zA-Z0-9/_-]{1,250}$/.test(name.id));
