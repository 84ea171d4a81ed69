import { createStore } from "pure-secrets-manager";
import type { SecretOperation } from "../../src/api/operation.js";
import { authorize } from "../../src/engine/authorize.js";
import { commit } from "../../src/engine/commit.js";
import { decode } from "../../src/engine/decode.js";
import { requireState } from "../../src/engine/require.js";
import { validate } from "../../src/engine/validate.js";
import { developmentKms } from "../../src/kms/local-kms.js";
import { openPayload, sealPayload } from "../../src/model/sealing.js";
import { operations } from "../../src/operations/table.js";
import { locateById } from "../../src/store/locate.js";
import { interleaved } from "./measure.js";
import { only, type Row, type Section } from "./report.js";
import {
	after,
	create,
	get,
	NODE,
	nameOf,
	PORTABLE,
	put,
	tokenOf,
	VALUE,
} from "./world.js";

/** Each step of the pipeline by itself, on what it gets in one read and in one write. */
export async function where(): Promise<Section> {
	return {
		title: "Where the time goes",
		rows: [
			...(await stepsOf("portable sealing", PORTABLE)),
			...(await stepsOf("node:crypto sealing", NODE)),
		],
	};
}

async function stepsOf(
	sealing: string,
	context: typeof PORTABLE,
): Promise<readonly Row[]> {
	const kms = context.kms ?? developmentKms;
	const store = after(
		get(after(create(createStore(), 0, context)), 0, context),
	);
	const target = locateById(store, nameOf(0), context);
	const { secret } = target;
	const version = secret?.versions[0];
	if (secret === undefined || version === undefined)
		throw new Error("Nothing to read.");
	const written = locateById(
		after(put(store, 0, tokenOf(1), context)),
		nameOf(0),
		context,
	);
	const payload = { kind: "string", text: VALUE } as const;
	const requests = {
		GetSecretValue: { SecretId: nameOf(0) },
		PutSecretValue: {
			SecretId: nameOf(0),
			SecretString: VALUE,
			ClientRequestToken: tokenOf(1),
		},
	};
	const before = (name: keyof typeof requests) => {
		const operation = operations[name] as unknown as SecretOperation;
		const input = requests[name];
		return {
			[`${name} decode`]: () => decode(operation.input, input),
			[`${name} validate`]: () => validate(operation, target, input),
		};
	};
	const measured = await interleaved<string>({
		GetSecretValue: () => get(store, 0, context),
		PutSecretValue: () => put(store, 0, tokenOf(1), context),
		...before("GetSecretValue"),
		...before("PutSecretValue"),
		locate: () => locateById(store, nameOf(0), context),
		authorize: () => authorize("GetSecretValue", target, context),
		require: () =>
			requireState(
				operations.GetSecretValue as unknown as SecretOperation,
				secret,
				{},
			),
		unseal: () => openPayload(secret, version, kms),
		seal: () => sealPayload(secret, tokenOf(1), payload, context.seed, kms),
		"GetSecretValue commit": () => commit(store, secret, secret, context.now),
		"PutSecretValue commit": () =>
			commit(store, secret, written.secret, context.now),
	});
	return (["GetSecretValue", "PutSecretValue"] as const).flatMap((name) => {
		const whole = measured.micros(name);
		const crypto = name === "GetSecretValue" ? "unseal" : "seal";
		const steps = [
			["decode", `${name} decode`],
			["locate", "locate"],
			["authorize", "authorize"],
			["validate", `${name} validate`],
			["require", "require"],
			[crypto, crypto],
			["commit and events", `${name} commit`],
		] as const;
		const known = steps.map(
			([what, step]) => [what, measured.micros(step)] as const,
		);
		const rest = whole - known.reduce((sum, [, micros]) => sum + micros, 0);
		const share = (micros: number) =>
			` µs (${Math.round((100 * micros) / whole)} %)`;
		return [
			only(`${name}, ${sealing}`, whole, " µs"),
			...known.map(([what, micros]) =>
				only(`– ${what}`, micros, share(micros)),
			),
			only(
				"– the operation itself and the answer",
				Math.max(0, rest),
				share(Math.max(0, rest)),
			),
		];
	});
}
