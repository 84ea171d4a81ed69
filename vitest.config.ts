import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) =>
	fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
	test: {
		include: ["tests/**/*.test.ts"],
		maxWorkers: "100%", // one is left out without it, which of two cores is half
		alias: [
			{ find: /^pure-secrets-manager$/, replacement: source("index.ts") },
			{
				find: /^pure-secrets-manager\/(\w+)$/,
				replacement: source("$1/index.ts"),
			},
		],
	},
});
