import { setFlagsFromString } from "node:v8";

/**
 * Makes V8 collect more often instead of growing. Worker and API pass streams on: what they need at a
 * time is small, and what they have done with is garbage, which V8 else lets pile up to some 170 MB.
 * Decision 0006 has the figures.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--heap-growing-percent=20");
}
