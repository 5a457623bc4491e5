import { SitemapFile } from "@sitemap-scanner/contracts";
import { ZodError } from "zod";
import type { ApiClient } from "./api-client.ts";
import { CommandError } from "./errors.ts";
import { sanitize } from "./output/sanitize.ts";
import { readEvents } from "./server-sent-events.ts";

/**
 * Says of each file of a scan how it went, as soon as it has ended, until the scan has or the signal
 * aborts. The scan is followed without it: when the stream breaks off, that is said, and all.
 */
export async function watchFiles(
  api: ApiClient,
  jobId: string,
  { say, signal }: { say: (line: string) => void; signal: AbortSignal },
): Promise<void> {
  try {
    for await (const { event, data } of readEvents(api.streamJob(jobId, signal))) {
      if (event === "file") say(wordsOn(SitemapFile.parse(JSON.parse(data))));
    }
  } catch (error) {
    if (signal.aborted) return;
    const isOfTheirs =
      error instanceof CommandError || error instanceof SyntaxError || error instanceof ZodError;
    if (!isOfTheirs) throw error;
    say("Files are not told of any more: their stream broke off.");
  }
}

function wordsOn(file: SitemapFile): string {
  const outcome = (file.outcome ?? file.status).padEnd(12);
  const pages = `${file.pages_found} pages`.padStart(14);
  return sanitize(`${outcome} ${pages}  ${file.url}`);
}
