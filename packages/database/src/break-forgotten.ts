import { Client, type Pool } from "pg";

/** How often the connections are looked at. */
const LOOK_MS = 1_000;
/** Silent for so long while an answer is due: the server is asked about it. */
const OVERDUE_MS = 5_000;
/** To ask may take this long, and as much again to connect. */
const ASK_MS = 5_000;

/** What is inside of a connection of pg, and not in its types. */
interface Connection {
  processID: number;
  /** False while an answer is due. */
  readyForQuery: boolean;
  connection: {
    stream: { bytesRead: number; writableLength: number; destroy(error?: Error): void };
  };
}

type WatchedPool = Pick<Pool, "on" | "options">;

interface Silence {
  since: number;
  /** How far everything had come when it began. */
  at: string;
  /** The server was asked once, and awaits a statement itself. */
  isDoubted: boolean;
}

/**
 * Breaks the connections of a pool that a firewall has forgotten, some seconds after something was asked on
 * them. They give no error, and an answer may take as long as a statement may. So the server is asked, on a
 * connection of its own, what it does for those that owe one: what awaits a statement, twice in a row, has
 * never heard of ours, or its answer is lost. It is ended at the server too, which frees the locks it holds.
 *
 * What was asked on such a connection fails as if the database were away (`isDatabaseAway`).
 */
export function breakForgotten(pool: WatchedPool): void {
  const silences = new Map<Connection, Silence>();
  let timer: NodeJS.Timeout | undefined;
  let isAsking = false;

  pool.on("connect", (client) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has what Connection says, unseen
    const connection = client as unknown as Connection;
    silences.set(connection, silenceOf(connection));
    timer ??= setInterval(look, LOOK_MS).unref();
    client.once("end", () => {
      silences.delete(connection);
      if (silences.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    });
  });

  function look(): void {
    for (const [connection, silence] of silences) {
      if (!lasts(connection, silence)) silences.set(connection, silenceOf(connection));
    }
    const now = performance.now();
    const overdue = [...silences].filter(([, { since }]) => now - since >= OVERDUE_MS);
    if (overdue.length === 0 || isAsking) return;
    isAsking = true;
    void askAfter(overdue).finally(() => (isAsking = false));
  }

  async function askAfter(overdue: readonly [Connection, Silence][]): Promise<void> {
    const doubted = overdue.filter(([, { isDoubted }]) => isDoubted);
    const idle = await findIdle(pool, pidsOf(overdue), pidsOf(doubted));
    for (const [connection, silence] of overdue) {
      if (!lasts(connection, silence)) continue;
      const isIdle = idle.has(connection.processID);
      if (isIdle && silence.isDoubted) breakOff(connection, silence);
      else silence.isDoubted = isIdle;
    }
  }
}

function silenceOf(connection: Connection): Silence {
  return { since: performance.now(), at: progressOf(connection), isDoubted: false };
}

function lasts(connection: Connection, { at }: Silence): boolean {
  return !connection.readyForQuery && progressOf(connection) === at;
}

function progressOf({ connection: { stream } }: Connection): string {
  return `${stream.bytesRead} read, ${stream.writableLength} to write`;
}

function breakOff({ connection: { stream } }: Connection, { since }: Silence): void {
  const seconds = ((performance.now() - since) / 1_000).toFixed(1);
  stream.destroy(
    new Error(`The database has been silent for ${seconds} s, and awaits a statement itself`),
  );
}

const pidsOf = (connections: readonly [Connection, Silence][]) =>
  connections.map(([{ processID }]) => processID);

/**
 * @param doubted those that are ended, if they are idle still
 * @returns which of them are idle; none when the server cannot be asked, and then their silence ends them in time
 */
async function findIdle(
  pool: WatchedPool,
  pids: number[],
  doubted: number[],
): Promise<Set<number>> {
  // A pool hides the password from whoever copies its options.
  const { password } = pool.options;
  const client = new Client({ ...pool.options, password, query_timeout: ASK_MS });
  client.on("error", () => undefined);
  try {
    await client.connect();
    // NOTE: whom it is about is settled first: in a condition beside others a function that ends may come first.
    const { rows } = await client.query<{ pid: number }>(
      `with idle as materialized (
        select pid from pg_stat_activity
        where pid = any($1) and state like 'idle%' and usename = current_user
          and application_name = current_setting('application_name')
      )
      select pid, case when pid = any($2) then pg_terminate_backend(pid) end from idle`,
      [pids, doubted],
    );
    return new Set(rows.map(({ pid }) => pid));
  } catch {
    return new Set();
  } finally {
    // Not awaited: over a connection that is silent too it would take for ever.
    void client.end();
  }
}
