import { z } from "zod";

interface ProblemRule {
  readonly status: number;
  readonly title: string;
  /** One sentence for whoever got it: what to do about it. */
  readonly advice: string;
}

/** Every problem the API can answer with. The key is the stable `code`, and ends the `type` URL. */
export const PROBLEMS = {
  invalid_request: {
    status: 400,
    title: "The request is not valid",
    advice: "See `errors`: each names a field and what is wrong with it.",
  },
  malformed_json: {
    status: 400,
    title: "The body is not valid JSON",
    advice: "Send one JSON object, and see `detail` for where it breaks off.",
  },
  invalid_domain: {
    status: 400,
    title: "This is not the name of a site",
    advice: "Give a domain such as `example.com`, an origin, or the address of a page.",
  },
  target_not_public: {
    status: 400,
    title: "This address is not on the public internet",
    advice: "Only http and https on ports 80 and 443 of public addresses are fetched.",
  },
  invalid_cursor: {
    status: 400,
    title: "The cursor is not one of ours",
    advice: "Take `next` of the page before as it is, with the same path.",
  },
  invalid_event_id: {
    status: 400,
    title: "The event id is not one of ours",
    advice: "Send the `id` of the last event as `Last-Event-ID`, as it is, or none to begin anew.",
  },
  job_not_of_domain: {
    status: 400,
    title: "The job is not one of this domain",
    advice: "Name a scan of the same domain: list its jobs.",
  },
  unauthorized: {
    status: 401,
    title: "A key is needed",
    advice:
      "Send `Authorization: Bearer <key>`, with one from `sitemap-scanner keys create`; a key that was revoked or has expired is worth nothing.",
  },
  insufficient_scope: {
    status: 403,
    title: "The key may not do this",
    advice: "Ask with a key that has the scope which `detail` names.",
  },
  forbidden: {
    status: 403,
    title: "Not allowed from here",
    advice: "Ask from the machine that the service runs on, and from no other site.",
  },
  key_not_found: {
    status: 404,
    title: "No such key",
    advice: "The id was never given out: list the keys.",
  },
  domain_not_found: {
    status: 404,
    title: "No such domain",
    advice: "It was never queued, scheduled or scanned: queue it, or list the domains.",
  },
  job_not_found: {
    status: 404,
    title: "No such job",
    advice: "The id was never given out, or is of another service: list the jobs.",
  },
  webhook_not_found: {
    status: 404,
    title: "No such webhook",
    advice: "The id was never given out, or it was deleted: list the webhooks.",
  },
  delivery_not_found: {
    status: 404,
    title: "No such delivery",
    advice: "The id was never given out, or it is old enough to be deleted: list the deliveries.",
  },
  not_found: {
    status: 404,
    title: "No such resource",
    advice: "Check the path: nothing is served under it.",
  },
  method_not_allowed: {
    status: 405,
    title: "The method is not allowed here",
    advice: "The `Allow` header names the methods of this path.",
  },
  scan_in_progress: {
    status: 409,
    title: "A scan of this domain is in progress",
    advice: "Follow the scan at `status_url`, or cancel it first.",
  },
  idempotency_in_flight: {
    status: 409,
    title: "The same request is being done",
    advice: "Send it again in a moment, with the same key: it will not be done twice.",
  },
  job_not_live: {
    status: 409,
    title: "The job has ended already",
    advice: "Nothing is left to cancel. Its status says how it ended.",
  },
  job_not_finished: {
    status: 409,
    title: "The job has not ended yet",
    advice: "Wait until it has ended, or cancel it, and try again.",
  },
  invalid_params: {
    status: 409,
    title: "What the job asked for makes no sense",
    advice:
      "It was written by SQL: correct what `detail` names there, or ask for a new scan of the domain.",
  },
  no_earlier_scan: {
    status: 409,
    title: "There is no earlier scan to compare with",
    advice: "Compare a scan that another one of the same domain completed before.",
  },
  diff_not_exact: {
    status: 409,
    title: "What is stored does not tell how these two scans differ",
    advice:
      "Compare scans that fewer others followed: the latest with the one before it is always exact.",
  },
  webhook_limit_reached: {
    status: 409,
    title: "There are as many webhooks as there may be",
    advice: "Delete one that nobody needs, or have one address told of more events.",
  },
  webhook_disabled: {
    status: 409,
    title: "The webhook is disabled",
    advice: "Enable it first: its `disabled` says why it is not.",
  },
  delivery_not_finished: {
    status: 409,
    title: "The delivery has not ended yet",
    advice: "It is sent by itself. Once it was delivered or given up, it can be sent again.",
  },
  body_too_large: {
    status: 413,
    title: "The body is too large",
    advice: "Send at most 100 kB.",
  },
  unsupported_media_type: {
    status: 415,
    title: "The body is of a type that is not read here",
    advice:
      "Send JSON in UTF-8, with `Content-Type: application/json`, or another type that the operation names.",
  },
  misdirected_request: {
    status: 421,
    title: "The service does not answer under this name",
    advice:
      "Ask by `localhost` or an address of the loopback. While `AUTH` is off, `ALLOWED_HOSTS` lists further names.",
  },
  idempotency_key_reused: {
    status: 422,
    title: "The idempotency key stands for another request",
    advice: "Take a new key for each request, and the old one to send the same request again.",
  },
  rate_limited: {
    status: 429,
    title: "Too many requests",
    advice: "Wait as long as `Retry-After` says; the `RateLimit` header says what is left.",
  },
  too_many_live_scans: {
    status: 429,
    title: "Too many scans of this key are live",
    advice: "Wait for some to end, or queue domains: they are scanned when there is room.",
  },
  internal_error: {
    status: 500,
    title: "The server failed",
    advice: "Try again; if it persists, the log has the error under the id of `instance`.",
  },
  not_ready: {
    status: 503,
    title: "The service is not ready",
    advice: "Try again in a few seconds; `/health` says what is missing.",
  },
  too_many_streams: {
    status: 503,
    title: "Too many streams are open",
    advice: "Close some, or try again later; `…/status/{job_id}?wait=30` needs no stream.",
  },
} as const satisfies Record<string, ProblemRule>;

export type ProblemCode = keyof typeof PROBLEMS;

/** RFC 9457. `instance` names the request, and is what the log of the server has it under. */
export const Problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string().optional(),
    instance: z.string(),
    /** For `invalid_request`: each fault, by where it is. */
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    /** The job that the problem is about, as the live one for `scan_in_progress`. */
    job_id: z.uuid().optional(),
    status_url: z.string().optional(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;

/** What `/problems/{code}` tells of a code. */
export const ProblemType = z
  .object({
    type: z.string(),
    code: z.string(),
    /** Null for what became of a file: no request is answered with it. */
    status: z.int().nullable(),
    title: z.string(),
    advice: z.string(),
  })
  .meta({ id: "ProblemType" });
export type ProblemType = z.infer<typeof ProblemType>;
