/** What the fields of a form hold, trimmed, by name. Fields that nothing was written into are left out. */
export function fieldsOf(form: HTMLFormElement): Record<string, string> {
  const filled: [string, string][] = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim() !== "") filled.push([name, value.trim()]);
  }
  return Object.fromEntries(filled);
}

/** The values of the boxes of this name that are ticked. */
export function tickedOf<Value extends string>(
  form: HTMLFormElement,
  name: string,
  values: readonly Value[],
): Value[] {
  const ticked = new FormData(form).getAll(name);
  return values.filter((value) => ticked.includes(value));
}
