import type { Delivery } from "@sitemap-scanner/contracts";
import { milliseconds } from "../../parts/format.ts";

/** How an attempt went, in a few words. */
export function answered(attempt: Delivery["last_attempt"]): string {
  if (attempt === null) return "–";
  const { response_status: status, error, duration_ms: lasted } = attempt;
  const what = status === null ? (error?.message ?? "no answer") : `HTTP ${status}`;
  return `${what} in ${milliseconds(lasted)}`;
}
