import fc from "fast-check";
import { fromSnapshot, toSnapshot } from "pure-secrets-manager";
import { expect } from "vitest";
import { command } from "./command.js";

/** The store goes through JSON text and back. */
export const saveAndLoad = () =>
	fc.constant(
		command(
			() => "SaveAndLoad()",
			(_, world) => {
				const text = JSON.stringify(toSnapshot(world.store));
				const loaded = fromSnapshot(JSON.parse(text));
				if (!loaded.ok) expect.fail(`not loaded: ${fc.stringify(loaded)}`);
				world.store = loaded.value;
				expect(JSON.stringify(toSnapshot(world.store))).toBe(text);
			},
		),
	);
