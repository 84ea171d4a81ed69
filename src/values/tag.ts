/** A tag of a secret; keys are case-sensitive. */
export interface Tag {
	readonly key: string;
	readonly value: string;
}
