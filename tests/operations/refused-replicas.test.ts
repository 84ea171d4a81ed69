/** A region that a caller may not have a secret carried to: its status tells so, until somebody asks for it again (6.5). */
import {
	advance,
	createStore,
	fromSnapshot,
	toSnapshot,
} from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { ADA, may, whoMay } from "../support/callers.js";
import { aValue, given, SECOND, type World } from "../support/given.js";
import { keyId } from "../support/keys.js";
import { THERE } from "../support/places.js";

const SecretId = "db";
const LAG = 5 * SECOND;
const mySecrets = may("secretsmanager:*");
const denied = whoMay(ADA, mySecrets);
const allowed = whoMay(ADA, mySecrets, may("kms:Decrypt"));

const created = (store = createStore()) =>
	given(store)
		.withKey({ keyId: keyId("a") })
		.after("CreateSecret", {
			Name: SecretId,
			KmsKeyId: keyId("a"),
			...aValue("v1"),
		});
const lagging = () => created(createStore({ replication: { afterMs: LAG } }));
const asked = (world: World, caller?: typeof denied) =>
	world
		.as({ caller })
		.after("ReplicateSecretToRegions", {
			SecretId,
			AddReplicaRegions: [{ Region: THERE.region }],
		})
		.as({ caller: undefined });
/** Some time later, with what has arrived by then. */
const passed = (world: World, milliseconds: number): World => {
	const context = { ...world.context, now: world.context.now + milliseconds };
	return given(advance(world.store, context).store, context);
};
const statusOf = (world: World): string =>
	world.when("DescribeSecret", { SecretId }).answer.ReplicationStatus[0].Status;
const put = (world: World, name: string) =>
	world.after("PutSecretValue", { SecretId, ...aValue(name) });
const isThere = (world: World): boolean =>
	world
		.as(THERE)
		.when("ListSecrets", {})
		.answer.SecretList.some(({ Name }: { Name: string }) => Name === SecretId);
/** The same in a store that was written down in between. */
const reopened = (world: World): World => {
	const read = fromSnapshot(
		JSON.parse(JSON.stringify(toSnapshot(world.store))),
	);
	if (!read.ok) throw new Error(read.error.message);
	return given(read.value, world.context);
};

describe.each<[how: string, kept: (world: World) => World]>([
	["as it is", (world) => world],
	["from a snapshot", reopened],
])("what was refused, %s,", (_, kept) => {
	it("fails at once where replication does", () => {
		const world = kept(asked(created(), denied));
		expect(statusOf(world)).toBe("Failed");
		expect(isThere(world)).toBe(false);
	});

	it("fails when it arrives where replication takes time", () => {
		const world = kept(asked(lagging(), denied));
		expect(statusOf(world)).toBe("InProgress");
		expect(statusOf(passed(world, LAG - 1))).toBe("InProgress");
		expect(statusOf(passed(world, LAG))).toBe("Failed");
		expect(isThere(passed(world, LAG))).toBe(false);
	});

	it("is not tried again when the secret changes, whoever changes it", () => {
		const world = put(kept(asked(created(), denied)), "v2");
		expect(statusOf(world)).toBe("Failed");
		expect(isThere(world)).toBe(false);
		const later = passed(kept(asked(lagging(), denied)), LAG);
		const changed = put(later, "v2");
		expect(statusOf(changed)).toBe("Failed");
		expect(statusOf(passed(changed, LAG))).toBe("Failed");
	});

	it("is tried when it is asked for again", () => {
		for (const caller of [allowed, undefined]) {
			const world = asked(kept(asked(created(), denied)), caller);
			expect(statusOf(world)).toBe("InSync");
			expect(isThere(world)).toBe(true);
		}
		const again = asked(kept(asked(created(), denied)), denied);
		expect(statusOf(again)).toBe("Failed");
	});

	it("on its way arrives where it is asked for by who may", () => {
		const world = asked(kept(asked(lagging(), denied)), allowed);
		expect(statusOf(world)).toBe("InProgress");
		expect(statusOf(passed(world, LAG))).toBe("InSync");
	});
});

it("what was let through, and is asked for by who may not, arrives", () => {
	const world = asked(asked(lagging(), allowed), denied);
	expect(statusOf(passed(world, LAG))).toBe("InSync");
});

it("what is in sync stays so, and as it was, when who may not asks again", () => {
	const world = asked(created(), allowed);
	const again = asked(world, denied);
	expect(statusOf(again)).toBe("InSync");
	expect(isThere(again)).toBe(true);
	expect(statusOf(put(again, "v2"))).toBe("InSync");
});

it("a failure for any other reason is tried again when the secret changes", () => {
	const dead = created().withKey({ keyId: keyId("a"), state: "Disabled" });
	const failed = asked(dead);
	expect(statusOf(failed)).toBe("Failed");
	const alive = failed.withKey({ keyId: keyId("a"), state: "Enabled" });
	expect(statusOf(put(alive, "v2"))).toBe("InSync");
});
