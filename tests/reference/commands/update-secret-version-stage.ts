import fc from "fast-check";
import {
	illegalLabel,
	illegalToken,
	label,
	mostly,
	token,
	unless,
} from "../../support/arbitraries.js";
import { play, spell } from "../play.js";
import { anywhere, command, describeCall, present } from "./command.js";

/** Resolved when the command runs, so that most moves are legal. */
const HOLDER = "(the version that holds the label)";
const SOME = "(some version of the secret)";

export const updateSecretVersionStage = (where = anywhere()) =>
	fc
		.record({
			...where,
			VersionStage: unless(mostly(label(), illegalLabel(), 40), 60),
			RemoveFromVersionId: unless(
				mostly(
					fc.constant(HOLDER),
					fc.oneof(fc.constant(SOME), mostly(token(), illegalToken(), 8)),
					4,
				),
				4,
			),
			MoveToVersionId: unless(
				mostly(
					fc.constant(SOME),
					fc.oneof(fc.constant(HOLDER), mostly(token(), illegalToken(), 8)),
					4,
				),
				6,
			),
			which: fc.nat(),
		})
		.map(({ scope, secret, which, ...input }) =>
			command(
				() =>
					describeCall("UpdateSecretVersionStage", scope, secret, {
						...input,
						which,
					}),
				(reference, world) => {
					const SecretId = spell(secret, scope, reference);
					const existing = reference.model
						.secrets({ now: reference.now, ...scope })
						.find(({ name, arn }) => [arn, name].includes(`${SecretId}`));
					const versions = existing?.versions ?? [];
					const resolve = (id: string | undefined) => {
						if (id === HOLDER)
							return existing?.labels.get(input.VersionStage ?? "");
						return id === SOME ? versions[which % versions.length]?.id : id;
					};
					play(
						reference,
						world,
						"UpdateSecretVersionStage",
						scope,
						present({
							SecretId,
							...input,
							RemoveFromVersionId: resolve(input.RemoveFromVersionId),
							MoveToVersionId: resolve(input.MoveToVersionId),
						}),
					);
				},
			),
		);
