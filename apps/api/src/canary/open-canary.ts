import type { Db } from "@sitemap-scanner/database";
import { createCanary, type Canary } from "@sitemap-scanner/pipeline";
import type { Config, Logger } from "@sitemap-scanner/runtime";

const NONE: Canary = { start: () => undefined, close: () => Promise.resolve() };

/** The canary as the API runs it; one that does nothing when it is off, or we cannot tell where we are. */
export function openCanary(
  { everyMs, url }: Config["canary"],
  deps: { db: Db; logger: Logger; onSubmitted: () => void },
): Canary {
  if (everyMs === 0) return NONE;
  if (url !== null) return createCanary({ ...deps, everyMs, url });
  return {
    ...NONE,
    start: () =>
      deps.logger.warn("no canary: CANARY_URL does not say where workers reach this API"),
  };
}
