/** What a promise is rejected with; one that is not is rejected itself. */
export const reasonOf = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => {
			throw new Error("The call was accepted.");
		},
		(reason) => reason,
	);
