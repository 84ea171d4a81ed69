/** Who may use a key that has a policy of its own (7.5). */
import type { Caller } from "pure-secrets-manager";
import { describe, it } from "vitest";
import {
	ADA,
	EVE,
	may,
	mayNot,
	NO_KMS,
	of,
	policyOf,
	ROLE,
	ROOT,
	SESSION,
	type Statement,
	whoMay,
} from "../support/callers.js";
import { aValue, given, type World } from "../support/given.js";
import { keyArn, keyId } from "../support/keys.js";
import { HERE, STRANGE } from "../support/places.js";

const OLD = keyId("a");
const created = given()
	.withKey({ keyId: OLD })
	.after("CreateSecret", {
		Name: "db",
		KmsKeyId: OLD,
		...aValue("v1"),
	});
const SecretId = "db";
const ARN: string = created.when("DescribeSecret", { SecretId }).answer.ARN;
const mySecrets = may("secretsmanager:*");
/** Ada, who may do everything with secrets, and this with keys. */
const withKeys = (...statements: readonly Statement[]): Caller =>
	whoMay(ADA, mySecrets, ...statements);
const using = (...actions: readonly string[]): Caller =>
	actions.length === 0
		? withKeys()
		: withKeys(may(actions.map((each) => `kms:${each}`)));

describe("a key policy", () => {
	const decrypt = may("kms:Decrypt");
	const guarded = (...statements: readonly Statement[]) =>
		created.withKey({ keyId: OLD, policy: policyOf(...statements) });
	const read = (world: World, caller: Caller, id = "db") =>
		world.as({ caller }).when("GetSecretValue", { SecretId: id });
	const reading = using("Decrypt");

	it.each<[what: string, statements: readonly Statement[], caller: Caller]>([
		["names who calls", [of(ADA, decrypt)], using()],
		["names everybody", [of("*", decrypt)], using()],
		["leaves it to identity policies", [of(ROOT, may("kms:*"))], reading],
		[
			"leaves it to the account by its id",
			[of(HERE.account, decrypt)],
			reading,
		],
		[
			"names the role of a session",
			[of(ROLE, decrypt)],
			whoMay(SESSION, mySecrets),
		],
	])("lets in where it %s", (_, statements, caller) => {
		read(guarded(...statements), caller).answers({ Name: "db" });
	});

	it.each<[what: string, statements: readonly Statement[], caller: Caller]>([
		["says nothing of who calls", [of(EVE, decrypt)], reading],
		["says nothing of the action", [of(ADA, may("kms:Encrypt"))], reading],
		[
			"leaves it to identity policies that do not",
			[of(ROOT, decrypt)],
			using(),
		],
		["denies", [of(ADA, decrypt), of("*", mayNot("kms:Decrypt"))], reading],
		[
			"is denied by identity policies",
			[of(ADA, decrypt)],
			withKeys(mayNot("kms:Decrypt")),
		],
		[
			"names another key",
			[of(ADA, { ...decrypt, Resource: keyArn("b") })],
			reading,
		],
	])("does not where it %s", (_, statements, caller) => {
		read(guarded(...statements), caller).refuses(...NO_KMS);
	});

	it("does not concern a call without a caller", () => {
		guarded(of("*", mayNot("kms:*")))
			.when("GetSecretValue", { SecretId })
			.answers({ Name: "db" });
	});

	it("of another account needs identity policies, too, and a secret that is open", () => {
		const open = (world: World) =>
			world.after("PutResourcePolicy", {
				SecretId,
				ResourcePolicy: JSON.stringify(policyOf(of(EVE, mySecrets))),
			});
		const eve = (...statements: readonly Statement[]) =>
			whoMay(EVE, mySecrets, ...statements);
		const both = open(guarded(of(EVE, decrypt), of(ROOT, may("kms:*"))));
		read(both, eve(decrypt), ARN).answers({ Name: "db" });
		read(both, eve(), ARN).refuses(...NO_KMS);
		read(open(guarded(of(ROOT, may("kms:*")))), eve(decrypt), ARN).refuses(
			...NO_KMS,
		);
		// Without a policy the key leaves it to identity policies (assumed).
		read(open(created), eve(decrypt), ARN).answers({ Name: "db" });
		read(open(created), eve(), ARN).refuses(...NO_KMS);
		// Without a caller it is the root of the other account, whom the key policy has to name.
		const root = (world: World) =>
			open(world).as(STRANGE).when("GetSecretValue", { SecretId: ARN });
		const toAll = created.after("PutResourcePolicy", {
			SecretId,
			ResourcePolicy: JSON.stringify(policyOf(of("*", mySecrets))),
		});
		root(created).refuses("AccessDeniedException");
		toAll
			.withKey({ keyId: OLD, policy: policyOf(of(ROOT, decrypt)) })
			.as(STRANGE)
			.when("GetSecretValue", { SecretId: ARN })
			.refuses(...NO_KMS);
		toAll
			.withKey({ keyId: OLD, policy: policyOf(of(STRANGE.account, decrypt)) })
			.as(STRANGE)
			.when("GetSecretValue", { SecretId: ARN })
			.answers({ Name: "db" });
	});

	it("stays when the key is registered again without one, and when its state changes", () => {
		const again = guarded(of(EVE, decrypt)).withKey({
			keyId: OLD,
			aliases: ["alias/x"],
		});
		read(again, reading).refuses(...NO_KMS);
		const dead = again.withKey({ keyId: OLD, state: "Disabled" });
		read(dead.withKey({ keyId: OLD, state: "Enabled" }), reading).refuses(
			...NO_KMS,
		);
		read(
			again.withKey({ keyId: OLD, policy: policyOf(of(ADA, decrypt)) }),
			using(),
		).answers({});
	});
});
