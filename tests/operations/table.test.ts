import * as sdk from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import type { Members, Shape } from "../../src/api/schema.js";
import { operations } from "../../src/operations/table.js";

/** The members of a structure of the service model in its order, as the SDK carries them. */
const membersInModel = (shape: string): readonly string[] =>
	(sdk as unknown as Record<string, readonly string[][]>)[`${shape}$`]?.[4] ??
	[];

const membersOf = (shape: Shape): Members =>
	shape.kind === "structure" ? shape.members : {};

describe.each(Object.values(operations))("$name", ({ name, input, output }) => {
	it("takes the members of the model, in its order, which is that of validation sentences", () => {
		expect(membersInModel(`${name}Request`)).not.toEqual([]);
		expect(Object.keys(membersOf(input))).toEqual(
			membersInModel(`${name}Request`),
		);
	});

	it("answers with members of the model", () => {
		const known = membersInModel(`${name}Response`);
		const answered = Object.keys(membersOf(output));
		expect(answered.filter((member) => !known.includes(member))).toEqual([]);
	});
});

it("each operation of the API is built", () => {
	const commands = Object.keys(sdk)
		.filter((name) => name.endsWith("Command") && !name.startsWith("$"))
		.map((name) => name.slice(0, -"Command".length));
	expect(Object.keys(operations).sort()).toEqual(commands.sort());
});
