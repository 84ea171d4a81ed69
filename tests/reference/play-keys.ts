/** Playing a set-up command of KMS keys on the real store and on the naive model. */
import {
	putAlias,
	registerKey,
	removeAlias,
	setKeyState,
} from "pure-secrets-manager";
import { expect } from "vitest";
import type { Scope } from "../support/arbitraries.js";
import type { Input } from "./admission.js";
import type { Reference, World } from "./play.js";
import { Refusal } from "./refusal.js";

export interface SetUp {
	readonly name: "registerKey" | "setKeyState" | "putAlias" | "removeAlias";
	readonly scope: Scope;
	readonly input: Input;
}

/** Runs the command on both sides; fails unless both change something, or nothing, or refuse: the real one with a TypeError. */
export function playSetUp(
	{ model }: Reference,
	world: World,
	{ name, scope, input }: SetUp,
): void {
	const before = world.store;
	const real = answerOf(TypeError, () => {
		world.store = commandsOfKeys[name](before, input as never, scope).store;
		return world.store !== before;
	});
	const changes = answerOf(Refusal, () => {
		if (name === "registerKey") return model.keys.register(input, scope);
		if (name === "setKeyState") return model.keys.setState(input, scope);
		return name === "putAlias"
			? model.keys.putAlias(input, scope)
			: model.keys.removeAlias(input, scope);
	});
	if (changes === true) model.changes++;
	expect(real, "whether it changes anything, or is refused").toBe(changes);
}

const commandsOfKeys = { registerKey, setKeyState, putAlias, removeAlias };

/** What is answered, or "refused". */
function answerOf<T>(
	refusal: new (...args: never[]) => Error,
	ask: () => T,
): T | "refused" {
	try {
		return ask();
	} catch (error) {
		if (error instanceof refusal) return "refused";
		throw error;
	}
}
