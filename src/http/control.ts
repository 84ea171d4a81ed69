import type { Host } from "../host/host.js";
import { effectsUnderWay } from "../store/advance.js";
import { fromSnapshot, toSnapshot } from "../store/snapshot.js";
import { emptied, type SecretStore } from "../store/store.js";
import type { DomainEvent } from "../values/event.js";
import { moveClock, nowOf } from "./control-clock.js";
import { putKey } from "./control-keys.js";
import { answering, jsonIn, type Run, refusing } from "./control-message.js";
import { type HttpRequest, type HttpResponse, reportError } from "./message.js";

/** The endpoints below `/_control/`, for tests that drive a server from outside. */
export interface Control {
	/** The bytes that the body of a request may have, where another limit than that of the API holds. */
	bodyLimit(method: string, endpoint: string | undefined): number | undefined;
	/** Answers a request for an endpoint; total. */
	answer(endpoint: string, request: HttpRequest): Promise<HttpResponse>;
}

/** The name after the last `/_control/` of a path, which may be mounted anywhere; `undefined` where there is none. */
export function endpointIn(path: string): string | undefined {
	const query = path.indexOf("?");
	const place = query < 0 ? path : path.slice(0, query);
	const at = place.lastIndexOf(ROOT);
	return at < 0 ? undefined : place.slice(at + ROOT.length);
}

const ROOT = "/_control/";

/** Makes the endpoints of a host, and hears its events from now on. */
export function controlOf(host: Host): Control {
	const endpoints = endpointsOf(host);
	const methodsOf = (endpoint: string) => {
		const [, keyId] = /^keys\/([^/]+)$/.exec(endpoint) ?? [];
		return keyId === undefined
			? endpoints.get(endpoint)
			: new Map<string, Run>([["PUT", (body) => putKey(host, keyId, body)]]);
	};
	return {
		bodyLimit: (method, endpoint) =>
			method === "PUT" && endpoint === "store" ? SNAPSHOT_LIMIT : undefined,
		async answer(endpoint, { method, header, body }) {
			if (header("sec-fetch-site") === "cross-site")
				return refusing(403, OF_ANOTHER_SITE);
			const methods = methodsOf(endpoint);
			if (methods === undefined) return refusing(404, NO_SUCH_ENDPOINT);
			const run = methods.get(method === "HEAD" ? "GET" : method);
			if (run === undefined) {
				const allow = [...methods.keys()].join(", ");
				return refusing(405, `${ROOT}${endpoint} takes ${allow}.`, { allow });
			}
			if (body === undefined) return refusing(413, TOO_LARGE);
			try {
				return await run(body);
			} catch (error) {
				reportError(error);
				return refusing(500, "The request failed unexpectedly.");
			}
		},
	};
}

/** 256 MiB: a store of some hundred thousand secrets. */
const SNAPSHOT_LIMIT = 268_435_456;

const TOO_LARGE =
	"The request body is too large: a snapshot may have 256 MiB, every other body 1 MiB.";

/** Any page that a developer looks at could reset a store on the same machine, for which a browser asks nobody. */
const OF_ANOTHER_SITE =
	"A page of another site must not control this server; ask from a page of its own host, or without a browser.";

const NO_SUCH_ENDPOINT =
	"There is no such endpoint; there are GET health, POST reset, GET store, PUT store, POST clock, GET events and PUT keys/{keyId}.";

type Endpoints = ReadonlyMap<string, ReadonlyMap<string, Run>>;

function endpointsOf(host: Host): Endpoints {
	const events = recentEvents(host);
	const health = () =>
		answering({
			status: "ok",
			clock: host.clock.set === undefined ? "system" : "manual",
			now: nowOf(host),
		});
	const reset = () => {
		replaceStore(host, emptied(host.store));
		events.length = 0;
		return answering({});
	};
	return new Map([
		["health", new Map([["GET", health]])],
		["reset", new Map([["POST", reset]])],
		[
			"store",
			new Map<string, Run>([
				["GET", () => answering(toSnapshot(host.store))],
				["PUT", (body) => openSnapshot(host, body)],
			]),
		],
		["clock", new Map([["POST", (body) => moveClock(host, body)]])],
		["events", new Map([["GET", () => answering({ events })]])],
	] satisfies readonly (readonly [string, ReadonlyMap<string, Run>])[]);
}

/** The latest events of a host, oldest first. */
function recentEvents(host: Host): DomainEvent[] {
	const events: DomainEvent[] = [];
	host.subscribe((event) => {
		if (events.push(event) > EVENTS_KEPT) events.shift();
	});
	return events;
}

const EVENTS_KEPT = 1000;

function openSnapshot(host: Host, body: Uint8Array): HttpResponse {
	const snapshot = jsonIn(body);
	if (snapshot === undefined)
		return refusing(
			400,
			"The body must be JSON: a snapshot, as GET /_control/store answers.",
		);
	const opened = fromSnapshot(snapshot);
	if (!opened.ok) return refusing(400, opened.error.message);
	replaceStore(host, opened.value);
	return answering({});
}

/** What listeners know of the store before is over: no event tells of it. Rotations that are under way in it go on. */
function replaceStore(host: Host, store: SecretStore): void {
	host.transact(() => ({ store, effects: effectsUnderWay(store) }));
}
