import { z } from "zod";

/** Written by the worker; a job that was ended by SQL has none, or anything. */
const Tried = z
  .array(z.object({ url: z.string(), outcome: z.string(), note: z.string() }))
  .catch([]);
type Probe = z.infer<typeof Tried>[number];

/**
 * What the search for sitemaps tried and what came back, a line for each origin:
 * "Searched https://a.com: /robots.txt: names none; /sitemap.xml: HTML, not a sitemap".
 *
 * @param discovery `result_data.discovery` of the job, as it was stored
 */
export function wordsOnSearch(discovery: unknown): string[] {
  const lines = new Map<string, string[]>();
  for (const probe of Tried.parse(discovery)) {
    const origin = URL.parse(probe.url)?.origin ?? "";
    const line = lines.get(origin) ?? [];
    lines.set(origin, line);
    line.push(wordsOnProbe(probe, origin));
  }
  return [...lines].map(([origin, probes]) => `Searched ${origin}: ${probes.join("; ")}`);
}

function wordsOnProbe({ url, outcome, note }: Probe, origin: string): string {
  const path = url.slice(origin.length);
  const words = note === "" || note === outcome ? outcome : note;
  return outcome === "ok" || outcome === "not_a_sitemap" || words === outcome
    ? `${path}: ${words}`
    : `${path}: ${outcome}: ${words}`;
}
