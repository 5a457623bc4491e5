import { DomainStatus, JobsQuery, JobStatus, ScanInterval } from "@sitemap-scanner/contracts";
import { InvalidArgumentError } from "commander";
import { isIP } from "node:net";

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

export function jobStatus(text: string): JobStatus {
  const { data } = JobStatus.safeParse(text);
  if (!data) throw new InvalidArgumentError(`It must be one of ${JobStatus.options.join(", ")}.`);
  return data;
}

export function domainStatus(text: string): DomainStatus {
  const { data } = DomainStatus.safeParse(text);
  if (!data)
    throw new InvalidArgumentError(`It must be one of ${DomainStatus.options.join(", ")}.`);
  return data;
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
