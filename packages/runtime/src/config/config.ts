import { resolve } from "node:path";
import { isLoopback } from "./rules.ts";
import { DEFINITIONS, type Values } from "./variables.ts";

const MS_OF_DAY = 24 * 60 * 60_000;

/**
 * The whole configuration, grouped by subject: hand each module its slice. Every field is described
 * under its variable in `VARIABLES`. `database.url`, `queue.redisUrl`, `fetch.headers` and `fetch.proxy`
 * may hold secrets: print it with `describeConfig` only.
 */
export type Config = Readonly<ReturnType<typeof toConfig>>;

export function toConfig(values: Values) {
  return {
    mode: values.MODE,
    database: { url: values.DATABASE_URL, poolSize: values.DATABASE_POOL_SIZE },
    queue: { redisUrl: values.REDIS_URL, prefix: values.QUEUE_PREFIX },
    http: {
      host: values.HOST,
      port: values.PORT,
      publicUrl: values.PUBLIC_URL,
      trustedProxies: values.TRUSTED_PROXIES,
    },
    auth: {
      mode: authMode(values),
      allowedHosts: allowedHosts(values),
      requestsPerMinute: values.RATE_LIMIT_PER_MINUTE,
      liveScansPerKey: values.KEY_MAX_LIVE_SCANS,
    },
    bullBoard: { writable: values.BULL_BOARD === "write" },
    scan: {
      defaultMaxPages: values.SCAN_DEFAULT_MAX_PAGES,
      maxPagesLimit: values.SCAN_MAX_PAGES_LIMIT,
      window: values.SCAN_WINDOW,
      deadlineMs: values.SCAN_DEADLINE_MS,
    },
    worker: toWorkerConfig(values),
    relay: {
      pollMs: values.RELAY_POLL_MS,
      batchSize: values.RELAY_BATCH_SIZE,
      window: values.BROKER_WINDOW,
      publishTimeoutMs: values.RELAY_PUBLISH_TIMEOUT_MS,
      claimMs: values.RELAY_CLAIM_MS,
    },
    reconcile: {
      everyMs: values.RECONCILE_MS,
      unansweredMs: values.RECONCILE_UNANSWERED_MS,
      startByMs: values.RECONCILE_START_BY_MS,
      keepEventsMs: values.WEBHOOK_KEEP_DAYS * MS_OF_DAY,
    },
    retention: { keepMs: values.SCAN_KEEP_DAYS === 0 ? null : values.SCAN_KEEP_DAYS * MS_OF_DAY },
    intake: { everyMs: values.INTAKE_MS, maxLive: values.INTAKE_MAX_LIVE },
    canary: { everyMs: values.CANARY_MS, url: canaryUrl(values) },
    health: toHealthConfig(values),
    fetch: toFetchConfig(values),
    webhooks: {
      scheduleMs: values.WEBHOOK_SCHEDULE_MS,
      timeoutMs: values.WEBHOOK_TIMEOUT_MS,
      disableAfterMs: values.WEBHOOK_DISABLE_AFTER_MS,
      secretOverlapMs: values.WEBHOOK_SECRET_OVERLAP_MS,
    },
    streams: {
      maxReaders: values.STREAM_MAX_READERS,
      maxReadersPerKey: values.STREAM_MAX_READERS_PER_KEY,
    },
    log: { level: values.LOG_LEVEL },
    crashPoint: values.CRASH_POINT,
    dataDir: resolve(values.DATA_DIR),
  };
}

/** Off by default only where nobody but this machine can reach us, and nobody relies on it. */
function authMode({ AUTH, HOST, MODE }: Values): "keys" | "off" {
  return AUTH ?? (MODE !== "production" && isLoopback(HOST) ? "off" : "keys");
}

/** Where people and workers are told to find us, we answer. */
function allowedHosts({ ALLOWED_HOSTS, PUBLIC_URL, CANARY_URL }: Values): string[] {
  const urls = [PUBLIC_URL, CANARY_URL].filter((url) => url !== null);
  return [...(ALLOWED_HOSTS ?? []), ...urls.map((url) => new URL(url).hostname)];
}

function toWorkerConfig(values: Values) {
  return {
    concurrency: values.WORKER_CONCURRENCY,
    threads: values.UV_THREADPOOL_SIZE,
    beatMs: values.WORKER_BEAT_MS,
    leaseMs: values.WORKER_LEASE_MS,
    taskDeadlineMs: values.WORKER_TASK_DEADLINE_MS,
    taskGraceMs: values.WORKER_TASK_GRACE_MS,
    shutdownGraceMs: values.WORKER_SHUTDOWN_GRACE_MS,
    maxAttempts: values.WORKER_MAX_ATTEMPTS,
    backoffBaseMs: values.WORKER_BACKOFF_BASE_MS,
    backoffMaxMs: values.WORKER_BACKOFF_MAX_MS,
    healthPort: values.WORKER_HEALTH_PORT,
    healthHost: values.WORKER_HEALTH_HOST,
  };
}

function toHealthConfig(values: Values) {
  return {
    workerSilenceMs: values.HEALTH_WORKER_SILENCE_MS,
    loopSilenceMs: values.HEALTH_LOOP_SILENCE_MS,
    pendingMs: values.HEALTH_PENDING_MS,
    /** Two canaries may fail before anybody is told; null when there are none. */
    canaryMs: values.CANARY_MS === 0 || canaryUrl(values) === null ? null : 3 * values.CANARY_MS,
  };
}

function toFetchConfig(values: Values) {
  return {
    userAgent: toUserAgent(values),
    allowPrivate: values.FETCH_ALLOW_PRIVATE ?? [],
    maxPerHost: values.FETCH_MAX_PER_HOST,
    headers: values.FETCH_HEADERS ?? {},
    proxy: values.FETCH_PROXY,
    limits: {
      connectMs: values.FETCH_CONNECT_MS,
      headersMs: values.FETCH_HEADERS_MS,
      idleMs: values.FETCH_IDLE_MS,
      totalMs: values.FETCH_TOTAL_MS,
      maxBytes: values.FETCH_MAX_BYTES,
      maxHeaderBytes: values.FETCH_MAX_HEADER_BYTES,
      minBytesPerSecond: values.FETCH_MIN_BYTES_PER_SECOND,
      maxRedirects: values.FETCH_MAX_REDIRECTS,
    },
  };
}

/** Where this machine reaches the API; null when that cannot be known from here. */
function canaryUrl(values: Values): string | null {
  return values.CANARY_URL ?? ownUrl(values);
}

function ownUrl({ HOST: host, PORT: port }: Values): string | null {
  if (!isLoopback(host) || port === 0) return null;
  return new URL(`http://${host.includes(":") ? `[${host}]` : host}:${port}`).origin;
}

function toUserAgent({ FETCH_USER_AGENT: agent, PUBLIC_URL: contact }: Values): string {
  const isDefault = agent === DEFINITIONS.FETCH_USER_AGENT.default;
  return isDefault && contact !== null ? `${agent} (+${contact})` : agent;
}
