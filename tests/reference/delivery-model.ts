/**
 * How what a secret of the naive model is gets to its replicas (5). Imports nothing from the package.
 */
import { DeletionModel } from "./deletion-model.js";
import { canOpen, type Key } from "./keys.js";
import {
	accountOf,
	isReplicaOf,
	noWayTo,
	obstacle,
	type ReplicaRegion,
	regionOf,
	sharedLabels,
} from "./replication.js";
import { noRotation } from "./rotation.js";
import { asItIs, type Secret, type Version } from "./secret.js";
import { isLabelledByAws, MAX_SECRETS, TOO_MANY } from "./secret-model.js";

/** A replication began or ended. */
export interface Replication {
	readonly name: string;
	readonly secret: Secret;
	readonly region: string;
	readonly message: string | undefined;
	readonly at: number;
}

export class DeliveryModel extends DeletionModel {
	/** What the latest call made of replications. */
	replications: Replication[] = [];

	/** Takes to replicas what is due there by now, as it was before the change that finds it overdue. */
	protected arrive(secret: Secret, was: Secret, now: number): void {
		for (const replica of secret.replicas)
			if (replica.status === "InProgress" && replica.due <= now)
				this.#take(secret, was, replica, replica.due);
	}

	/**
	 * Takes there what is overdue, once some regions have been asked for again, or left; of those it is as it was before.
	 */
	protected overdue(
		secret: Secret,
		regions: readonly string[],
		now: number,
	): () => void {
		const was = asItIs(secret);
		const late = secret.replicas
			.filter(({ status, due }) => status === "InProgress" && due <= now)
			.map((replica) =>
				regions.includes(replica.region) ? { ...replica } : replica,
			);
		return () => {
			for (const replica of late) this.#take(secret, was, replica, replica.due);
		};
	}

	/** Sends what has changed to where nothing is on its way, and nobody was refused. */
	protected sendOn(secret: Secret, now: number): void {
		for (const replica of secret.replicas) {
			if (replica.status === "InProgress" || replica.refused) continue;
			if (this.lag === 0) {
				this.#take(secret, secret, replica, now);
				continue;
			}
			replica.status = "InProgress";
			replica.message = undefined;
			replica.due = now + this.lag;
			replica.overwrites = false;
			this.tellOf(secret, replica, "Started", now);
		}
	}

	#take(secret: Secret, is: Secret, replica: ReplicaRegion, now: number): void {
		this.changes++;
		const wasInSync = replica.status === "InSync";
		const { refusal } = replica;
		const why = refusal ?? this.#deliver(is, replica, now);
		replica.refused = refusal !== undefined;
		replica.refusal = undefined;
		replica.overwrites = false; // if it is tried again
		replica.status = why === undefined ? "InSync" : "Failed";
		replica.message =
			why === undefined
				? "Replication succeeded"
				: `Replication failed: ${why}`;
		if (why !== undefined) this.#keepKey(is, replica, now);
		if (why !== undefined) this.tellOf(secret, replica, "Failed", now);
		else if (!wasInSync) this.tellOf(secret, replica, "Succeeded", now);
	}

	/** Where there is a replica that could not change its key, its primary knows it by the one that it has. */
	#keepKey(primary: Secret, replica: ReplicaRegion, now: number): void {
		const place = { account: accountOf(primary), region: replica.region, now };
		const there = this.vaults.named(primary.name, place);
		if (there && isReplicaOf(there, primary) && there.deleted === undefined)
			replica.key = String(there.kmsKeyId);
	}

	/** Makes the replica what its primary is now; or says why not, and leaves all as it is. */
	#deliver(
		primary: Secret,
		replica: ReplicaRegion,
		now: number,
	): string | undefined {
		const { region, key: name } = replica;
		const lost = noWayTo(region, primary);
		if (lost !== undefined) return lost;
		const place = { account: accountOf(primary), region, now };
		const there = this.vaults.named(primary.name, place);
		const isOwn = there !== undefined && isReplicaOf(there, primary);
		const mine = isOwn && there.deleted === undefined ? there : undefined;
		const inTheWay = there && !isOwn && obstacle(there, replica);
		if (inTheWay) return inTheWay;

		const key = this.keys.toReplicate(name, place);
		if (typeof key === "string") return key;
		const versions = this.#carried(primary, mine, key, now);
		if (typeof versions === "string") return versions;
		const secrets = this.vaults.alive(place);
		if (!there && secrets.length >= (this.options.maxSecrets ?? MAX_SECRETS))
			return TOO_MANY;

		const rekeyed =
			mine && mine.kmsKeyId !== name
				? versions.filter(
						(version) =>
							mine.versions.includes(version) &&
							isLabelledByAws(mine, version) &&
							canOpen(version.keys) &&
							!version.keys.includes(key),
					)
				: [];
		for (const { keys } of rekeyed) keys.push(key);
		const was = there?.versions ?? [];
		const isSealedAnew =
			rekeyed.length > 0 ||
			was.length !== versions.length ||
			versions.some((each, at) => each !== was[at]);
		if (there?.kmsKeyId !== name || isSealedAnew)
			this.keys.wasUsed(name, place);

		const former = there?.primaryRegion === undefined ? there : mine;
		const rotated = primary.rotation?.rotated;
		const after: Secret = {
			...primary,
			arn: primary.arn.replace(`:${regionOf(primary)}:`, `:${region}:`),
			kmsKeyId: name,
			created: former?.created ?? now,
			sequence: there?.sequence ?? this.nextSequence(),
			...{ changed: now, accessed: mine?.accessed },
			...{ deleted: undefined, deletion: undefined, owner: undefined },
			versions,
			labels: new Map(sharedLabels(primary)),
			rotation:
				rotated === undefined
					? undefined
					: { ...noRotation(), enabled: undefined, rotated },
			...{ replicas: [], primaryRegion: regionOf(primary) },
		};
		if (mine) Object.assign(mine, after);
		else if (there) this.end(there, now, after);
		else this.add(after, place);
		replica.accessed = after.accessed;
		return undefined;
	}

	/** The versions for a replica: those that are there and open stay; one without a label that no key opens is left as it is. */
	#carried(
		primary: Secret,
		mine: Secret | undefined,
		key: Key,
		now: number,
	): Version[] | string {
		const versions: Version[] = [];
		for (const { id, sequence, value, keys } of primary.versions) {
			const known = mine?.versions.find(
				(each) => each.id === id && each.sequence === sequence,
			);
			const why = this.keys.whyClosed(keys);
			const sealed = { created: now, keys: [key], accessed: undefined };
			if (known && canOpen(known.keys)) versions.push(known);
			else if (why === undefined)
				versions.push({ id, sequence, value, ...sealed });
			else if ([...primary.labels.values()].includes(id)) return why;
			else if (known) versions.push(known);
		}
		return versions;
	}

	protected tellOf(
		secret: Secret,
		replica: ReplicaRegion,
		what: string,
		at: number,
	): void {
		const message = what === "Failed" ? replica.message : undefined;
		const { region } = replica;
		const name = `Replication${what}`;
		this.replications.push({ name, secret, region, message, at });
	}

	protected get lag(): number {
		const { replication = "immediate" } = this.options;
		return replication === "immediate" ? 0 : replication.afterMs;
	}

	protected override forget(): void {
		super.forget();
		this.replications = [];
	}
}
