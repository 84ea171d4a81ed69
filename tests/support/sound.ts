import { checkInvariants, type SecretStore } from "pure-secrets-manager";
import { expect } from "vitest";

const sound = new WeakSet<SecretStore>();

/** No invariant of the store is broken. Asked once of each: a store is a value, and what holds of it goes on to hold. */
export function expectSound(store: SecretStore): void {
	if (sound.has(store)) return;
	expect(checkInvariants(store)).toEqual([]);
	sound.add(store);
}
