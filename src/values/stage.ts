/** A staging label: 1 to 256 characters, case-sensitive, on at most one version of a secret. */
export type Stage = string;

export const CURRENT = "AWSCURRENT";
export const PREVIOUS = "AWSPREVIOUS";
export const PENDING = "AWSPENDING";

/**
 * Labels in the order in which AWS lists them on a version; it may be the given list itself.
 *
 * Observed: all captured lists (2026-09) agree with the iteration order of a Java HashSet: by bucket, of which there
 * are 16 and twice as many whenever three quarters are not enough; within a bucket as they were attached. A client
 * must read the list as a set.
 */
export function inListingOrder(stages: readonly Stage[]): readonly Stage[] {
	if (stages.length < 2) return stages;
	let buckets = 16;
	while (stages.length > buckets * 0.75) buckets *= 2;
	return stages
		.map((stage) => ({ stage, bucket: javaHash(stage) & (buckets - 1) }))
		.sort((a, b) => a.bucket - b.bucket)
		.map(({ stage }) => stage);
}

/** The spread hash of a string in a Java HashMap. */
function javaHash(text: string): number {
	let hash = 0;
	for (let i = 0; i < text.length; i++)
		hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
	return hash ^ (hash >>> 16);
}
