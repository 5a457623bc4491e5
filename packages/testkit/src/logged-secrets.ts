/** What a secret looks like, wherever it stands: a key, one for webhooks, a password in a URL, a token. */
const SECRETS: readonly RegExp[] = [
  /\bsms_[0-9A-Za-z]{38}\b/,
  /\bwhsec_[\w+/=-]{8,}/,
  /:\/\/[^\s/?#:@"]*:(?!\[redacted\])[^\s/?#"@]+@/,
  /\bbearer (?!\[redacted\])(?!realm)[\w.~+/=-]{20,}/i,
];

const seen: string[] = [];

/** Looks at a line of a process under test: one that our logger wrote holds no secret. */
export function watchLoggedLine(line: string): void {
  if (holdsLoggedSecret(line)) seen.push(line);
}

export function holdsLoggedSecret(line: string): boolean {
  return isLogLine(line) && SECRETS.some((secret) => secret.test(line));
}

/** @throws Error with each line of the test file so far that held a secret */
export function refuseLoggedSecrets(): void {
  const lines = seen.splice(0);
  if (lines.length > 0) throw new Error(`A secret was logged:\n${lines.join("\n")}`);
}

/** What a command prints for its caller may hold the secret that was asked for. */
function isLogLine(line: string): boolean {
  return line.startsWith("{") && line.includes('"level":') && line.includes('"message":');
}
