import type { DomainEvent } from "../values/event.js";

/** Gets one event; what it returns is not looked at. */
export type Listener = (event: DomainEvent) => void;

export interface EventStream {
	/** Adds a listener; the answer takes it off again. */
	subscribe(listener: Listener): () => void;
	publish(events: readonly DomainEvent[]): void;
}

/**
 * Delivers events to every listener in the order in which they happened, also those that a listener causes by a command
 * of its own. What a listener throws, at once or as a promise, reaches neither the command nor the other listeners; it is written to the console.
 */
export function eventStream(): EventStream {
	const listeners = new Set<Listener>();
	const waiting: DomainEvent[] = [];
	let delivering = false;

	function deliver(event: DomainEvent): void {
		for (const listener of [...listeners]) {
			if (!listeners.has(listener)) continue; // an earlier one ended it
			try {
				const answer: unknown = listener(event);
				if (answer instanceof Promise) answer.catch(report);
			} catch (error) {
				report(error);
			}
		}
	}

	return {
		subscribe(listener) {
			if (typeof listener !== "function")
				throw new TypeError("subscribe takes a function of one event.");
			const own: Listener = (event) => listener(event); // so that one function can be subscribed twice
			listeners.add(own);
			return () => void listeners.delete(own);
		},
		publish(events) {
			for (const event of events) waiting.push(event);
			if (delivering) return;
			delivering = true;
			for (const event of waiting) deliver(event); // also those that come meanwhile
			waiting.length = 0;
			delivering = false;
		},
	};
}

function report(error: unknown): void {
	console.error("pure-secrets-manager: a listener failed:", error);
}
