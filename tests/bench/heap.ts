/** Bytes on the heap when everything that nobody holds is gone. */
export function heapUsed(): number {
	const { gc } = globalThis;
	if (gc === undefined) throw new Error("Run with --expose-gc.");
	gc();
	gc();
	return process.memoryUsage().heapUsed;
}
