import type { Host } from "../host/host.js";
import {
	parseDuration,
	parseInstant,
	type Unreadable,
} from "../host/iso-time.js";
import { LAST_INSTANT } from "../values/instant.js";
import { answering, jsonIn, refusing } from "./control-message.js";
import type { HttpResponse } from "./message.js";

/** The time of a host as ISO text. */
export const nowOf = (host: Host): string =>
	new Date(host.clock.now()).toISOString();

/** `POST clock`: moves the clock of a host by a duration or to an instant, through all that falls due. */
export async function moveClock(
	host: Host,
	body: Uint8Array,
): Promise<HttpResponse> {
	if (host.clock.set === undefined) return refusing(409, SYSTEM_CLOCK);
	const milliseconds = movementIn(jsonIn(body), host.clock.now());
	if (typeof milliseconds !== "number")
		return refusing(400, milliseconds.problem);
	await host.advance({ milliseconds });
	return answering({ now: nowOf(host) });
}

const SYSTEM_CLOCK =
	"The clock follows real time; a server that is to move it needs a manual clock, as --clock or manualClock(…) makes.";

/** By how many milliseconds a body asks to move the clock. */
function movementIn(body: unknown, now: number): number | Unreadable {
	const members = typeof body === "object" && body !== null ? body : {};
	const [[field, text] = [], ...more] = Object.entries(members);
	if ((field !== "advance" && field !== "now") || more.length > 0)
		return { problem: ONE_OF_TWO };
	const read = field === "advance" ? parseDuration(text) : parseInstant(text);
	if (typeof read !== "number") return { problem: `${field} ${read.problem}.` };
	const target = field === "advance" ? now + read : read;
	if (target > LAST_INSTANT)
		return { problem: `${field} leads past the last date; choose less.` };
	if (target < now)
		return {
			problem: `${field} must not lie before the current time, ${new Date(now).toISOString()}: time does not go back.`,
		};
	return target - now;
}

const ONE_OF_TWO =
	'The body must be JSON with exactly one of {"advance": "PT25H"} and {"now": "2026-01-02T00:00:00Z"}.';
