/** Whether an error of Node is of a kind. NOTE: it may come from another realm, unlike `Error`. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
