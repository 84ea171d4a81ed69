import {
	type Context,
	createSecret,
	createStore,
	describeSecret,
	getSecretValue,
	putSecretValue,
	type SecretStore,
} from "pure-secrets-manager";
import { interleaved } from "./measure.js";
import { atMost, only, type Row, type Section } from "./report.js";
import {
	after,
	freshTokens,
	NODE,
	nameOf,
	PORTABLE,
	tokenOf,
} from "./world.js";

const SIZES = [
	["100 B", 100],
	["4 KiB", 4096],
] as const;
const SEALINGS = [
	["portable sealing", PORTABLE],
	["node:crypto sealing", NODE],
] as const;

const ELSEWHERE = ["us-east-2", "eu-west-1", "ap-southeast-2"] as const;
const SecretId = nameOf(0);

/** What a write costs that goes on to replicas at once, and what it costs to read where a secret has some, or is one. */
export async function replication(): Promise<Section> {
	const rows: Row[] = [];
	for (const [size, length] of SIZES)
		for (const [sealing, context] of SEALINGS) {
			const text = "correct horse ".repeat(length).slice(0, length);
			rows.push(...(await writesOf(text, `${size}, ${sealing}`, context)));
		}
	for (const [sealing, context] of SEALINGS)
		rows.push(...(await readsOf("correct horse", sealing, context)));
	return { title: "Replication", rows };
}

/** Writes that are the second version. */
async function writesOf(
	SecretString: string,
	what: string,
	context: Context,
): Promise<readonly Row[]> {
	const token = freshTokens();
	const writesTo = (replicas: number) => {
		const store = replicated(replicas, SecretString, context);
		const write = () => {
			const input = { SecretId, SecretString, ClientRequestToken: token() };
			return after(putSecretValue(store, input, context));
		};
		requireInSync(write(), replicas, context);
		return write;
	};
	const measured = await interleaved({
		standalone: writesTo(0),
		one: writesTo(1),
		three: writesTo(3),
	});
	return [
		only(
			`PutSecretValue of ${what}, no replica`,
			measured.micros("standalone"),
			" µs",
		),
		only("– 1 replica", measured.ratio("one", "standalone"), "×"),
		atMost("– 3 replicas", measured.ratio("three", "standalone"), 5),
	];
}

async function readsOf(
	SecretString: string,
	sealing: string,
	context: Context,
): Promise<readonly Row[]> {
	const replica = { ...context, region: ELSEWHERE[0] };
	const standalone = replicated(0, SecretString, context);
	const primary = replicated(3, SecretString, context);
	const read = (store: SecretStore, at: Context) =>
		after(getSecretValue(store, { SecretId }, at));
	/** Reads that note the day, and reads that find it noted. */
	const readsFrom = (store: SecretStore, at: Context) => {
		const noted = read(store, at);
		return { first: () => read(store, at), later: () => read(noted, at) };
	};
	const ofStandalone = readsFrom(standalone, context);
	const ofPrimary = readsFrom(primary, context);
	const ofReplica = readsFrom(primary, replica);
	const measured = await interleaved({
		"standalone, first": ofStandalone.first,
		"primary, first": ofPrimary.first,
		"replica, first": ofReplica.first,
		"standalone, later": ofStandalone.later,
		"primary, later": ofPrimary.later,
		"replica, later": ofReplica.later,
	});
	const rowsFor = (when: "first" | "later", title: string) => [
		only(
			`GetSecretValue, ${title}, no replica, ${sealing}`,
			measured.micros(`standalone, ${when}`),
			" µs",
		),
		only(
			"– from a primary with 3 replicas",
			measured.ratio(`primary, ${when}`, `standalone, ${when}`),
			"×",
		),
		only(
			"– from one of the replicas",
			measured.ratio(`replica, ${when}`, `standalone, ${when}`),
			"×",
		),
	];
	return [
		...rowsFor("first", "the first of a day"),
		...rowsFor("later", "a later one"),
	];
}

/** One secret with so many replicas, each of which has its value. */
function replicated(
	replicas: number,
	SecretString: string,
	context: Context,
): SecretStore {
	const input = {
		Name: SecretId,
		SecretString,
		ClientRequestToken: tokenOf(0),
		...(replicas > 0 && {
			AddReplicaRegions: ELSEWHERE.slice(0, replicas).map((Region) => ({
				Region,
			})),
		}),
	};
	const store = after(createSecret(createStore(), input, context));
	requireInSync(store, replicas, context);
	return store;
}

/** A replication that failed would be quick, and prove nothing. */
function requireInSync(
	store: SecretStore,
	replicas: number,
	context: Context,
): void {
	const { result } = describeSecret(store, { SecretId }, context);
	const { ReplicationStatus = [] } = result.ok ? result.value : {};
	const inSync = ReplicationStatus.filter(({ Status }) => Status === "InSync");
	if (inSync.length !== replicas)
		throw new Error(`${inSync.length} replicas are in sync, not ${replicas}.`);
}
