// Runs before `npm start`, `npm test` and `npm run check`, on whatever Node the machine has:
// makes sure that node_modules is what package-lock.json asks for, and installs it where it is not.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";

const installed = "node_modules/.package-lock.json";

function upToDate() {
  if (!existsSync(installed) || !existsSync("node_modules/.bin/node")) return false;
  return statSync(installed).mtimeMs >= statSync("package-lock.json").mtimeMs;
}

const [major] = process.versions.node.split(".").map(Number);
if (major < 20) {
  process.stderr.write(
    `Cannot start: Node ${process.versions.node} is too old to install with, 20 or newer is needed\n`,
  );
  process.exit(1);
}

if (!upToDate()) {
  process.stderr.write("Installing what package-lock.json lists (npm ci) …\n");
  // npm's own output goes to stderr: stdout belongs to the command that follows.
  const { status, error } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (error || status !== 0) {
    process.stderr.write(`Cannot install the dependencies: npm ci ended with ${error ?? status}\n`);
    process.exit(1);
  }
}
