/**
 * The operations of the naive model that replicate a secret, and what it and its replicas tell each other (5).
 * Imports nothing from the package.
 */
import type { Input, ModelContext, OperationName } from "./admission.js";
import { DeliveryModel } from "./delivery-model.js";
import { refuse } from "./refusal.js";
import {
	accountOf,
	checkRegions,
	isReplicaOf,
	joinRegions,
	regionOf,
	replicationStatus,
	sharedBy,
} from "./replication.js";
import {
	asItIs,
	labelsOf,
	type Output,
	type Secret,
	type Version,
} from "./secret.js";

const IPE = "InvalidParameterException";

/** What is remembered of a secret while a call changes it. */
interface Look {
	readonly secret: Secret;
	/** As it was then. */
	readonly was: Secret;
	readonly shared: readonly unknown[];
}

/** What callers may do with a replica; all else that names it is refused (5.5). */
const ALLOWED: readonly string[] = [
	...["GetSecretValue", "DescribeSecret", "ListSecretVersionIds"],
	...["GetResourcePolicy", "ValidateResourcePolicy"],
	"StopReplicationToReplica",
];

export class ReplicationModel extends DeliveryModel {
	override CreateSecret(input: Input, context: ModelContext): Output {
		const isNew = this.vaults.named(String(input.Name), context) === undefined;
		const answer = super.CreateSecret(input, context);
		const secret = this.vaults.named(String(input.Name), context);
		if (input.AddReplicaRegions == null || secret === undefined) return answer;
		if (isNew) this.#join(secret, input, context, []);
		return secret.replicas.length > 0
			? { ...answer, ReplicationStatus: replicationStatus(secret) }
			: answer;
	}

	ReplicateSecretToRegions(input: Input, context: ModelContext): Output {
		const secret = this.vaults.live(input, context);
		checkRegions(input, context);
		const named = (input.AddReplicaRegions as Output[]).map(({ Region }) =>
			String(Region),
		);
		const late = this.overdue(secret, named, context.now);
		const labelled = secret.versions.filter(({ id }) => labelsOf(secret, id));
		this.#join(secret, input, context, labelled);
		const ReplicationStatus = replicationStatus(secret);
		late();
		this.changed(secret, context);
		return { ARN: secret.arn, ReplicationStatus };
	}

	/** Regions without a replica are no mistake (5.4). */
	RemoveRegionsFromReplication(input: Input, context: ModelContext): Output {
		const secret = this.vaults.live(input, context);
		const gone = input.RemoveReplicaRegions as string[];
		const leaving = secret.replicas.filter(({ region }) =>
			gone.includes(region),
		);
		const late = this.overdue(secret, gone, context.now);
		secret.replicas = secret.replicas.filter((each) => !leaving.includes(each));
		const ReplicationStatus = replicationStatus(secret);
		if (leaving.length > 0) {
			late();
			for (const { region } of leaving) this.#end(secret, region, context);
			this.changed(secret, context);
		}
		return { ARN: secret.arn, ReplicationStatus };
	}

	StopReplicationToReplica(input: Input, context: ModelContext): Output {
		const secret = this.vaults.live(input, context);
		const primary = this.#primaryOf(secret, context.now);
		if (secret.primaryRegion === undefined)
			refuse(
				IPE,
				"Operation not permitted on a primary secret. Call must be made in replica secret's region.",
			);
		if (primary !== undefined)
			primary.replicas = primary.replicas.filter(
				({ region }) => region !== regionOf(secret),
			);
		secret.primaryRegion = undefined;
		this.changed(secret, context);
		return { ARN: secret.arn };
	}

	protected refuseOnReplica(
		operation: OperationName,
		input: Input,
		context: ModelContext,
	): void {
		const secret =
			operation === "PutManagedSecret"
				? this.vaults.named(String(input.Name), context)
				: input.SecretId == null
					? undefined
					: this.vaults.find(input, context);
		if (secret?.primaryRegion === undefined || ALLOWED.includes(operation))
			return;
		const { SecretId: _, ClientRequestToken, KmsKeyId, ...others } = input;
		const onlyKey =
			KmsKeyId != null && Object.values(others).every((each) => each == null);
		if (operation === "UpdateSecret" && onlyKey) return;
		refuse(
			IPE,
			"Operation not permitted on a replica secret. Call must be made in primary secret's region.",
		);
	}

	/** What is to be compared after a call about this secret. */
	protected lookAt(secret: Secret | undefined): Look | undefined {
		if (secret === undefined) return undefined;
		return { secret, was: asItIs(secret), shared: sharedBy(secret) };
	}

	/** After a call: the primary is told of its replica, or the replicas get what was on its way, and what has changed. */
	protected carryOn(before: Look, now: number): void {
		const { secret, was, shared } = before;
		if (secret.primaryRegion !== undefined) this.#tellPrimary(before, now);
		this.arrive(secret, was, now);
		const is = sharedBy(secret);
		if (shared.some((each, at) => each !== is[at])) this.sendOn(secret, now);
	}

	/** Who asks must be allowed to decrypt these versions, and to use the keys of the regions. */
	#join(
		secret: Secret,
		input: Input,
		context: ModelContext,
		opened: readonly Version[],
	): void {
		const { now } = context;
		const values = opened.map(({ keys }) => keys);
		const before = secret.replicas.map(({ region, status, due }) =>
			[region, status, due].join(),
		);
		joinRegions(secret, input, now, this.lag, (region, key) =>
			this.keys.whyNotCarried(values, key, context, region),
		);
		for (const replica of secret.replicas) {
			const { region, status, due } = replica;
			if (
				status === "InProgress" &&
				!before.includes([region, status, due].join())
			)
				this.tellOf(secret, replica, "Started", now);
		}
	}

	/** A removed replica can be described for as long as replication takes, with DeletedDate (5.4). */
	#end(primary: Secret, region: string, context: ModelContext): void {
		const { now } = context;
		const place = { ...context, region };
		const replica = this.vaults.named(primary.name, place);
		if (replica === undefined || !isReplicaOf(replica, primary)) return;
		if (replica.deleted !== undefined) return; // it is to end anyway
		replica.changed = now;
		replica.deleted = now;
		replica.deletion = now + this.lag;
		if (this.lag === 0) this.end(replica, now);
	}

	#tellPrimary({ secret, was }: Look, now: number): void {
		const known = this.#primaryOf(secret, now)?.replicas.find(
			({ region }) => region === regionOf(secret),
		);
		const isRekeyed = was.kmsKeyId !== secret.kmsKeyId;
		if (known === undefined) return;
		if (isRekeyed) known.key = String(secret.kmsKeyId);
		if (isRekeyed || was.accessed !== secret.accessed)
			known.accessed = secret.accessed;
	}

	#primaryOf(secret: Secret, now: number): Secret | undefined {
		const { name, primaryRegion: region = "" } = secret;
		const place = { account: accountOf(secret), region, now };
		const primary = this.vaults.named(name, place);
		return primary && isReplicaOf(secret, primary) ? primary : undefined;
	}

	protected override checkReplicas(input: Input, context: ModelContext): void {
		checkRegions(input, context);
	}
}
