import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "./repository.ts";

const CANDIDATES = [["docker-compose"], ["docker", "compose"]];
const APT_GET = "apt-get";
const WAIT_FOR_OTHERS = ["-o", "DPkg::Lock::Timeout=300"];

/**
 * The command that checks Compose files, no engine needed. As root on Debian it is installed.
 * @throws {Error} saying what to install.
 */
export function findDockerCompose(): string[] {
  const found = findInstalled() ?? (canInstall() ? installed() : undefined);
  if (found) return found;
  throw new Error(
    "Cannot check docker-compose.yml: install docker-compose (Debian: apt-get install docker-compose) or the compose plugin of docker",
  );
}

/** Runs `config` on docker-compose.yml with this environment alone, whatever .env says. */
export function runConfig(dockerCompose: string[], env: Record<string, string>) {
  const directory = mkdtempSync(join(tmpdir(), "compose-test-"));
  try {
    const noVariables = join(directory, "empty.env");
    writeFileSync(noVariables, "");
    const [command = "", ...rest] = dockerCompose;
    const file = join(ROOT, "docker-compose.yml");
    const args = [...rest, "--env-file", noVariables, "-f", file, "config"];
    const { PATH = "", HOME = directory } = process.env;
    const run = spawnSync(command, args, { encoding: "utf8", env: { PATH, HOME, ...env } });
    return { status: run.status, stderr: run.stderr, config: parse(run.stdout) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function findInstalled(): string[] | undefined {
  return CANDIDATES.find(([command = "", ...args]) => {
    return spawnSync(command, [...args, "version"], { stdio: "ignore" }).status === 0;
  });
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync("/etc/debian_version");
}

function installed(): string[] | undefined {
  const options = {
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  } as const;
  const install = [
    "install",
    "-y",
    "--no-install-recommends",
    ...WAIT_FOR_OTHERS,
    "docker-compose",
  ];
  const first = spawnSync(APT_GET, install, options);
  if (first.status === 0) return findInstalled();
  // The lists of a fresh machine are empty.
  spawnSync(APT_GET, ["update"], options);
  const second = spawnSync(APT_GET, install, options);
  if (second.status === 0) return findInstalled();
  throw new Error(`Cannot install docker-compose: ${second.stderr || second.error?.message}`);
}
