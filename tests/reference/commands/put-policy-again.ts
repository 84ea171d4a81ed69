import fc from "fast-check";
import { play, spell } from "../play.js";
import { anywhere, command, describeCall } from "./command.js";

/** The policy that a secret has is put there once more: it counts as a change, but not for replicas. */
export const putPolicyAgain = (where = anywhere()) =>
	fc.record({ ...where }).map(({ scope, secret }) =>
		command(
			() => describeCall("PutResourcePolicy", scope, secret, {}),
			(reference, world) => {
				const SecretId = spell(secret, scope, reference);
				const ResourcePolicy = reference.model
					.everywhere(reference.now)
					.find(
						([place, { name, arn }]) =>
							arn === SecretId ||
							(name === SecretId &&
								place === `${scope.account}/${scope.region}`),
					)?.[1].policy;
				if (ResourcePolicy === undefined) return;
				play(reference, world, "PutResourcePolicy", scope, {
					...{ SecretId, ResourcePolicy },
				});
			},
		),
	);
