/** The friendly name of a secret: 1 to 512 characters, case-sensitive, unique in its account and region. */
export type SecretName = string;

/**
 * Whether a name has only characters that AWS accepts.
 * Observed: `!` is accepted although the documentation does not list it (2026-09).
 */
export const isSecretName = (text: string): boolean =>
	/^[A-Za-z0-9/_+=.@!-]+$/.test(text);
