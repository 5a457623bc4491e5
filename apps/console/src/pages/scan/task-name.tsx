import type { JobEvent } from "@sitemap-scanner/contracts";

/** What a step or a task is about: the scan, the search for its sitemaps, or one of these. */
export function TaskName({ kind, url }: Pick<JobEvent, "kind" | "url">) {
  if (url !== null) return <span class="url">{url}</span>;
  return kind === "discover" ? <>search for sitemaps</> : <strong>the scan</strong>;
}
