import { useApi } from "../api/use-api.ts";

const EVERY_MS = 5_000;

/** How the service is. 503 is an answer too: it says what is wrong. */
export function useHealth() {
  return useApi("getHealth", {}, { everyMs: EVERY_MS, also: [503] });
}
