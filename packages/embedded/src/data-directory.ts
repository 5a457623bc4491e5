import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { access, chown, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { childEnvironment } from "./child-environment.ts";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { commandLine, type ServerUser } from "./server-user.ts";

interface NewCluster {
  dataDir: string;
  initdb: string;
  user: ServerUser;
  durable: boolean;
  signal: AbortSignal | undefined;
}

/**
 * Creates the cluster if `dataDir` is missing or empty.
 *
 * @returns the password of the superuser `postgres`, kept in `<dataDir>.password`
 */
export async function prepareDataDirectory(cluster: NewCluster): Promise<string> {
  const { dataDir } = cluster;
  if (await exists(join(dataDir, "PG_VERSION"))) return readPassword(dataDir);
  const found = await readdir(dataDir).catch(() => []); // not there yet
  if (found.length > 0) {
    throw new EmbeddedPostgresError(
      `Cannot create a database cluster in "${dataDir}": it holds other files`,
    );
  }
  return createCluster(cluster);
}

async function createCluster(cluster: NewCluster): Promise<string> {
  const { dataDir, user } = cluster;
  // initdb works beside the target, so that a killed initdb leaves no half cluster under its name.
  const unfinished = `${dataDir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(dirname(dataDir), { recursive: true });
  await mkdir(unfinished, { mode: 0o700 });
  const password = randomBytes(24).toString("base64url");
  await rm(passwordFile(dataDir), { force: true });
  await writeFile(passwordFile(dataDir), `${password}\n`, { mode: 0o600 });
  if (user.owner) {
    await chown(unfinished, user.owner.uid, user.owner.gid);
    await chown(passwordFile(dataDir), user.owner.uid, user.owner.gid);
  }
  await runInitdb(cluster, unfinished);
  await rm(dataDir, { recursive: true, force: true });
  await rename(unfinished, dataDir);
  return password;
}

async function runInitdb(cluster: NewCluster, directory: string): Promise<void> {
  const { initdb, user, durable, dataDir, signal } = cluster;
  const [command, args] = commandLine(user, initdb, [
    `--pgdata=${directory}`,
    "--username=postgres",
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile(dataDir)}`,
    "--encoding=UTF8",
    "--locale=C",
    "--no-instructions",
    ...(durable ? [] : ["--no-sync"]),
  ]);
  const child = spawn(command, args, {
    ...user.identity,
    ...(signal && { signal }),
    env: childEnvironment(),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [complaint, [code, killedBy]] = await Promise.all([
    text(child.stderr),
    once(child, "exit"),
  ]);
  if (code === 0) return;
  throw new EmbeddedPostgresError(
    `Cannot create a database cluster in "${dataDir}": initdb ended with ${code ?? killedBy}\n` +
      complaint.trim(),
  );
}

async function readPassword(dataDir: string): Promise<string> {
  try {
    return (await readFile(passwordFile(dataDir), "utf8")).trim();
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `Cannot open the database cluster in "${dataDir}": its password file ` +
        `"${passwordFile(dataDir)}" cannot be read`,
      { cause },
    );
  }
}

function passwordFile(dataDir: string): string {
  return `${dataDir}.password`;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
