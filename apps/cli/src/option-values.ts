import {
  ChangedPage,
  DeliveryStatus,
  DomainStatus,
  JobsQuery,
  JobStatus,
  KeyRequest,
  OUTCOMES,
  PagesQuery,
  ResultFormat,
  ScanInterval,
  SCOPES,
  SitemapFile,
  WebhookEvent,
  type Scope,
} from "@sitemap-scanner/contracts";
import { InvalidArgumentError } from "commander";
import { isIP } from "node:net";
import { z } from "zod";

/** Reads a whole number of 1 and more. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError("It must be a whole number from 1.");
  }
  return value;
}

/** Reads an age such as 30s, 10m, 2h or 7d. */
export function age(text: string): string {
  const { success } = JobsQuery.shape.older_than.safeParse(text);
  if (!success) throw new InvalidArgumentError("It must be an age like 30s, 10m, 2h or 7d.");
  return text;
}

/** Reads one of the values that a contract has. */
function oneOf<T extends string>(options: readonly T[]): (text: string) => T {
  return (text) => {
    const found = options.find((option) => option === text);
    if (!found) throw new InvalidArgumentError(`It must be one of ${options.join(", ")}.`);
    return found;
  };
}

export const jobStatus = oneOf(JobStatus.options);
export const domainStatus = oneOf(DomainStatus.options);
export const deliveryStatus = oneOf(DeliveryStatus.options);
export const fileStatus = oneOf(SitemapFile.shape.status.options);
export const fileKind = oneOf(SitemapFile.shape.kind.options);
export const outcome = oneOf(Object.keys(OUTCOMES));
export const change = oneOf(ChangedPage.shape.change.options);
/** Not json, which comes in pages: that is for programs. */
export const resultFormat = oneOf(ResultFormat.exclude(["json"]).options);
export const importFormat = oneOf(["csv", "ndjson", "json"]);
export const shell = oneOf(["bash", "zsh", "fish"]);

/** Collects the events of an option that may be given several times. */
export function events(text: string, before: WebhookEvent[] = []): WebhookEvent[] {
  return [...before, oneOf(WebhookEvent.options)(text)];
}

/** Collects the scopes of an option that may be given several times. */
export function scopes(text: string, before: Scope[] = []): Scope[] {
  return [...before, oneOf(SCOPES)(text)];
}

/** Reads the id of a job, a key or a webhook. */
export function uuid(text: string): string {
  if (!z.uuid().safeParse(text).success) throw new InvalidArgumentError("It must be a UUID.");
  return text;
}

/** Reads for how long a key is good. */
export function lifetime(text: string): string {
  const { success } = KeyRequest.shape.expires_in.safeParse(text);
  if (!success) throw new InvalidArgumentError("It must be a time like 30m, 12h or 90d.");
  return text;
}

export function pathPrefix(text: string): string {
  const { success } = PagesQuery.shape.path_prefix.safeParse(text);
  if (!success) throw new InvalidArgumentError("It must be a path like /blog/.");
  return text;
}

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Reads a point in time: how long ago, a day (of UTC) or a time of ISO 8601. */
export function time(text: string): string {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const at = count && isUnit(unit) ? Date.now() - Number(count) * UNIT_MS[unit] : Date.parse(text);
  const isDate = count !== undefined || /^\d{4}-\d\d-\d\d(?:T|$)/.test(text);
  if (!isDate || Number.isNaN(at)) {
    throw new InvalidArgumentError("It must be like 7d, 2026-01-31 or 2026-01-31T12:00:00Z.");
  }
  return new Date(at).toISOString();
}

function isUnit(text: string | undefined): text is keyof typeof UNIT_MS {
  return text !== undefined && Object.hasOwn(UNIT_MS, text);
}

/** Reads an interval such as 30m, 6h or 1d; null stands for `off`. */
export function intervalOrOff(text: string): string | null {
  if (text === "off") return null;
  const { data } = ScanInterval.safeParse(text);
  if (!data) throw new InvalidArgumentError("It must be an interval like 30m, 6h or 1d, or off.");
  return data;
}

/** Collects the CIDRs of an option that may be given several times. */
export function cidrs(text: string, before: string[]): string[] {
  const [address = "", bits, ...rest] = text.split("/");
  const version = isIP(address);
  const isValid = /^\d{1,3}$/.test(bits ?? "") && Number(bits) <= (version === 4 ? 32 : 128);
  if (version === 0 || rest.length > 0 || !isValid) {
    throw new InvalidArgumentError("It must be a CIDR like 10.0.0.0/8.");
  }
  return [...before, text];
}
