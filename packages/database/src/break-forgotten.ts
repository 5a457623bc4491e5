import { Client, type Pool, type PoolClient } from "pg";

/** How often the connections are looked at. */
const LOOK_MS = 1_000;
/** Silent for so long while an answer is due: the server is asked about it. */
const OVERDUE_MS = 5_000;
/** It is asked ever more seldom about what it is at, up to this. */
const MOST_REST_MS = 30_000;
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
  /** The server was asked once, and is not at what we asked of it. */
  isDoubted: boolean;
  /** When the server last said that it is at it; at first, when the silence began. */
  vouchedAt: number;
  askAt: number;
}

type Silent = [connection: Connection, silence: Silence];

/**
 * Breaks the connections of a pool that a firewall has forgotten, some seconds after something was asked on
 * them. They give no error, and an answer may take as long as its statement. So the server is asked, on a
 * connection of its own, what it does for those that owe one: who is at nothing, twice in a row, has never heard
 * of our statement, or its answer is lost. It is ended at the server too, which frees the locks that it holds.
 *
 * What was asked on such a connection fails as if the database were away (`isDatabaseAway`).
 *
 * @param patienceMs how long a connection may be silent of which the server cannot be asked
 */
export function breakForgotten(pool: WatchedPool, patienceMs: number): void {
  const silences = new Map<Connection, Silence>();
  let timer: NodeJS.Timeout | undefined;
  let isAsking = false;

  pool.on("connect", (client) => {
    const connection = insideOf(client);
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
    for (const one of silences) {
      if (!lasts(one)) silences.set(one[0], silenceOf(one[0]));
    }
    const now = performance.now();
    const all = [...silences];
    for (const one of all) if (one[0].readyForQuery && isTooLong(one)) breakOff(one);
    const overdue = all.filter(([{ readyForQuery }, { askAt }]) => !readyForQuery && now >= askAt);
    if (overdue.length === 0 || isAsking) return;
    isAsking = true;
    void askAfter(overdue).finally(() => (isAsking = false));
  }

  async function askAfter(overdue: readonly Silent[]): Promise<void> {
    const doubted = overdue.filter(([, { isDoubted }]) => isDoubted);
    const busy = await findBusy(pool, pidsOf(overdue), pidsOf(doubted));
    for (const one of overdue.filter(lasts)) {
      const [{ processID }, silence] = one;
      const isBusy = busy?.has(processID) === true;
      if (busy ? !isBusy && silence.isDoubted : isTooLong(one)) breakOff(one);
      silence.isDoubted = busy !== undefined && !isBusy;
      if (isBusy) silence.vouchedAt = performance.now();
      if (!silence.isDoubted) rest(silence);
    }
  }

  function isTooLong([, { vouchedAt }]: Silent): boolean {
    return performance.now() - vouchedAt >= patienceMs;
  }
}

/**
 * @param pids of our connections
 * @param doubted those of them that are ended, if they are at nothing
 * @returns which of them are at something; undefined when the server cannot be asked
 */
async function findBusy(
  pool: WatchedPool,
  pids: number[],
  doubted: number[],
): Promise<Set<number> | undefined> {
  // A pool hides the password from whoever copies its options.
  const { password } = pool.options;
  const client = new Client({ ...pool.options, password, query_timeout: ASK_MS });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { processID } = insideOf(client);
    // NOTE: whom it is about is settled first: in a condition beside others a function that ends may come first.
    const { rows } = await client.query<{ own: number; busy: number[] }>(
      `with ours as materialized (
        select pid, state not like 'idle%' as is_busy from pg_stat_activity
        where pid = any($1) and usename = current_user
          and application_name = current_setting('application_name') and pg_backend_pid() = $3
      )
      select pg_backend_pid() as own, array(select pid from ours where is_busy) as busy,
        array(select case when pid = any($2) then pg_terminate_backend(pid) end from ours where not is_busy) as ended`,
      [pids, doubted, processID],
    );
    const [row] = rows;
    // Behind a pooler the numbers that we know are not those of the server.
    return row?.own === processID ? new Set(row.busy) : undefined;
  } catch {
    return undefined;
  } finally {
    // Not awaited: over a line that is silent too it would take for ever.
    void client.end();
  }
}

function insideOf(client: Client | PoolClient): Connection {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has what Connection says, unseen
  return client as unknown as Connection;
}

function silenceOf(connection: Connection): Silence {
  const since = performance.now();
  const at = stateOf(connection);
  return { since, at, isDoubted: false, vouchedAt: since, askAt: since + OVERDUE_MS };
}

/** The longer it has lasted, the longer it may. */
function rest(silence: Silence): void {
  const now = performance.now();
  silence.askAt = now + Math.min((now - silence.since) / 2, MOST_REST_MS);
}

function lasts([connection, { at }]: Silent): boolean {
  return stateOf(connection) === at;
}

function stateOf({ readyForQuery, connection: { stream } }: Connection): string {
  return [readyForQuery, stream.bytesRead, stream.writableLength].join(" ");
}

function breakOff([{ connection }, { since }]: Silent): void {
  const seconds = ((performance.now() - since) / 1_000).toFixed(1);
  connection.stream.destroy(new Error(`The database has been silent for ${seconds} s`));
}

const pidsOf = (connections: readonly Silent[]) => connections.map(([{ processID }]) => processID);
