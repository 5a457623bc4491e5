/** Whether .dockerignore leaves a path out of the build: the last pattern that matches decides. */
export function isIgnored(patterns: string, path: string): boolean {
  const lines = patterns.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.reduce((ignored, line) => {
    const pattern = line.replace(/^!/, "");
    return matchesPathOrParent(pattern, path) ? !line.startsWith("!") : ignored;
  }, false);
}

function matchesPathOrParent(pattern: string, path: string): boolean {
  const whole = toRegExp(pattern);
  const parts = path.split("/");
  return parts.some((_part, index) => whole.test(parts.slice(0, index + 1).join("/")));
}

// Unlike `matchesGlob` of Node, the rules of Docker let `*` match a leading dot.
function toRegExp(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("**/", "<any>")
    .replaceAll("*", "[^/]*")
    .replaceAll("<any>", "(?:.*/)?");
  return new RegExp(`^${source}$`);
}
