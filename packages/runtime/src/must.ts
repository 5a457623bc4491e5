/** A state that the code says cannot be. */
export class ImpossibleStateError extends Error {
  override readonly name = "ImpossibleStateError";
}

/**
 * The value, where null and undefined are impossible; `why` says what makes them so.
 * @throws {ImpossibleStateError} all the same.
 */
export function must<T>(value: T, why: string): NonNullable<T> {
  if (value === null || value === undefined) throw new ImpossibleStateError(`Missing: ${why}`);
  return value;
}
