import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { promisify } from "node:util";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

const run = promisify(execFile);

/** Who the server runs as, and how a command line is made to run as that user. */
export interface ServerUser {
  /** `undefined`: the user of this process. */
  owner: { uid: number; gid: number } | undefined;
  /** Words to put before the program. */
  prefix: string[];
  /** Options for `spawn`. */
  identity: { uid?: number; gid?: number };
}

/** The program and arguments to spawn so that `program` runs as `user`. */
export function commandLine(user: ServerUser, program: string, args: string[]): [string, string[]] {
  const [wrapper, ...options] = user.prefix;
  return wrapper === undefined ? [program, args] : [wrapper, [...options, program, ...args]];
}

/**
 * Postgres refuses to run as root. Root therefore runs it as the owner of the data directory, or for
 * a new one as `postgres`, or else `nobody`. Everyone else runs it as themselves.
 */
export async function chooseServerUser(dataDir: string): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return { owner: undefined, prefix: [], identity: {} };
  const owner = (await ownerOf(dataDir)) ?? (await idsOf("postgres")) ?? (await idsOf("nobody"));
  if (!owner) {
    throw new EmbeddedPostgresError(
      'Cannot run Postgres as root: neither user "postgres" nor "nobody" exists',
    );
  }
  const prefix = setprivCommand(owner);
  if (await works(prefix)) return { owner, prefix, identity: {} };
  return { owner, prefix: [], identity: owner };
}

async function ownerOf(path: string): Promise<ServerUser["owner"]> {
  const entry = await stat(path).catch(() => undefined); // not there yet
  return entry && entry.uid !== 0 ? { uid: entry.uid, gid: entry.gid } : undefined;
}

async function idsOf(name: string): Promise<ServerUser["owner"]> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined; // no such user
  }
}

/**
 * Drops root but keeps the right to pass directories: a checkout in /root or in a `mktemp -d` has a
 * parent of mode 0700. `no_setuid_fixup` is needed because access(2) ignores capabilities without.
 */
function setprivCommand({ uid, gid }: { uid: number; gid: number }): string[] {
  return [
    "setpriv",
    `--reuid=${uid}`,
    `--regid=${gid}`,
    "--clear-groups",
    "--securebits=+no_setuid_fixup",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
    "--",
  ];
}

/** False where setpriv is missing or too old, or where a container took the capability away. */
async function works([command = "", ...args]: string[]): Promise<boolean> {
  return run(command, [...args, "true"]).then(
    () => true,
    () => false,
  );
}
