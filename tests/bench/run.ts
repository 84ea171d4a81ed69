import { pathToFileURL } from "node:url";
import { baselines } from "./baselines.js";
import { http } from "./http.js";
import { listing } from "./listing.js";
import { memory } from "./memory.js";
import { permissions } from "./permissions.js";
import { replication } from "./replication.js";
import { print, type Section, writeFigures } from "./report.js";
import { scale } from "./scale.js";
import { schedules } from "./schedules.js";
import { sdk } from "./sdk.js";
import { sealing } from "./sealing.js";
import { versions } from "./versions.js";
import { where } from "./where.js";

/**
 * Measures everything and writes `docs/benchmarks.md`; with names as arguments (`npm run bench -- sdk where`) only those,
 * and nothing is written.
 */
const all = {
	memory,
	scale,
	listing,
	versions,
	schedules,
	baselines,
	sealing,
	replication,
	permissions,
	sdk,
	http,
	where,
};
const wanted = process.argv.slice(2);
const sections: Section[] = [];
for (const [name, measure] of Object.entries(all)) {
	if (wanted.length > 0 && !wanted.includes(name)) continue;
	const section = await measure();
	console.log(`${print(section)}\n`);
	sections.push(section);
}
if (wanted.length === 0)
	writeFigures(pathToFileURL("docs/benchmarks.md"), sections);
