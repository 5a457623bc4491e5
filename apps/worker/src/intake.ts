import type { Db } from "@sitemap-scanner/database";
import { checkUrl, createTargetPolicy } from "@sitemap-scanner/fetcher";
import { createIntake, type Intake } from "@sitemap-scanner/pipeline";
import type { Config, Logger } from "@sitemap-scanner/runtime";

/** The intake as a worker runs it: what the worker would refuse to fetch fails at once. */
export function openIntake(
  config: Pick<Config, "scan" | "intake" | "fetch">,
  deps: { db: Db; logger: Logger; onTaken: () => void },
): Intake {
  const targets = createTargetPolicy(config.fetch.allowPrivate);
  return createIntake({
    ...deps,
    ...config.scan,
    ...config.intake,
    checkUrl: (url) => checkUrl(url, targets),
  });
}
