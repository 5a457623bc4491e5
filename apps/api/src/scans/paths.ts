/** Where everything about scans is served. */
export const SCANS_PATH = "/api/v3/sitemap";

/** A path without a host: clients resolve it against the one they called. */
export function statusUrl(jobId: string): string {
  return `${SCANS_PATH}/status/${jobId}`;
}
