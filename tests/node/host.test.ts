import { createHost as createPortableHost } from "pure-secrets-manager/host";
import { createHost, nodeKms } from "pure-secrets-manager/node";
import { describe, expect, it, vi } from "vitest";
import { nodeCipher } from "../../src/node/cipher.js";

const SECRET = { Name: "db", SecretString: "correct horse" };
const read = { SecretId: "db" };

describe("createHost of the entry for Node", () => {
	it("makes the store that the portable host makes", () => {
		const [node, portable] = [createHost, createPortableHost].map((create) => {
			const clock = { now: () => 0 };
			const host = create({ seed: "one", clock });
			host.execute("CreateSecret", SECRET);
			return host;
		});
		expect(JSON.stringify(node?.store)).toBe(JSON.stringify(portable?.store));
		const opened = createPortableHost({ store: node?.store });
		expect(opened.execute("GetSecretValue", read)).toMatchObject({
			value: { SecretString: "correct horse" },
		});
	});

	it("seals and opens with node:crypto", () => {
		const encrypt = vi.spyOn(nodeCipher, "encrypt");
		const decrypt = vi.spyOn(nodeCipher, "decrypt");
		const host = createHost();
		host.execute("CreateSecret", SECRET);
		host.execute("GetSecretValue", read);
		expect(encrypt).toHaveBeenCalledTimes(2); // the value, and its data key
		expect(decrypt).toHaveBeenCalledTimes(2);
		vi.restoreAllMocks();
	});

	it("takes another key service, and every other option", () => {
		const kms = nodeKms({ rootKey: new Uint8Array(32).fill(1) });
		const host = createHost({ kms, region: "eu-west-1" });
		host.execute("CreateSecret", SECRET);
		expect(host.region).toBe("eu-west-1");
		const stranger = createHost({ store: host.store, region: "eu-west-1" });
		expect(stranger.execute("GetSecretValue", read)).toMatchObject({
			error: { name: "DecryptionFailure" },
		});
	});

	it.each([
		["null", null],
		["an unknown option", { clok: 1 }],
	])("refuses %s as the portable host does", (_, options) => {
		const make = (create: typeof createHost) => () => create(options as never);
		expect(make(createHost)).toThrow(TypeError);
		expect(make(createHost)).toThrow(/createHost (takes|does not know)/);
	});
});
