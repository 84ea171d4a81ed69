import type { Context, SecretStore } from "pure-secrets-manager";
import type { SecretOperation } from "../../src/api/operation.js";
import { authorize, keysOfRequest } from "../../src/engine/authorize.js";
import { callOf } from "../../src/engine/call.js";
import { commit } from "../../src/engine/commit.js";
import { decode } from "../../src/engine/decode.js";
import { requireState } from "../../src/engine/require.js";
import { validate } from "../../src/engine/validate.js";
import { developmentKms } from "../../src/kms/local-kms.js";
import { openPayload, sealPayload } from "../../src/model/sealing.js";
import type { Secret, Version } from "../../src/model/secret.js";
import { operations } from "../../src/operations/table.js";
import { locateById, type Target } from "../../src/store/locate.js";
import { interleaved } from "./measure.js";
import { only, type Row, type Section } from "./report.js";
import {
	after,
	allRead,
	get,
	NODE,
	nameOf,
	PORTABLE,
	put,
	scattered,
	storeOf,
	tokenOf,
	VALUE,
} from "./world.js";

const COUNT = 100_000;
const SAMPLES = 2000;

/** Each step of the pipeline by itself, on what it gets in one read and in one write among 100,000 secrets. */
export async function where(): Promise<Section> {
	const store = allRead(storeOf(COUNT, NODE), COUNT);
	const next = scattered(COUNT);
	const samples = Array.from({ length: SAMPLES }, () =>
		sampleOf(store, next()),
	);
	return {
		title: "Where the time goes",
		rows: [
			...(await stepsOf(store, samples, "portable sealing", PORTABLE)),
			...(await stepsOf(store, samples, "node:crypto sealing", NODE)),
		],
	};
}

interface Sample {
	readonly i: number;
	readonly read: object;
	readonly write: object;
	readonly target: Target;
	readonly secret: Secret;
	readonly version: Version;
	readonly written: Secret | undefined;
}

/** What the steps of a read and of a write of one secret start from. */
function sampleOf(store: SecretStore, i: number): Sample {
	const SecretId = nameOf(i);
	const token = tokenOf(COUNT + i);
	const target = locateById(store, SecretId, NODE);
	const { secret } = target;
	const version = secret?.versions[0];
	if (secret === undefined || version === undefined)
		throw new Error("Nothing to read.");
	const after = locateById(put(store, i, token, NODE).store, SecretId, NODE);
	return {
		i,
		read: { SecretId },
		write: { SecretId, SecretString: VALUE, ClientRequestToken: token },
		target,
		secret,
		version,
		written: after.secret,
	};
}

async function stepsOf(
	store: SecretStore,
	samples: readonly Sample[],
	sealing: string,
	context: Context,
): Promise<readonly Row[]> {
	const { now, seed, account, kms = developmentKms } = context;
	const keyContext = { keys: store.keys, kms, seed, account };
	const carrying = { now, seed, kms };
	const next = scattered(samples.length);
	const on = (step: (sample: Sample) => unknown) => () =>
		step(samples[next()] as Sample);
	const reading = operations.GetSecretValue as unknown as SecretOperation;
	const writing = operations.PutSecretValue as unknown as SecretOperation;
	const payload = { kind: "string", text: VALUE } as const;
	const measured = await interleaved({
		nothing: on(() => undefined),
		read: on(({ i }) => after(get(store, i, context))),
		write: on(({ i }) => after(put(store, i, tokenOf(COUNT + i), context))),
		"decode a read": on(({ read }) => decode(reading.input, read)),
		"decode a write": on(({ write }) => decode(writing.input, write)),
		locate: on(({ i }) => locateById(store, nameOf(i), context)),
		authorize: on(({ target, read }) => {
			const call = callOf(context);
			const keys = keysOfRequest(reading, target, read, store);
			return authorize(reading, target, read, keys, store, call);
		}),
		"validate a read": on(({ target, read }) =>
			validate(reading, target.id, read),
		),
		"validate a write": on(({ target, write }) =>
			validate(writing, target.id, write),
		),
		require: on(({ secret, read }) => requireState(reading, secret, read)),
		unseal: on(({ secret, version }) =>
			openPayload(secret, version, keyContext),
		),
		seal: on(({ i, secret }) =>
			sealPayload(secret, tokenOf(COUNT + i), payload, keyContext),
		),
		"commit a read": on(({ secret }) =>
			commit(store, secret, secret, carrying),
		),
		"commit a write": on(({ secret, written }) =>
			commit(store, secret, written, carrying),
		),
	});
	type Step = Parameters<typeof measured.micros>[0];
	const cost = (step: Step) =>
		measured.micros(step) - measured.micros("nothing");
	const rowsOf = (
		what: string,
		whole: Step,
		steps: readonly (readonly [what: string, Step])[],
	): readonly Row[] => {
		const share = (micros: number) =>
			` µs (${Math.round((100 * micros) / cost(whole))} %)`;
		const known = steps.reduce((sum, [, step]) => sum + cost(step), 0);
		const rest = cost(whole) - known;
		return [
			only(`${what}, ${sealing}`, cost(whole), " µs"),
			...steps.map(([name, step]) =>
				only(`– ${name}`, cost(step), share(cost(step))),
			),
			only("– the operation itself and the answer", rest, share(rest)),
		];
	};
	return [
		...rowsOf("GetSecretValue, a later one", "read", [
			["decode", "decode a read"],
			["lookup", "locate"],
			["authorization", "authorize"],
			["validation", "validate a read"],
			["state", "require"],
			["unsealing", "unseal"],
			["commit and events", "commit a read"],
		]),
		...rowsOf("PutSecretValue", "write", [
			["decode", "decode a write"],
			["lookup", "locate"],
			["authorization", "authorize"],
			["validation", "validate a write"],
			["state", "require"],
			["sealing", "seal"],
			["commit and events", "commit a write"],
		]),
	];
}
