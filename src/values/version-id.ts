/** The id of a version: the ClientRequestToken of the call that made it, 32 to 64 characters. */
export type VersionId = string;
