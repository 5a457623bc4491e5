import type { Client } from "pg";
import type { PostgresServer } from "../servers.ts";
import { isDatabaseAway } from "../database-away.ts";
import type { Fault } from "./fault.ts";

type PostgresFault = Omit<Fault, "subject">;

export const POSTGRES_FAULTS = {
  postgres_restart_fast: onPostgres({
    lasts: [0, 0],
    begin: ({ stack }) => stack.postgres.restart("fast"),
  }),
  postgres_restart_immediate: onPostgres({
    lasts: [0, 0],
    begin: ({ stack }) => stack.postgres.restart("immediate"),
  }),
  postgres_backends_terminated: onPostgres({
    lasts: [0, 0],
    async begin({ stack }) {
      await stack.postgres.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'scanner'",
      );
    },
  }),
  postgres_refused: onPostgres({
    lasts: [300, 1_500],
    async begin({ stack }) {
      const { faults } = stack.postgres.proxy;
      await faults.refuse();
      faults.cut();
      return () => faults.heal();
    },
  }),
  postgres_cut: onPostgres({
    lasts: [0, 0],
    begin: ({ stack }) => stack.postgres.proxy.faults.cut(),
  }),
  postgres_half_open: onPostgres({
    lasts: [500, 2_500],
    begin({ stack }) {
      const { faults } = stack.postgres.proxy;
      faults.freeze();
      return () => faults.heal();
    },
  }),
  /** As after a firewall forgot every connection: the old ones never say anything again. */
  postgres_forgotten: onPostgres({
    lasts: [0, 0],
    begin: ({ stack }) => stack.postgres.proxy.faults.forget(),
  }),
  postgres_slow: onPostgres({
    lasts: [500, 2_000],
    begin({ stack, random }) {
      const { faults } = stack.postgres.proxy;
      faults.delay(random.between(20, 100));
      return () => faults.heal();
    },
  }),
  postgres_read_only: onPostgres({
    lasts: [500, 2_000],
    async begin({ stack }) {
      await readOnly(stack.postgres, "on");
      return () => readOnly(stack.postgres, "off");
    },
  }),
  /** Somebody's transaction that locks the rows of live jobs, and stands idle. */
  postgres_idle_transaction: onPostgres({
    lasts: [2_000, 6_000],
    async begin({ stack }) {
      const client = await stack.postgres.connect();
      await client.query("begin");
      await client.query(
        `select from jobs where status in ('pending', 'running') order by created_at desc limit 3 for update skip locked`,
      );
      return () => client.end();
    },
  }),
  postgres_connections_used_up: onPostgres({
    lasts: [500, 2_000],
    async begin({ stack }) {
      const taken = await takeConnections(stack.postgres);
      return async () => void (await Promise.all(taken.map((client) => client.end())));
    },
  }),
} satisfies Record<string, Fault>;

function onPostgres(fault: PostgresFault): Fault {
  return { ...fault, subject: "postgres" };
}

async function readOnly(postgres: PostgresServer, value: "on" | "off"): Promise<void> {
  await postgres.query(`alter system set default_transaction_read_only = ${value}`);
  await postgres.query("select pg_reload_conf()");
}

/** All that a role that is no superuser can have. */
async function takeConnections(postgres: PostgresServer): Promise<Client[]> {
  const taken: Client[] = [];
  try {
    for (;;) taken.push(await postgres.connect(postgres.directUrl));
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    return taken;
  }
}
