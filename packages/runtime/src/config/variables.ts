import type { z } from "zod";
import { CRASH_POINTS } from "../crash-point.ts";
import { requestHeaders } from "./request-headers.ts";
import {
  hostNames,
  integer,
  matching,
  milliseconds,
  networks,
  oneOf,
  proxies,
  proxyUrl,
  type Reader,
  storeUrl,
  waits,
  webOrigin,
  webUrl,
} from "./values.ts";

const address = matching(/^[\w.:-]{1,253}$/, "an IP address or a host name");

/** What is known of one environment variable without reading it. */
export interface Variable {
  /** The text that stands for an absent one; null: none, see `required` and `description`. */
  readonly default: string | null;
  readonly required: boolean;
  /** Its value may hold a password: it is never printed as it is. */
  readonly secret: boolean;
  /** One sentence without a full stop. */
  readonly description: string;
}

interface Definition<T> extends Variable {
  /** Reads the text; where that is null, the variable is absent and has no default. */
  readonly schema: z.ZodType<T>;
}

function required<T>(reader: Reader<T>, description: string, secret = false): Definition<T> {
  return { schema: reader, default: null, required: true, secret, description };
}

function optional<T>(reader: Reader<T>, description: string, secret = false): Definition<T | null> {
  return { schema: reader.nullable(), default: null, required: false, secret, description };
}

function setting<T>(fallback: string, reader: Reader<T>, description: string): Definition<T> {
  return { schema: reader, default: fallback, required: false, secret: false, description };
}

/** Every variable that the system reads: nothing else in the environment changes what it does. */
export const DEFINITIONS = {
  MODE: setting(
    "development",
    oneOf("development", "production"),
    "production refuses AUTH=off, FETCH_ALLOW_PRIVATE, CRASH_POINT and well-known passwords",
  ),
  DATABASE_URL: required(
    storeUrl("postgres", "postgresql"),
    "Postgres 15 or newer, where all truth lives",
    true,
  ),
  DATABASE_POOL_SIZE: setting(
    "10",
    integer(2, 1_000),
    "Connections of an API for its requests, or of a worker for its tasks, at most; packages/database/README.md counts the others",
  ),
  REDIS_URL: optional(
    storeUrl("redis", "rediss"),
    "Redis for BullMQ; absent: BullMQ runs on Postgres",
    true,
  ),
  QUEUE_PREFIX: setting(
    "sitemap-scanner",
    matching(/^[\w-]{1,64}$/, "1 to 64 letters, digits, - and _"),
    "First part of every key in Redis, to share one server",
  ),
  HOST: setting("127.0.0.1", address, "Address on which the API listens"),
  PORT: setting("8000", integer(0, 65_535), "Port of the API; 0: any free one"),
  PUBLIC_URL: optional(webUrl, "Where people reach the API; named in the user agent as contact"),
  AUTH: optional(
    oneOf("keys", "off"),
    "Who may call the API: keys or off; absent: off on a loopback HOST in development, else keys",
  ),
  ALLOWED_HOSTS: optional(
    hostNames,
    "Names under which the API answers while AUTH is off, besides localhost, 127.0.0.1, [::1] and those of PUBLIC_URL and CANARY_URL; absent: none",
  ),
  TRUSTED_PROXIES: optional(
    proxies,
    "Proxies in front of the API whose X-Forwarded-For is believed: their addresses and networks, loopback, linklocal, uniquelocal, or how many there are; absent: none",
  ),
  RATE_LIMIT_PER_MINUTE: setting(
    "600",
    integer(0, 10_000_000),
    "Requests of one key, or of one address without a key, that one API process answers in a minute; 0: any number",
  ),
  KEY_MAX_LIVE_SCANS: setting(
    "1000",
    integer(1, 10_000_000),
    "Unfinished scans that were asked for with one key, at most",
  ),
  BULL_BOARD: setting(
    "read",
    oneOf("read", "write"),
    "What an admin may do with the queue on its dashboard",
  ),
  SCAN_DEFAULT_MAX_PAGES: setting(
    "1000",
    integer(1, 1_000_000_000),
    "Pages of a scan that names no max_pages",
  ),
  SCAN_MAX_PAGES_LIMIT: setting(
    "1000000",
    integer(1, 1_000_000_000),
    "Highest max_pages a request may ask for",
  ),
  SCAN_WINDOW: setting("4", integer(1, 1_000), "Tasks of one scan that are out at a time, at most"),
  SCAN_DEADLINE_MS: setting(
    "21600000",
    milliseconds(),
    "Time after which an unfinished scan fails, in ms",
  ),
  WORKER_CONCURRENCY: setting("8", integer(1, 1_000), "Tasks that one worker does at a time"),
  UV_THREADPOOL_SIZE: setting(
    "4",
    integer(1, 1_024),
    "Threads of a process for DNS, files and zlib, read by libuv as the process starts; Docker and npm start give 32",
  ),
  WORKER_BEAT_MS: setting(
    "5000",
    milliseconds(10),
    "Time between two heartbeats of a running task, in ms",
  ),
  WORKER_LEASE_MS: setting(
    "20000",
    milliseconds(20),
    "Silence after which a running task is taken away, in ms",
  ),
  WORKER_TASK_DEADLINE_MS: setting(
    "900000",
    milliseconds(10),
    "Time for one task, after which it is told to let go, in ms",
  ),
  WORKER_TASK_GRACE_MS: setting(
    "10000",
    milliseconds(10),
    "Time for a task to let go, after which it is given to others and its slot is lost, in ms",
  ),
  WORKER_SHUTDOWN_GRACE_MS: setting(
    "25000",
    milliseconds(),
    "Time to hand tasks back when told to stop, in ms",
  ),
  RECONCILE_MS: setting(
    "5000",
    milliseconds(10),
    "Time between two searches for late tasks, in ms",
  ),
  RECONCILE_UNANSWERED_MS: setting(
    "60000",
    milliseconds(100),
    "Time that a doorbell may stay unanswered before the broker is asked for it, in ms",
  ),
  WORKER_MAX_ATTEMPTS: setting("4", integer(1, 100), "Tries of a task before its failure is final"),
  WORKER_BACKOFF_BASE_MS: setting(
    "2000",
    milliseconds(),
    "Longest wait before the second try, doubled for each further one, in ms",
  ),
  WORKER_BACKOFF_MAX_MS: setting("300000", milliseconds(), "Longest wait before any try, in ms"),
  WORKER_HEALTH_PORT: optional(
    integer(0, 65_535),
    "Port of the worker's GET /livez and /metrics; absent: not served",
  ),
  WORKER_HEALTH_HOST: setting("127.0.0.1", address, "Address on which the worker serves them"),
  HEALTH_WORKER_SILENCE_MS: setting(
    "30000",
    milliseconds(100),
    "Silence after which a worker counts as gone, in ms",
  ),
  HEALTH_LOOP_SILENCE_MS: setting(
    "30000",
    milliseconds(100),
    "Time without a success after which a background loop counts as standing still, in ms",
  ),
  HEALTH_PENDING_MS: setting(
    "30000",
    milliseconds(100),
    "Time after which work that waits while no worker is there, or the queue is paused, is told, in ms",
  ),
  RECONCILE_START_BY_MS: setting(
    "10800000",
    milliseconds(1_000),
    "Time after which a task that is due and that no worker has started fails, in ms",
  ),
  BROKER_WINDOW: setting(
    "1000",
    integer(1, 1_000_000),
    "Published and unstarted messages at the broker, at most",
  ),
  RELAY_POLL_MS: setting("500", milliseconds(10), "Time between two looks at the outbox, in ms"),
  RELAY_BATCH_SIZE: setting("500", integer(1, 10_000), "Messages published at a time, at most"),
  RELAY_PUBLISH_TIMEOUT_MS: setting(
    "5000",
    milliseconds(),
    "Time for one publish to the broker, in ms",
  ),
  RELAY_CLAIM_MS: setting(
    "15000",
    milliseconds(),
    "Time after which a claimed message is free again, in ms",
  ),
  INTAKE_MS: setting("1000", milliseconds(10), "Time between two looks at queued domains, in ms"),
  INTAKE_MAX_LIVE: setting(
    "1000",
    integer(1, 1_000_000),
    "Unfinished scans of queued domains, at most; further domains stay queued",
  ),
  CANARY_MS: setting(
    "60000",
    milliseconds(0),
    "Time between two scans of the site that the API serves to try itself, in ms; 0: none",
  ),
  CANARY_URL: optional(
    webOrigin,
    "Where workers reach the API for these scans; absent: HOST and PORT if HOST is a loopback address, else none are made",
  ),
  FETCH_USER_AGENT: setting(
    "sitemap-scanner/0.1",
    matching(/^[\x20-\x7e]{1,500}$/, "1 to 500 printable ASCII characters"),
    "Says who fetches; without one of its own, PUBLIC_URL is added to the default",
  ),
  FETCH_ALLOW_PRIVATE: optional(
    networks,
    "CIDRs fetched although not public, on any port and over http; absent: none",
  ),
  FETCH_CONNECT_MS: setting(
    "10000",
    milliseconds(),
    "Time for each of look-up, connect and TLS, in ms",
  ),
  FETCH_HEADERS_MS: setting("30000", milliseconds(), "Time for the headers of an answer, in ms"),
  FETCH_IDLE_MS: setting("15000", milliseconds(), "Longest silence within a body, in ms"),
  FETCH_TOTAL_MS: setting(
    "300000",
    milliseconds(),
    "Time for one file, redirects and body included, in ms",
  ),
  FETCH_MAX_BYTES: setting("52428800", integer(1, 2 ** 31 - 1), "Body as received, in bytes"),
  FETCH_MAX_HEADER_BYTES: setting(
    "32768",
    integer(1_024, 1_048_576),
    "All headers of one answer, in bytes",
  ),
  FETCH_MIN_BYTES_PER_SECOND: setting(
    "1024",
    integer(0, 2 ** 31 - 1),
    "Slowest body, in bytes a second; 0: any",
  ),
  FETCH_MAX_REDIRECTS: setting("5", integer(0, 100), "Redirects followed; 0: none"),
  FETCH_MAX_PER_HOST: setting(
    "4",
    integer(1, 64),
    "Requests of one process to one host at a time, whatever scans they are for",
  ),
  FETCH_HEADERS: optional(
    requestHeaders,
    "JSON object of header names and values that are sent to every site; absent: none",
    true,
  ),
  FETCH_PROXY: optional(
    proxyUrl,
    "HTTP proxy for all fetches, http://user:password@host:port; absent: none",
    true,
  ),
  WEBHOOK_SCHEDULE_MS: setting(
    "0,5000,300000,1800000,7200000,18000000,36000000,50400000,72000000,86400000",
    waits,
    "Wait before each attempt to deliver a webhook, in ms; so many are made",
  ),
  WEBHOOK_TIMEOUT_MS: setting(
    "15000",
    milliseconds(100),
    "Time for one attempt and its answer, in ms",
  ),
  WEBHOOK_DISABLE_AFTER_MS: setting(
    "432000000",
    milliseconds(),
    "Time after which an endpoint at which every attempt failed is disabled, in ms",
  ),
  WEBHOOK_SECRET_OVERLAP_MS: setting(
    "86400000",
    milliseconds(0),
    "Time for which a secret that was replaced signs beside the new one, in ms",
  ),
  SCAN_KEEP_DAYS: setting(
    "400",
    integer(0, 36_500),
    "Days after which an old scan, a removed page and what was done with keys are deleted; 0: never",
  ),
  WEBHOOK_KEEP_DAYS: setting(
    "30",
    integer(1, 3_650),
    "Days after which an event and its deliveries are deleted, once all of them have ended",
  ),
  STREAM_MAX_READERS: setting(
    "1000",
    integer(1, 100_000),
    "Readers of live streams of one API process, at most",
  ),
  STREAM_MAX_READERS_PER_KEY: setting(
    "100",
    integer(1, 100_000),
    "Readers of live streams that one key may have at one API process, at most",
  ),
  DATA_DIR: setting(
    ".data",
    matching(/^[^\0]+$/, "a path"),
    "Where the embedded stack keeps its data",
  ),
  CRASH_POINT: optional(
    oneOf(...CRASH_POINTS),
    "For tests: the place in the code at which a process kills itself",
  ),
  LOG_LEVEL: setting("info", oneOf("error", "warn", "info", "debug"), "Least level that is logged"),
};

type Definitions = typeof DEFINITIONS;

/** The value of every variable, as its schema gives it. */
export type Values = { [Name in keyof Definitions]: z.output<Definitions[Name]["schema"]> };

/** The same list for documents and tests: what may be set, and what holds when it is not. */
export const VARIABLES: Readonly<Record<string, Variable>> = Object.fromEntries(
  Object.entries(DEFINITIONS).map(
    ([name, { default: fallback, required, secret, description }]) => [
      name,
      { default: fallback, required, secret, description },
    ],
  ),
);
