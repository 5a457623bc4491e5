import { milliseconds } from "../../parts/format.ts";
import type { Span } from "./task-spans.ts";

const HEIGHT = 14;
/** What waits is drawn thin, so that nobody has to tell colours apart. */
const THIN = 4;

/** When a task waited and when it ran, on a line from the beginning of the scan until a moment. */
export function SpanBars({ spans, until }: { spans: readonly Span[]; until: number }) {
  const words = spans.map(({ status, from, to }) => `${status} for ${milliseconds(to - from)}`);
  const at = (ms: number) => (until === 0 ? 0 : (100 * ms) / until);
  return (
    <svg class="spans" height={HEIGHT} role="img" aria-label={words.join(", ")}>
      <title>{words.join(", ")}</title>
      {spans.map(({ status, from, to }) => {
        const height = status === "running" ? HEIGHT : THIN;
        return (
          <rect
            key={`${status}${from}`}
            class={`span-${status}`}
            x={`${at(from)}%`}
            y={(HEIGHT - height) / 2}
            width={`${Math.max(0.4, at(to) - at(from))}%`}
            height={height}
            rx="2"
          />
        );
      })}
    </svg>
  );
}
