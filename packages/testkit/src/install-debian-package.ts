import { execFile } from "node:child_process";
import { access, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findProgram } from "./find-program.ts";

const run = promisify(execFile);

/** Debian asks this script whether an installation may start services: 101 means no. */
const SERVICE_POLICY = "/usr/sbin/policy-rc.d";

/** Test files that run beside each other may want packages at the same time: apt would refuse one of them. */
const ONE_AT_A_TIME = join(tmpdir(), "sitemap-scanner-apt.lock");

/** As root on Debian, where tests may install what they need. */
export async function canInstallPackages(): Promise<boolean> {
  return process.getuid?.() === 0 && (await findProgram("apt-get")) !== undefined;
}

/** Installs a package, and starts none of its services. */
export async function installDebianPackage(name: string): Promise<void> {
  process.stderr.write(`The tests need the Debian package ${name}: installing it\n`);
  const ownPolicy = !(await exists(SERVICE_POLICY));
  if (ownPolicy) await writeFile(SERVICE_POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    await apt("update");
    await apt("install", "--yes", "--no-install-recommends", name);
  } finally {
    if (ownPolicy) await rm(SERVICE_POLICY, { force: true });
  }
}

function apt(...args: string[]): Promise<unknown> {
  return run("flock", [ONE_AT_A_TIME, "apt-get", ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
