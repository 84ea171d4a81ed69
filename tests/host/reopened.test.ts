import {
	createStore,
	fromSnapshot,
	type SecretStore,
	toSnapshot,
} from "pure-secrets-manager";
import { createHost, manualClock } from "pure-secrets-manager/host";
import { expect, it } from "vitest";
import { NOON } from "../support/given.js";

const SecretId = "db";

const open = (store: SecretStore) =>
	createHost({ clock: manualClock(NOON), seed: "fixture", store });

function saved(): SecretStore {
	const host = open(createStore());
	host.execute("CreateSecret", { Name: SecretId, SecretString: "one" });
	const store = fromSnapshot(
		JSON.parse(JSON.stringify(toSnapshot(host.store))),
	);
	if (!store.ok) throw new Error(store.error.message);
	return store.value;
}

it.each(["one", "two"])(
	"a host of the same seed on a saved store adds a version for %s",
	(SecretString) => {
		const host = open(saved());
		expect(host.execute("PutSecretValue", { SecretId, SecretString }).ok).toBe(
			true,
		);
		const listed = host.execute("ListSecretVersionIds", { SecretId });
		expect(listed).toMatchObject({ value: { Versions: [{}, {}] } });
	},
);

it("and another secret, and the same secret again", () => {
	const host = open(saved());
	const other = host.execute("CreateSecret", { Name: "x", SecretString: "1" });
	host.execute("DeleteSecret", { SecretId, ForceDeleteWithoutRecovery: true });
	const again = host.execute("CreateSecret", {
		Name: SecretId,
		SecretString: "one",
	});
	expect([other.ok, again.ok]).toEqual([true, true]);
});

it("two hosts of one seed on one store answer alike", () => {
	const answers = [open(saved()), open(saved())].map((host) =>
		host.execute("PutSecretValue", { SecretId, SecretString: "two" }),
	);
	expect(answers[0]).toEqual(answers[1]);
});
