import fc from "fast-check";
import {
	advance,
	batchGetSecretValue,
	type Context,
	cancelRotateSecret,
	checkInvariants,
	createSecret,
	createStore,
	deleteResourcePolicy,
	deleteSecret,
	describeSecret,
	fromSnapshot,
	getRandomPassword,
	getResourcePolicy,
	getSecretValue,
	listSecrets,
	listSecretVersionIds,
	nextDue,
	type Outcome,
	putAlias,
	putManagedSecret,
	putResourcePolicy,
	putSecretValue,
	registerKey,
	removeAlias,
	removeRegionsFromReplication,
	replicateSecretToRegions,
	reportRotationStep,
	restoreSecret,
	rotateSecret,
	type SecretStore,
	setKeyState,
	stopReplicationToReplica,
	tagResource,
	toSnapshot,
	untagResource,
	updateSecret,
	updateSecretVersionStage,
	validateResourcePolicy,
} from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { operations } from "../../src/operations/table.js";
import { handle } from "../../src/wire/handle.js";
import { type Ran, runScript, script } from "../support/scripts.js";
import { Poison, poisoned } from "./poison.js";

const DAY = 86_400_000;
const context: Context = {
	now: 20_000 * DAY,
	seed: "a seed",
	account: "123456789012",
	region: "eu-central-1",
};
const [first, second, third, fourth] = ["1", "2", "3", "4"].map((digit) =>
	digit.repeat(32),
) as [string, string, string, string];
const SecretId = "prod/database";
const policy = {
	Version: "2012-10-17",
	Statement: [
		{
			Sid: "ä",
			Effect: "Allow",
			Principal: { AWS: "210987654321" },
			Action: "secretsmanager:GetSecretValue",
			Resource: "*",
			Condition: { StringLike: { "aws:SourceVpc": "vpc-*" } },
		},
	],
};

describe("the public functions, while the world is poisoned", () => {
	const answers = poisoned(runEveryFunction);
	const arn = expect.stringMatching(
		/^arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod\/database-[A-Za-z0-9]{6}$/,
	);
	const reference = { ARN: arn, Name: SecretId };

	it("answer each of the operations", () => {
		expect(answers.created).toMatchObject({ ...reference, VersionId: first });
		expect(answers.put).toMatchObject({ ...reference, VersionId: second });
		expect(answers.updated).toMatchObject({ ...reference, VersionId: third });
		expect(answers.moved).toMatchObject(reference);
		expect(answers.got).toMatchObject({
			...reference,
			VersionId: first,
			SecretString: "one",
			VersionStages: ["AWSCURRENT"],
			CreatedDate: context.now,
		});
		expect(answers.listed.Versions).toHaveLength(2);
		expect(answers.described).toMatchObject({
			...reference,
			LastChangedDate: context.now,
			VersionIdsToStages: { [first]: ["AWSCURRENT"], [third]: ["AWSPREVIOUS"] },
		});
		expect(answers.deleted).toMatchObject({
			...reference,
			DeletionDate: context.now + 7 * DAY,
		});
		expect(answers.restored).toMatchObject(reference);
	});

	it("answer each of the operations on tags, policies and many secrets", () => {
		expect(answers.tagged).toEqual({});
		expect(answers.untagged).toEqual({});
		expect(answers.attached).toMatchObject(reference);
		expect(JSON.parse(answers.policy.ResourcePolicy ?? "")).toEqual(policy);
		expect(answers.judged).toEqual({
			PolicyValidationPassed: true,
			ValidationErrors: [],
		});
		expect(answers.detached).toMatchObject(reference);
		expect(answers.found.SecretList).toMatchObject([
			{ ...reference, Tags: [{ Key: "größe", Value: "" }] },
		]);
		expect(answers.batch).toMatchObject({
			SecretValues: [{ ...reference, SecretString: "one" }],
			Errors: [{ SecretId: "nobody", ErrorCode: "ResourceNotFoundException" }],
		});
		expect(answers.drawn.RandomPassword).toMatch(/^[!-~]{32}$/);
	});

	it("rotate secrets, by functions and by their owner", () => {
		expect(answers.rotated).toMatchObject({ ...reference, VersionId: fourth });
		expect(answers.rotation.events).toEqual(["RotationSucceeded"]);
		expect(answers.cancelled).toEqual({ ARN: arn, Name: SecretId });
		expect(answers.managed).toMatchObject({
			OwningService: "rds",
			RotationRules: { AutomaticallyAfterDays: 7 },
		});
		expect(answers.managedRotation).toContain("RotationSucceeded");
	});

	it("set keys up, and say why a dead one opens nothing", () => {
		expect(answers.listed.Versions[0]?.KmsKeyIds).toEqual([
			"arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-4333-8444-555555555555",
		]);
		expect(answers.described.KmsKeyId).toBe("alias/database");
		expect(answers.shut).toMatchObject({
			ok: false,
			error: { name: "DecryptionFailure" },
		});
	});

	it("carry a secret to other regions, and leave it there", () => {
		const [left, kept] = ["eu-west-1", "eu-north-1"].map((Region) => ({
			Region,
			KmsKeyId: "alias/aws/secretsmanager",
			Status: "InProgress",
		}));
		expect(answers.replicated.ReplicationStatus).toEqual([left, kept]);
		expect(answers.removed.ReplicationStatus).toEqual([
			{ ...kept, Status: "InSync", StatusMessage: "Replication succeeded" },
		]);
		expect(answers.promoted.ARN).toBe(
			answers.replicated.ARN.replace("eu-central-1", "eu-north-1"),
		);
	});

	it("have a part in this story, each of them", () => {
		expect(answers.told.sort()).toEqual(Object.keys(operations).sort());
	});

	it("open binary payloads", () => {
		expect(answers.binary.SecretBinary).toEqual(Uint8Array.of(0, 255));
	});

	it("let time pass", () => {
		expect(answers.due).toBe(context.now + 7 * DAY);
		expect(answers.gone).toMatchObject({
			ok: false,
			error: { name: "ResourceNotFoundException" },
		});
	});

	it("save, load and check a store", () => {
		expect(answers.reloaded).toEqual(answers.saved);
		expect(answers.broken).toEqual([]);
	});
});

it("the wire answers whatever is asked, refusals included, while the world is poisoned", () => {
	const scripts = fc.sample(script(), { numRuns: 100, seed: 1 });
	const answers = poisoned(() =>
		scripts.flatMap((steps) => runScript(steps).map(askByWire)),
	);
	const statuses = answers.map(({ response }) => response.status);
	expect(new Set(statuses)).toEqual(new Set([200, 400]));
	const refusals = answers.flatMap(({ outcome: { result } }) =>
		result.ok ? [] : [result.error.name],
	);
	expect(refusals).toEqual(
		expect.arrayContaining([
			"AccessDeniedException",
			"InvalidParameterException",
			"InvalidRequestException",
			"ResourceExistsException",
			"ResourceNotFoundException",
			"ValidationException",
		]),
	);
});

const askByWire = ({ before, operation, input, context }: Ran) =>
	handle(
		before,
		{
			target: `secretsmanager.${operation}`,
			body: JSON.stringify(input, (_, value) =>
				value instanceof Uint8Array
					? Buffer.from(value).toString("base64")
					: value,
			),
		},
		context,
	);

/** One command of each kind on one secret; the names of the answers tell the story. */
function runEveryFunction() {
	const story = startStory();
	const key = { keyId: "11111111-2222-4333-8444-555555555555" };
	story.setUp((store) => registerKey(store, key, context));
	story.setUp((store) =>
		putAlias(store, { ...key, alias: "alias/database" }, context),
	);
	const created = story.tell(createSecret, {
		Name: SecretId,
		KmsKeyId: "alias/database",
		ClientRequestToken: first,
		SecretString: "one",
		Tags: [{ Key: "team", Value: "ä" }],
	});
	const put = story.tell(putSecretValue, {
		SecretId,
		ClientRequestToken: second,
		SecretBinary: Uint8Array.of(0, 255),
	});
	const binary = story.tell(getSecretValue, { SecretId });
	const updated = story.tell(updateSecret, {
		SecretId,
		ClientRequestToken: third,
		SecretString: "three",
		Description: "the third",
	});
	const moved = story.tell(updateSecretVersionStage, {
		SecretId,
		VersionStage: "AWSCURRENT",
		RemoveFromVersionId: third,
		MoveToVersionId: first,
	});
	const got = story.tell(getSecretValue, { SecretId });
	const disabled = setKeyState(
		story.store(),
		{ ...key, state: "Disabled" },
		context,
	).store;
	const unnamed = removeAlias(
		disabled,
		{ alias: "alias/database" },
		context,
	).store;
	const shut = getSecretValue(unnamed, { SecretId }, context).result;
	const listed = story.tell(listSecretVersionIds, { SecretId });
	const described = story.tell(describeSecret, { SecretId });
	const tagged = story.tell(tagResource, {
		SecretId,
		Tags: [{ Key: "größe" }],
	});
	const untagged = story.tell(untagResource, { SecretId, TagKeys: ["team"] });
	const ResourcePolicy = JSON.stringify(policy);
	const attached = story.tell(putResourcePolicy, { SecretId, ResourcePolicy });
	const attachedPolicy = story.tell(getResourcePolicy, { SecretId });
	const judged = story.tell(validateResourcePolicy, { ResourcePolicy });
	const detached = story.tell(deleteResourcePolicy, { SecretId });
	const found = story.tell(listSecrets, {
		Filters: [
			{ Key: "all", Values: ["PROD Data"] },
			{ Key: "description", Values: ["THE th"] },
			{ Key: "name", Values: ["prod/", "x"] },
		],
		SortBy: "name",
	});
	const batch = story.tell(batchGetSecretValue, {
		SecretIdList: [SecretId, "nobody"],
	});
	const drawn = story.tell(getRandomPassword, {});
	const rotated = story.tell(rotateSecret, {
		SecretId,
		ClientRequestToken: fourth,
		RotationLambdaARN: "arn:aws:lambda:eu-central-1:123456789012:function:ä",
		RotationRules: { AutomaticallyAfterDays: 1 },
	});
	const rotation = story.rotate(rotated.ARN, fourth, (step) => {
		if (step === "createSecret")
			story.tell(putSecretValue, {
				SecretId,
				ClientRequestToken: fourth,
				SecretString: "four",
				VersionStages: ["AWSPENDING"],
			});
		if (step === "finishSecret")
			story.tell(updateSecretVersionStage, {
				SecretId,
				VersionStage: "AWSCURRENT",
				RemoveFromVersionId: first,
				MoveToVersionId: fourth,
			});
	});
	const cancelled = story.tell(cancelRotateSecret, { SecretId });
	const owned = story.tell(putManagedSecret, {
		Name: "rds!cluster",
		SecretString: '{"password":"ä"}',
	});
	const managed = story.tell(describeSecret, { SecretId: owned.ARN });
	const replicated = story.tell(replicateSecretToRegions, {
		SecretId,
		AddReplicaRegions: [{ Region: "eu-west-1" }, { Region: "eu-north-1" }],
	});
	const removed = story.tell(removeRegionsFromReplication, {
		SecretId,
		RemoveReplicaRegions: ["eu-west-1"],
	});
	const promoted = story.tell(
		stopReplicationToReplica,
		{ SecretId },
		{ ...context, region: "eu-north-1" },
	);
	const saved = toSnapshot(story.store());
	const window = { SecretId, RecoveryWindowInDays: 7 };
	const deleted = story.tell(deleteSecret, window);
	const restored = story.tell(restoreSecret, { SecretId });
	story.tell(deleteSecret, window);
	return {
		...{ created, put, binary, updated, moved, got, listed, described },
		...{ tagged, untagged, attached, policy: attachedPolicy, judged, detached },
		...{ found, batch, drawn, told: story.told() },
		...{ deleted, restored, shut, saved, reloaded: reload(saved) },
		...{ rotated, rotation, cancelled, managed },
		...{ replicated, removed, promoted },
		managedRotation: rotateByOwner(story.store(), owned.ARN),
		...afterTheWindow(story.store()),
		broken: checkInvariants(story.store()),
	};
}

function startStory() {
	let store = createStore();
	const told = new Set<string>();
	return {
		store: () => store,
		setUp(change: (store: SecretStore) => { readonly store: SecretStore }) {
			store = change(store).store;
		},
		/** The operations that had a part in it, as events name them. */
		told: () => [...told],
		/** Reports each step of a rotation after it was performed; the names of what happened. */
		rotate(
			arn: string,
			token: string,
			perform: (step: RotationStep) => void,
		): { readonly events: readonly string[] } {
			const events: string[] = [];
			for (const step of STEPS) {
				perform(step);
				const report = { arn, token, step, ok: true };
				const told = reportRotationStep(store, report, context);
				store = told.store;
				events.push(...told.events.map(({ name }) => name));
			}
			return { events };
		},
		/** Runs one command that must be accepted, and keeps the store it leaves. */
		tell<Input, Value>(
			reducer: (
				store: SecretStore,
				input: Input,
				context: Context,
			) => Outcome<Value>,
			input: Input,
			where = context,
		): Value {
			const outcome = reducer(store, input, where);
			store = outcome.store;
			for (const { name } of outcome.events)
				if (name in operations) told.add(name);
			if (outcome.result.ok) return outcome.result.value;
			throw new Error(outcome.result.error.message);
		},
	};
}

const STEPS = [
	"createSecret",
	"setSecret",
	"testSecret",
	"finishSecret",
] as const;
type RotationStep = (typeof STEPS)[number];

/** What happens to a managed secret when its time has come. */
function rotateByOwner(store: SecretStore, arn: string): readonly string[] {
	const now = nextDue(store) ?? context.now;
	let { effects, events, ...at } = advance(store, { now, seed: "later" });
	const names = events.map(({ name }) => name);
	for (let [effect] = effects; effect; [effect] = effects) {
		const { ClientRequestToken: token, Step: step } = effect.event;
		const told = reportRotationStep(
			at.store,
			{ arn, token, step, ok: true },
			{ ...context, now },
		);
		names.push(...told.events.map(({ name }) => name));
		effects = told.effects;
		at = told;
	}
	return names;
}

function reload(snapshot: unknown): unknown {
	const loaded = fromSnapshot(JSON.parse(JSON.stringify(snapshot)));
	return loaded.ok ? toSnapshot(loaded.value) : loaded.error;
}

function afterTheWindow(store: SecretStore) {
	const later = { ...context, now: context.now + 7 * DAY };
	const advanced = advance(store, later);
	return {
		due: nextDue(store),
		gone: describeSecret(advanced.store, { SecretId }, later).result,
	};
}

describe("the poison", () => {
	it.each([
		["Date.now", () => Date.now()],
		["new Date()", () => new Date()],
		["Date()", () => Date()],
		["Math.random", () => Math.random()],
		["Intl.Collator", () => new Intl.Collator()],
		["String.prototype.localeCompare", () => "a".localeCompare("b")],
		["crypto.getRandomValues", () => crypto.getRandomValues(new Uint8Array(1))],
		["crypto.randomUUID", () => crypto.randomUUID()],
		["performance.now", () => performance.now()],
	] as const)(
		"works in %s, and only while it runs",
		(what, ask: () => unknown) => {
			const before = Object.getOwnPropertyNames(crypto);
			expect(() => poisoned(ask)).toThrow(new Poison(what));
			expect(ask).not.toThrow();
			expect(Object.getOwnPropertyNames(crypto)).toEqual(before);
		},
	);

	it("leaves arithmetic with instants alone", () => {
		const iso = poisoned(() => new Date(0).toISOString());
		expect(iso).toBe("1970-01-01T00:00:00.000Z");
		expect(poisoned(() => new Date(0) instanceof Date)).toBe(true);
	});
});
