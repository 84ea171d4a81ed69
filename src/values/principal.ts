import { type Account, isAccount } from "./account.js";
import type { Region } from "./region.js";
import { partitionOf } from "./region.js";

/** The principal of a service, such as `rds.amazonaws.com`. */
export const servicePrincipal = (service: string): string =>
	`${service}.amazonaws.com`;

export const isServicePrincipal = (text: string): boolean =>
	/^([a-z0-9-]+\.)+amazonaws\.com(\.cn)?$/.test(text);

/** The ARN of an account's root, which a call without a caller acts as. */
export const rootPrincipal = (account: Account, region: Region): string =>
	`arn:${partitionOf(region)}:iam::${account}:root`;

/** Who an ARN of IAM or STS is. */
export interface PrincipalArn {
	readonly kind: "root" | "user" | "role" | "session" | "federated";
	readonly partition: string;
	readonly account: Account;
	/** Of a user, a role, a federated user, and of a session that of its role, without a path. */
	readonly name: string;
}

/** Reads the ARN of a root, a user, a role, a session of a role or a federated user, or answers `undefined`. */
export function parsePrincipalArn(arn: string): PrincipalArn | undefined {
	const [, partition = "", service, account = "", resource = ""] =
		ARN.exec(arn) ?? [];
	if (!isAccount(account)) return undefined;
	for (const [kind, home, form] of FORMS) {
		const match = service === home ? form.exec(resource) : null;
		if (match) return { kind, partition, account, name: match[1] ?? "root" };
	}
	return undefined;
}

const ARN =
	/^arn:(aws(?:-cn|-us-gov|-eusc|-iso(?:-[a-z])?)?):(iam|sts)::(\d{12}):(.*)$/;

/** The characters of a name in IAM; a path before it has slashes. */
const NAME = "[\\w+=,.@-]+";
const PATH = `(?:${NAME}/)*`;

const FORMS = [
	["root", "iam", /^root$/],
	["user", "iam", new RegExp(`^user/${PATH}(${NAME})$`)],
	["role", "iam", new RegExp(`^role/${PATH}(${NAME})$`)],
	["session", "sts", new RegExp(`^assumed-role/(${NAME})/${NAME}$`)],
	["federated", "sts", new RegExp(`^federated-user/(${NAME})$`)],
] as const;

/** The ARN of a role, without a path: names of roles are unique in their account, and a session does not tell the path. */
export const roleArn = ({ partition, account, name }: PrincipalArn): string =>
	`arn:${partition}:iam::${account}:role/${name}`;
