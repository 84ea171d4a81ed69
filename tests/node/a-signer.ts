import { createHash, createHmac } from "node:crypto";

/** A request as it goes over the wire. */
export interface Sent {
	readonly method: string;
	/** With its query. */
	readonly path: string;
	/** Names in lower case; all of them were signed, but for `authorization`. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** What a request is signed with. */
export interface Signing {
	readonly accessKeyId?: string;
	readonly secretKey?: string;
	readonly region?: string;
	readonly service?: string;
	readonly terminator?: string;
	readonly day?: string;
	/** `YYYYMMDDTHHMMSSZ`. */
	readonly date: string;
	/** All headers without it. */
	readonly signedHeaders?: readonly string[];
}

/**
 * Signs a request by the book, on its own, for simple paths and queries alone:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signed(request: Sent, signing: Signing): Sent {
	const { accessKeyId = "AKIAANA", secretKey = "of ana", date } = signing;
	const { region = "us-east-1", service = "secretsmanager" } = signing;
	const { terminator = "aws4_request", day = date.slice(0, 8) } = signing;
	const names = signing.signedHeaders ?? Object.keys(request.headers).sort();
	const [path, query = ""] = request.path.split("?");
	const canonical = [
		request.method,
		path,
		query,
		...names.map((name) => `${name}:${request.headers[name]}`),
		"",
		names.join(";"),
		createHash("sha256").update(request.body).digest("hex"),
	].join("\n");
	const scope = [day, region, service, terminator];
	const text = [
		"AWS4-HMAC-SHA256",
		date,
		scope.join("/"),
		createHash("sha256").update(canonical).digest("hex"),
	].join("\n");
	const key = scope.reduce<string | Buffer>(
		(key, each) => createHmac("sha256", key).update(each).digest(),
		`AWS4${secretKey}`,
	);
	const signature = createHmac("sha256", key).update(text).digest("hex");
	const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join("/")}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
	return { ...request, headers: { ...request.headers, authorization } };
}

/** A time as signatures have it. */
export const basicDate = (time: number): string =>
	new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, "");
