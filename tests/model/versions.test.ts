import { describe, expect, it } from "vitest";
import { versionById, withVersion } from "../../src/model/versions.js";
import { NOON } from "../support/given.js";
import { accepted, aSecret, aVersion, closed } from "./a-secret.js";

describe("a version", () => {
	const secret = aSecret({ v1: ["AWSCURRENT"] });

	it("is found by its id", () => {
		expect(accepted(versionById(secret, "v1"))).toBe(secret.versions[0]);
	});

	it.each(["v2", "V1", "toString", ""])("is not found by %j", (id) => {
		expect(versionById(secret, id)).toEqual({
			ok: false,
			error: {
				name: "ResourceNotFoundException",
				message: `Secrets Manager can't find the specified secret value for VersionId: ${id}`,
			},
		});
	});
});

describe("a new version", () => {
	it("comes last, unread, with the date of its making, and is a change", () => {
		const secret = aSecret({ v1: ["AWSCURRENT"] });
		const after = withVersion(secret, "v2", closed, NOON + 5);
		expect(after.versions).toEqual([
			secret.versions[0],
			aVersion("v2", 1, { createdDate: NOON + 5 }),
		]);
		expect(after).toEqual({
			...secret,
			versions: after.versions,
			lastChangedDate: NOON + 5,
		});
		expect(secret.versions).toHaveLength(1);
	});

	it("rises above the versions that are left", () => {
		const secret = aSecret({}, { versions: [aVersion("v7", 7)] });
		const after = withVersion(secret, "v8", closed, NOON);
		expect(after.versions.map(({ ordinal }) => ordinal)).toEqual([7, 8]);
	});
});
