import type { Random } from "./random.ts";
import { repeat } from "./repeat.ts";
import type { PostgresServer } from "./servers.ts";
import type { ChaosSite } from "./sites.ts";

/** Sites that nobody is scanning, as far as is known: a scan of another would only be refused. */
export interface FreeSites {
  /** One of them, which counts as taken for a while; any, if there is none. */
  take(): ChaosSite;
  /** Sites that are being scanned, or are about to be. */
  readonly taken: number;
  stop(): Promise<void>;
}

const LOOK_MS = 500;
/** Until its scan shows in the database. */
const TAKEN_MS = 2_000;

export function startFreeSites(
  postgres: PostgresServer,
  sites: readonly ChaosSite[],
  random: Random,
): FreeSites {
  const takenAt = new Map<ChaosSite, number>();
  let scanned = new Set<string>();

  const looking = repeat(async () => {
    const live = await postgres.query<{ domain: string }>(
      "select domain from domains d join jobs j on j.domain_id = d.id where j.finished_at is null",
    );
    scanned = new Set(live.map(({ domain }) => domain));
  }, LOOK_MS);

  function listFree(): ChaosSite[] {
    const since = performance.now() - TAKEN_MS;
    return sites.filter(
      (site) => !scanned.has(site.site.domain) && (takenAt.get(site) ?? -Infinity) < since,
    );
  }

  return {
    take() {
      const free = listFree();
      const site = random.pick(free.length > 0 ? free : sites);
      takenAt.set(site, performance.now());
      return site;
    },
    get taken() {
      return sites.length - listFree().length;
    },
    stop: () => looking.stop(),
  };
}
