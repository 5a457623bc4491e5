export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

/**
 * The promise's own result, if it comes within `ms` milliseconds. What comes later is dropped, an
 * error too; the work itself goes on, unless its owner stops it.
 * @param what names the work in the error: "publish 20 messages".
 * @throws {TimeoutError}
 */
export async function withTimeout<T>(
  promise: PromiseLike<T>,
  ms: number,
  what: string,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timedOut = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(`Cannot ${what}: no answer in ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, timedOut]);
  } finally {
    clearTimeout(timer);
  }
}
