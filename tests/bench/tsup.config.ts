import { defineConfig } from "tsup";

/** Bundles the benchmarks as the package itself is bundled, so that they time the code that users run. */
export default defineConfig({
	entry: {
		run: "tests/bench/run.ts",
		"http-load": "tests/bench/http-load.ts",
	},
	outDir: "node_modules/.cache/bench",
	format: ["esm"],
	target: "node20",
	silent: true,
	clean: true,
	skipNodeModulesBundle: true,
	noExternal: [/^pure-secrets-manager/],
});
