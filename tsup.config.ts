import { defineConfig } from "tsup";

const doors = {
	index: "src/index.ts",
	host: "src/host/index.ts",
	http: "src/http/index.ts",
	node: "src/node/index.ts",
	sdk: "src/sdk/index.ts",
};

export default defineConfig({
	entry: { ...doors, cli: "src/node/cli.ts" },
	format: ["esm", "cjs"],
	target: "node20",
	platform: "neutral",
	external: [/^node:/],
	removeNodeProtocol: false,
	dts: { entry: doors },
	// Nobody imports the command, so that one format of it will do.
	esbuildOptions(options, { format }) {
		if (format === "cjs") options.entryPoints = doors;
	},
	clean: true,
	silent: true,
	sourcemap: false,
	treeshake: true,
});
