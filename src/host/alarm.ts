import { LONGEST_TIMER } from "./time-limit.js";

/** Rings when an instant comes: one timer, which keeps no process alive. */
export interface Alarm {
	/** Sets the instant anew, in epoch milliseconds; `undefined` for none. */
	set(at: number | undefined): void;
}

/** An alarm on real time, which `now` tells. It rings once for each instant that it is set to, at once for one that has passed. */
export function alarm(now: () => number, ring: () => void): Alarm {
	let at: number | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;

	function wait(): void {
		if (at === undefined) return;
		const delay = Math.min(Math.max(at - now(), 1), LONGEST_TIMER);
		timer = setTimeout(() => {
			if (at !== undefined && now() >= at) ring();
			else wait();
		}, delay);
		(timer as { unref?: () => void }).unref?.(); // browsers have no processes
	}

	return {
		set(next) {
			if (next === at) return;
			at = next;
			clearTimeout(timer);
			wait();
		},
	};
}
