/** A refusal as AWS words it: the error code and the message, nothing about HTTP. */
export interface Failure {
	readonly name: string;
	readonly message: string;
}

/** One maker for each AWS error code; which sentence it says stands with the law that refuses. Frozen, for some are shared. */
const maker =
	<N extends string>(name: N) =>
	(message: string): { readonly name: N; readonly message: string } =>
		Object.freeze({ name, message });

export const accessDenied = maker("AccessDeniedException");
export const decryptionFailure = maker("DecryptionFailure");
export const encryptionFailure = maker("EncryptionFailure");
export const incompleteSignature = maker("IncompleteSignatureException");
export const invalidNextToken = maker("InvalidNextTokenException");
export const invalidParameter = maker("InvalidParameterException");
export const invalidRequest = maker("InvalidRequestException");
export const invalidSignature = maker("InvalidSignatureException");
export const limitExceeded = maker("LimitExceededException");
export const malformedPolicyDocument = maker(
	"MalformedPolicyDocumentException",
);
const missingAuthenticationToken = maker("MissingAuthenticationTokenException");
export const publicPolicy = maker("PublicPolicyException");
export const resourceExists = maker("ResourceExistsException");
export const resourceNotFound = maker("ResourceNotFoundException");
export const serializationFailure = maker("SerializationException");
export const unknownOperation = maker("UnknownOperationException");
export const unrecognizedClient = maker("UnrecognizedClientException");
export const validationFailure = maker("ValidationException");

/** What most operations say of a secret that is scheduled for deletion. */
export const MARKED_FOR_DELETION: Failure = invalidRequest(
	"You can't perform this operation on the secret because it was marked for deletion.",
);

/** What a write says of a token that is the id of a version with another value. */
export const tokenInUse = (token: string, arn: string): string =>
	`You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`;

/** What every operation says of a secret that is not there. */
export const noSuchSecret: Failure = resourceNotFound(
	"Secrets Manager can't find the specified secret.",
);

/** What is said to a request that nobody has signed. */
export const NO_TOKEN: Failure = missingAuthenticationToken(
	"Missing Authentication Token",
);

/** What is said to an access key that nobody has. */
export const UNKNOWN_ACCESS_KEY: Failure = unrecognizedClient(
	"The security token included in the request is invalid.",
);
