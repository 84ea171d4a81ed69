import {
	type Check,
	flag,
	listOf,
	matching,
	optional,
	record,
	text,
} from "../base/check.js";
import {
	type Progress,
	type ReplicaRegion,
	type Role,
	STANDALONE,
} from "../model/role.js";
import { isRegion } from "../values/region.js";
import {
	type ChecksOf,
	instant,
	type Present,
	present,
} from "./snapshot-members.js";

/** A role as a plain JSON value; a member without a value is left out. */
export type RoleSnapshot =
	| Exclude<Role, { readonly kind: "primary" }>
	| {
			readonly kind: "primary";
			readonly replicas: readonly Present<ReplicaRegion>[];
	  };

/** Of a role that is a copy: what is written into the snapshot changes no store. */
export const toRoleSnapshot = (role: Role): RoleSnapshot =>
	role.kind === "primary"
		? {
				kind: role.kind,
				replicas: role.replicas.map((replica) => ({
					...present(replica),
					progress: copyOfProgress(replica.progress),
				})),
			}
		: { ...role };

/** A role that shares nothing with the given one. */
export function copyOfRole(role: RoleSnapshot): Role {
	switch (role.kind) {
		case "standalone":
			return STANDALONE;
		case "primary":
			return { kind: role.kind, replicas: role.replicas.map(copyOfReplica) };
		case "replica":
			return { kind: role.kind, primaryRegion: role.primaryRegion };
	}
}

const copyOfReplica = ({
	region,
	kmsKeyId,
	progress,
	lastAccessedDate,
}: Present<ReplicaRegion>): ReplicaRegion => ({
	region,
	kmsKeyId,
	progress: copyOfProgress(progress),
	lastAccessedDate,
});

function copyOfProgress(progress: Progress): Progress {
	const { status } = progress;
	switch (status) {
		case "InProgress":
			return {
				status,
				due: progress.due,
				overwrites: progress.overwrites,
				...(progress.refusal !== undefined && { refusal: progress.refusal }),
			};
		case "InSync":
			return { status };
		case "Failed":
			return {
				status,
				message: progress.message,
				...(progress.refused && { refused: true }),
			};
	}
}

/** One of a few records, told apart by a member. */
const oneOfKinds =
	(member: string, kinds: Readonly<Record<string, Check>>): Check =>
	(value, path) => {
		const kind: unknown = Object(value)[member];
		if (typeof kind !== "string" || !Object.hasOwn(kinds, kind))
			return `${path}.${member} must be one of ${Object.keys(kinds).join(", ")}`;
		return kinds[kind]?.(value, path);
	};

const region = matching(isRegion, "a region name");

const replicaChecks: Readonly<ChecksOf<ReplicaRegion>> = {
	region,
	kmsKeyId: text,
	progress: oneOfKinds("status", {
		InProgress: record({
			due: instant,
			overwrites: flag,
			refusal: optional(text),
		}),
		InSync: record({}),
		Failed: record({ message: text, refused: optional(flag) }),
	}),
	lastAccessedDate: optional(instant),
};

export const checkRoleSnapshot: Check = oneOfKinds("kind", {
	standalone: record({}),
	primary: record({ replicas: listOf(record(replicaChecks)) }),
	replica: record({ primaryRegion: region }),
});
