/** A record without a prototype: in it `__proto__` and `constructor` are names like any other. */
export function bareRecord<Value>(): Record<string, Value> {
  const record: Record<string, Value> = Object.create(null);
  return record;
}
