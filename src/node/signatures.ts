import { timingSafeEqual } from "node:crypto";
import { err, ok, type Result } from "../base/result.js";
import { type Identities, identityOf } from "../host/identities.js";
import type { Admit } from "../http/exchange.js";
import type { HttpRequest } from "../http/message.js";
import {
	type Failure,
	incompleteSignature,
	invalidSignature,
	NO_TOKEN,
	UNKNOWN_ACCESS_KEY,
} from "../values/failure.js";
import { isRegion } from "../values/region.js";
import { scopeOf } from "../wire/scope.js";
import {
	basicDate,
	type Call,
	SERVICE,
	type Signed,
	sha256,
	signer,
	TERMINATOR,
} from "./signer.js";

/**
 * Makes the check of Signature Version 4 for calls that are signed with the access keys of identities. Only those that have
 * a secret key need the package `@smithy/signature-v4`; rejects where it is missing.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 *
 * Assumed: a call that is wrong in several ways is told of the first of these: no token, an incomplete one, an access key
 * that nobody has, its scope, its date, its signature.
 *
 * @param now The time in epoch milliseconds that dates are held against: real time, because clients sign by that.
 */
export async function signatureCheck(
	identities: Identities,
	now: () => number = Date.now,
): Promise<Admit> {
	const checks = Object.values(identities).some(
		({ secretKey }) => secretKey !== undefined,
	);
	const sign = checks ? await signer() : undefined;
	return (request) => {
		const header = request.header("authorization");
		if (!header) return NO_TOKEN;
		const identity = identityOf(identities, scopeOf(header).accessKeyId);
		if (identity && identity.secretKey === undefined) return undefined;
		const read = readSignature(header, request);
		if (!read.ok) return read.error;
		const signature = read.value;
		if (identity?.secretKey === undefined || sign === undefined)
			return UNKNOWN_ACCESS_KEY;
		const problem =
			problemOfScope(signature) ??
			problemOfDate(signature, now()) ??
			problemOfHeaders(signature, request);
		if (problem !== undefined) return invalidSignature(problem);
		return sign(signature, identity.secretKey, request).then((expected) =>
			isSame(expected, signature.signature)
				? undefined
				: invalidSignature(OTHER_SIGNATURE),
		);
	};
}

const OTHER_SIGNATURE =
	"The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

/** What a request says of its signature. */
interface Signature extends Signed {
	/** `YYYYMMDD`. */
	readonly day: string;
	readonly service: string;
	readonly terminator: string;
	readonly signature: string;
	/** Which header has the date. */
	readonly dateHeader: "x-amz-date" | "date";
}

/** Reads a signature; refuses what is incomplete, and names all that is missing. */
function readSignature(
	authorization: string,
	request: HttpRequest,
): Result<Signature, Failure> {
	const { Credential, SignedHeaders, Signature } = parametersOf(authorization);
	const dateHeader =
		request.header("x-amz-date") === undefined ? "date" : "x-amz-date";
	const sent = request.header(dateHeader);
	const missing = [
		...(Credential ? [] : [requires("Credential")]),
		...(Signature ? [] : [requires("Signature")]),
		...(SignedHeaders ? [] : [requires("SignedHeaders")]),
		...(sent ? [] : [NO_DATE]),
	];
	if (!Credential || !Signature || !SignedHeaders || !sent)
		return err(
			incompleteSignature(
				`${missing.join(" ")} Authorization=${authorization}`,
			),
		);
	const parts = Credential.split("/");
	if (parts.length !== 5)
		return err(
			incompleteSignature(
				`Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${Credential}'`,
			),
		);
	const time = timeIn(sent);
	if (time === undefined)
		return err(
			incompleteSignature(
				`Date must be in ISO-8601 'basic format'. Got '${sent}'. See http://en.wikipedia.org/wiki/ISO_8601`,
			),
		);
	const [accessKeyId, day, region, service, terminator] = parts as [
		string,
		string,
		string,
		string,
		string,
	];
	return ok({
		accessKeyId,
		day,
		region,
		service,
		terminator,
		signedHeaders: SignedHeaders.split(";"),
		signature: Signature,
		dateHeader,
		time,
	});
}

const requires = (parameter: string): string =>
	`Authorization header requires '${parameter}' parameter.`;

const NO_DATE =
	"Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.";

/** The parameters of a header, as far as it has them. */
type HeaderParts = Partial<
	Record<"Credential" | "SignedHeaders" | "Signature", string>
>;

/**
 * Reads the parameters of a header; none of one of another algorithm, or of another form. What is given twice counts as missing, and so does a
 * credential that says something else than the one by which the call would be answered.
 */
function parametersOf(authorization: string): HeaderParts {
	const [, list] = /^AWS4-HMAC-SHA256\s+(.*)$/.exec(authorization) ?? [];
	const given = new Map<string, string | undefined>();
	for (const each of list?.split(",") ?? []) {
		const [, name, value] = /^\s*(\w+)=([^\s=]*)\s*$/.exec(each) ?? [];
		if (name === undefined) return {};
		given.set(name, given.has(name) ? undefined : value);
	}
	const { Credential, SignedHeaders, Signature }: HeaderParts =
		Object.fromEntries(given);
	const one = scopeOf(`Credential=${Credential}`);
	const other = scopeOf(authorization);
	const isOne =
		one.accessKeyId === other.accessKeyId && one.region === other.region;
	return {
		SignedHeaders,
		Signature,
		...(isOne && { Credential }),
	} as HeaderParts;
}

/** The time of a date in the basic form of ISO 8601, or in that of HTTP; `undefined` for what is neither. */
function timeIn(text: string): number | undefined {
	const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
	const http = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/;
	if (!basic.test(text) && !http.test(text)) return undefined;
	const time = Date.parse(text.replace(basic, "$1-$2-$3T$4:$5:$6Z"));
	return Number.isNaN(time) ? undefined : time;
}

/** Assumed: a credential that is scoped wrongly in several ways is told of all of them, in the order of its parts. */
function problemOfScope(signature: Signature): string | undefined {
	const { day, region, service, terminator } = signature;
	const date = basicDate(signature.time);
	const today = date.slice(0, 8);
	const problems = [
		...(day === today
			? []
			: [
					`Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${today}', from '${date}'.`,
				]),
		...(isRegion(region)
			? []
			: [`Credential should be scoped to a valid region, not '${region}'.`]),
		...(service === SERVICE
			? []
			: [`Credential should be scoped to correct service: '${SERVICE}'.`]),
		...(terminator === TERMINATOR
			? []
			: [
					`Credential should be scoped with a valid terminator: '${TERMINATOR}', not '${terminator}'.`,
				]),
	];
	return problems.length === 0 ? undefined : problems.join(" ");
}

/** A date may be fifteen minutes off, either way. */
function problemOfDate({ time }: Signature, now: number): string | undefined {
	const [signed, today] = [basicDate(time), basicDate(now)];
	const [first, last] = [now - LEEWAY, now + LEEWAY];
	if (time < first)
		return `Signature expired: ${signed} is now earlier than ${basicDate(first)} (${today} - 15 min.)`;
	if (time > last)
		return `Signature not yet current: ${signed} is still later than ${basicDate(last)} (${today} + 15 min.)`;
	return undefined;
}

/** In milliseconds. */
const LEEWAY = 900_000;

/**
 * What a signature must vouch for, or else a call could be made into another: its host, its date, its operation and its body.
 * Assumed: the operation counts among what must be signed, and a signed header that is not there is a signature of something
 * else.
 */
function problemOfHeaders(
	{ signedHeaders, dateHeader }: Signature,
	{ header, body }: Call,
): string | undefined {
	const named = header("x-amz-target") === undefined ? [] : ["x-amz-target"];
	for (const name of ["host", dateHeader, ...named])
		if (!signedHeaders.includes(name))
			return name === "host"
				? "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
				: `'${name}' must be a 'SignedHeader' in the AWS Authorization.`;
	const digest = header("x-amz-content-sha256");
	const isAsSigned =
		signedHeaders.join() === [...new Set(signedHeaders)].sort().join() &&
		signedHeaders.every((name) => header(name) !== undefined) &&
		(digest === undefined || digest === sha256(body));
	return isAsSigned ? undefined : OTHER_SIGNATURE;
}

/** Without telling by the time that it takes how much of them is the same. */
function isSame(one: string, other: string): boolean {
	const [a, b] = [Buffer.from(one), Buffer.from(other)];
	return a.length === b.length && timingSafeEqual(a, b);
}
