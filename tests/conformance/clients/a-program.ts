import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";

const runFile = promisify(execFile);

/** Why tests of a program of another language do not run; `undefined` where it is there. */
export function missing(
	what: string,
	command: string,
	args: readonly string[],
): string | undefined {
	const { status } = spawnSync(command, args, { stdio: "ignore" });
	if (status === 0) return undefined;
	const reason = `${what} is not installed here, so its tests are skipped`;
	console.info(reason);
	return reason;
}

export const boto3Missing = () =>
	missing("boto3", "python3", ["-c", "import boto3"]);

export const cliMissing = () =>
	missing("the AWS command line", "aws", ["--version"]);

/** What a program finds its way by, and nothing else that it could find. */
export const environmentOf = (endpoint: string): NodeJS.ProcessEnv => ({
	...process.env,
	AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
	AWS_REGION: "us-east-1",
	AWS_DEFAULT_REGION: "us-east-1",
	AWS_ACCESS_KEY_ID: "123456789012",
	AWS_SECRET_ACCESS_KEY: "not-checked",
	AWS_SESSION_TOKEN: undefined,
	AWS_PROFILE: undefined,
	AWS_CONFIG_FILE: "/dev/null",
	AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
	AWS_EC2_METADATA_DISABLED: "true",
	AWS_PAGER: "",
	NO_PROXY: "127.0.0.1,localhost",
	no_proxy: "127.0.0.1,localhost",
	PYTHONIOENCODING: "utf-8",
	LC_ALL: "C.UTF-8",
});

/** Runs a program to its end and answers what it printed; one that fails rejects with what it complained of. */
export async function outputOf(
	command: string,
	args: readonly string[],
	endpoint: string,
): Promise<string> {
	const { stdout } = await runFile(command, args, {
		env: environmentOf(endpoint),
		timeout: 30_000,
	});
	return stdout;
}
