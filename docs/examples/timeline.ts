/**
 * Pictures of what happened to one secret: which version carried which label, and when. Both take the events that a host
 * tells, in their order, and leave out what moves no label and is about no rotation.
 */
export interface TimelineEvent {
	readonly name: string;
	/** Epoch milliseconds. */
	readonly at: number;
	readonly detail: Readonly<Record<string, string | number>>;
}

/** A label goes from one version to another; it is attached where there is no `from`, and removed where there is no `to`. */
interface Move {
	readonly label: string;
	readonly from: string | undefined;
	readonly to: string | undefined;
}

interface Rotation {
	readonly version: string;
	readonly outcome: string;
}

interface Moment {
	/** Empty when no time has passed since the moment before. */
	readonly time: string;
	readonly what: Move | Rotation;
}

const OUTCOMES: ReadonlyMap<string, string> = new Map([
	["RotationStarted", "starts"],
	["RotationSucceeded", "succeeds"],
	["RotationFailed", "fails"],
	["RotationAbandoned", "is abandoned"],
]);

/** A table: a line for each thing that happened, and a column for each version with the labels it carries from then on. */
export function timelineText(events: readonly TimelineEvent[]): string {
	const { moments, versions } = read(events);
	const carriers = new Map<string, string>();
	const lines = moments.map(({ time, what }) => {
		if ("label" in what) {
			if (what.to === undefined) carriers.delete(what.label);
			else carriers.set(what.label, what.to);
		}
		const labels = versions.map((version) =>
			[...carriers.keys()]
				.filter((label) => carriers.get(label) === version)
				.join(" "),
		);
		return [time, describe(what), ...labels];
	});
	return table([["time (UTC)", "what happened", ...versions], ...lines]);
}

/** A Mermaid diagram: versions stand side by side, time goes down, and a label that moves is an arrow. */
export function timelineMermaid(events: readonly TimelineEvent[]): string {
	const { moments, versions } = read(events);
	const all = [versions[0], versions.at(-1)].join();
	const lines = moments.flatMap(({ time, what }) => [
		...(time === "" ? [] : [`Note over ${all}: ${time} UTC`]),
		draw(what),
	]);
	return [
		"sequenceDiagram",
		...versions.map((version) => `participant ${version}`),
		...lines,
	].join("\n    ");
}

function read(events: readonly TimelineEvent[]) {
	const names = new Map<string | number, string>();
	const nameOf = (id: string | number): string => {
		const name = names.get(id) ?? `v${names.size + 1}`;
		names.set(id, name);
		return name;
	};
	const moments: Moment[] = [];
	let before = Number.NaN;
	for (const event of events) {
		const what = moveIn(event, nameOf) ?? rotationIn(event, nameOf);
		if (what === undefined) continue;
		moments.push({ time: event.at === before ? "" : clock(event.at), what });
		before = event.at;
	}
	return { moments, versions: [...names.values()] };
}

function moveIn(
	{ name, detail }: TimelineEvent,
	nameOf: (id: string | number) => string,
): Move | undefined {
	if (name !== "Secret Label Updated") return undefined;
	const { label, fromVersionId, toVersionId } = detail;
	const from = fromVersionId && nameOf(fromVersionId);
	const to = toVersionId && nameOf(toVersionId);
	return { label: String(label), from: from || undefined, to: to || undefined };
}

function rotationIn(
	{ name, detail: { versionId } }: TimelineEvent,
	nameOf: (id: string | number) => string,
): Rotation | undefined {
	const outcome = OUTCOMES.get(name);
	return outcome === undefined || versionId === undefined
		? undefined
		: { version: nameOf(versionId), outcome };
}

function describe(what: Move | Rotation): string {
	if (!("label" in what)) return `rotation to ${what.version} ${what.outcome}`;
	const { label, from, to } = what;
	if (to === undefined) return `${label} leaves ${from}`;
	return from === undefined ? `${label} → ${to}` : `${label} ${from} → ${to}`;
}

function draw(what: Move | Rotation): string {
	if (!("label" in what))
		return `Note over ${what.version}: rotation ${what.outcome}`;
	const { from, to } = what;
	// The two characters that Mermaid would read as its own.
	const label = what.label.replace(/[#;]/g, (c) => `#${c.charCodeAt(0)};`);
	if (to === undefined) return `Note over ${from}: loses ${label}`;
	if (from === undefined) return `Note over ${to}: gets ${label}`;
	return `${from}->>${to}: ${label}`;
}

/** 2026-11-24 09:00:00 */
function clock(at: number): string {
	return new Date(at).toISOString().slice(0, 19).replace("T", " ");
}

function table(rows: readonly (readonly string[])[]): string {
	const [head = [], ...body] = rows;
	const widths = head.map((_, i) =>
		Math.max(...rows.map((row) => row[i]?.length ?? 0)),
	);
	const rule = widths.map((width) => "─".repeat(width));
	return [head, rule, ...body]
		.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  "))
		.map((line) => line.trimEnd())
		.join("\n");
}
