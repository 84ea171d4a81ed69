/** How a caller names a KMS key: key id, key ARN, alias name (`alias/…`) or alias ARN. Stored and shown verbatim. */
export type KmsKeyId = string;
