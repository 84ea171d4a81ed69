import { closedRecord, matching, optional } from "../base/check.js";
import { KEY_MEMBERS, withRegistration } from "../engine/keys.js";
import type { Host } from "../host/host.js";
import { isAccount } from "../values/account.js";
import { isRegion } from "../values/region.js";
import { answering, jsonIn, refusing } from "./control-message.js";
import type { HttpResponse } from "./message.js";

/** `PUT keys/{keyId}`: makes a KMS key, or changes what is given of it; an empty body gives nothing. */
export function putKey(
	host: Host,
	keyId: string,
	body: Uint8Array,
): HttpResponse {
	const asked = body.length === 0 ? {} : jsonIn(body);
	if (asked === undefined)
		return refusing(400, `The body must be JSON. ${TAKES}`);
	const problem = checkBody(asked, "key");
	if (problem !== undefined) return refusing(400, `${problem}. ${TAKES}`);
	const { account, region, ...given } = asked as Place;
	const { registered } = host.transact(
		(before, context) => {
			const key = { ...given, keyId };
			const registered = withRegistration(before, key, context);
			const { store } = registered.ok ? registered.value : { store: before };
			return { store, registered };
		},
		{ account, region },
	);
	return registered.ok
		? answering({ arn: registered.value.arn })
		: refusing(400, `${registered.error}. ${TAKES}`);
}

interface Place {
	readonly account?: string;
	readonly region?: string;
}

const TAKES =
	"The path names a key id, and the body is JSON with any of account, region, state, aliases and policy.";

const checkBody = closedRecord({
	account: optional(matching(isAccount, "12 digits, such as 123456789012")),
	region: optional(matching(isRegion, "a region name, such as us-east-1")),
	...KEY_MEMBERS,
});
