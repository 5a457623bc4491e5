import { z } from "zod";

/** Written by the worker; a job that was ended by SQL has none, or anything. */
const Tried = z
  .array(z.object({ url: z.string(), outcome: z.string(), note: z.string() }))
  .catch([]);
type Probe = z.infer<typeof Tried>[number];

/**
 * What the search for sitemaps tried and what came back, a line for each origin:
 * "Searched https://a.com: /robots.txt: names none; /sitemap.xml, /sitemap.txt: HTML, not a sitemap".
 *
 * @param discovery `result_data.discovery` of the job, as it was stored
 */
export function wordsOnSearch(discovery: unknown): string[] {
  const origins = Map.groupBy(Tried.parse(discovery), ({ url }) => URL.parse(url)?.origin ?? "");
  return [...origins].map(([origin, probes]) => `Searched ${origin}: ${wordsOn(probes, origin)}`);
}

/** What came back alike is told together. */
function wordsOn(probes: readonly Probe[], origin: string): string {
  return [...Map.groupBy(probes, wordsOnAnswer)]
    .map(
      ([words, alike]) =>
        `${alike.map(({ url }) => url.slice(origin.length)).join(", ")}: ${words}`,
    )
    .join("; ");
}

function wordsOnAnswer({ outcome, note }: Probe): string {
  const words = note === "" ? outcome : note;
  const saysAll = outcome === "ok" || outcome === "not_a_sitemap" || words === outcome;
  return saysAll ? words : `${outcome}: ${words}`;
}
