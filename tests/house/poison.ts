/** Thrown by a poisoned global: whoever sees it has asked the world. */
export class Poison extends Error {
	constructor(what: string) {
		super(`${what} was asked while it was poisoned`);
		this.name = "Poison";
	}
}

/**
 * Runs a synchronous function while clock, chance and locale of the machine throw.
 * The globals are back in place when it returns, also when it throws.
 */
export function poisoned<T>(run: () => T): T {
	const cures: (() => void)[] = [];
	try {
		for (const [owner, key, value] of poisons()) {
			cures.push(replace(owner, key, value));
		}
		return run();
	} finally {
		for (const cure of cures.reverse()) cure();
	}
}

type PoisonedMember = readonly [owner: object, key: string, value: unknown];

function poisons(): readonly PoisonedMember[] {
	return [
		[globalThis, "Date", poisonedDate()],
		[globalThis, "Intl", poisonedNamespace("Intl")],
		...deadly(Math, "Math", ["random"]),
		...deadly(performance, "performance", ["now"]),
		...deadly(crypto, "crypto", ["getRandomValues", "randomUUID"]),
		...deadly(String.prototype, "String.prototype", [
			"localeCompare",
			"toLocaleLowerCase",
			"toLocaleUpperCase",
		]),
		...deadly(Number.prototype, "Number.prototype", ["toLocaleString"]),
	];
}

function deadly(
	owner: object,
	name: string,
	keys: readonly string[],
): readonly PoisonedMember[] {
	return keys.map((key) => [
		owner,
		key,
		() => {
			throw new Poison(`${name}.${key}`);
		},
	]);
}

/** Instants may still be made from numbers: only the present is out of reach. */
function poisonedDate(): DateConstructor {
	return new Proxy(Date, {
		apply() {
			throw new Poison("Date()");
		},
		construct(target, given, subclass) {
			if (given.length === 0) throw new Poison("new Date()");
			return Reflect.construct(target, given, subclass) as Date;
		},
		get(target, key) {
			if (key === "now") throw new Poison("Date.now");
			return Reflect.get(target, key);
		},
	});
}

function poisonedNamespace(name: string): object {
	return new Proxy(
		{},
		{
			get(_, key) {
				throw new Poison(`${name}.${String(key)}`);
			},
		},
	);
}

/** Puts a value in the place of another and returns what undoes it, inherited members included. */
function replace(owner: object, key: string, value: unknown): () => void {
	const original = Object.getOwnPropertyDescriptor(owner, key);
	Object.defineProperty(owner, key, {
		configurable: true,
		writable: true,
		value,
	});
	return () => {
		if (original === undefined) Reflect.deleteProperty(owner, key);
		else Object.defineProperty(owner, key, original);
	};
}
