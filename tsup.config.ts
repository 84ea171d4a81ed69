import { defineConfig } from "tsup";

export default defineConfig({
	entry: {
		index: "src/index.ts",
		host: "src/host/index.ts",
		http: "src/http/index.ts",
		node: "src/node/index.ts",
		sdk: "src/sdk/index.ts",
	},
	format: ["esm", "cjs"],
	target: "node20",
	platform: "neutral",
	external: [/^node:/],
	removeNodeProtocol: false,
	dts: true,
	clean: true,
	silent: true,
	sourcemap: false,
	treeshake: true,
});
