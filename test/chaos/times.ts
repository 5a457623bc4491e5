/** Without a heartbeat this long, a task is taken from its worker. */
const FAST_LEASE_MS = 2_000;

/** How fast the clocks of the processes go. */
export interface Clocks {
  leaseMs: number;
  /** What the processes have in their environment for it. */
  env: Readonly<Record<string, string>>;
}

/** Each is a tenth of its default, so that a run sees ten times as much. */
export const FAST_CLOCKS: Clocks = {
  leaseMs: FAST_LEASE_MS,
  env: {
    WORKER_BEAT_MS: "500",
    WORKER_LEASE_MS: String(FAST_LEASE_MS),
    WORKER_SHUTDOWN_GRACE_MS: "8000",
    WORKER_BACKOFF_BASE_MS: "200",
    WORKER_BACKOFF_MAX_MS: "3000",
    RECONCILE_MS: "500",
    RECONCILE_UNANSWERED_MS: "6000",
    INTAKE_MS: "100",
    CANARY_MS: "6000",
    RELAY_POLL_MS: "100",
    RELAY_PUBLISH_TIMEOUT_MS: "1000",
    RELAY_CLAIM_MS: "3000",
    FETCH_HEADERS_MS: "4000",
    FETCH_IDLE_MS: "4000",
    FETCH_TOTAL_MS: "10000",
  },
};

/** What the product has without any setting. */
export const DEFAULT_CLOCKS: Clocks = { leaseMs: 20_000, env: {} };
