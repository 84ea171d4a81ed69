import { scheduleDeletion } from "../../src/model/deletion.js";
import type { Secret } from "../../src/model/secret.js";
import {
	addSecret,
	createStore,
	type SecretStore,
	type StoreOptions,
} from "../../src/store/store.js";
import { accepted, aSecret, type Labels } from "../model/a-secret.js";
import { NOON } from "../support/given.js";

/** A store with these secrets, created in their order. */
export const aStore = (
	secrets: readonly Secret[],
	options: StoreOptions = {},
): SecretStore =>
	secrets.reduce(
		(store, secret) => accepted(addSecret(store, secret, NOON)).store,
		createStore(options),
	);

export const named = (
	name: string,
	changes: Partial<Secret> = {},
	labels: Labels = {},
): Secret => aSecret(labels, { name, ...changes });

/** A secret that is gone so many days after noon. */
export const goneAfter = (
	days: number,
	name: string,
	changes: Partial<Secret> = {},
): Secret => scheduleDeletion(named(name, changes), days, NOON);
