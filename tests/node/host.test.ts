import { createHost as createPortableHost } from "pure-secrets-manager/host";
import { createHost, nodeKms } from "pure-secrets-manager/node";
import { afterEach, describe, expect, it, vi } from "vitest";
import { nodeCipher } from "../../src/node/cipher.js";

const SECRET = { Name: "db", SecretString: "correct horse" };
const read = { SecretId: "db" };

afterEach(() => void vi.restoreAllMocks());

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
		["a key service that failed to load", { kms: null }],
		["a seed that is none", { seed: 5 }],
	])("refuses %s as the portable host does", (_, options) => {
		const refusal = (create: typeof createHost): unknown => {
			try {
				return create(options as never);
			} catch (error) {
				return error;
			}
		};
		expect(refusal(createHost)).toBeInstanceOf(TypeError);
		expect(refusal(createHost)).toEqual(refusal(createPortableHost));
	});
});
