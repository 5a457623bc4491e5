import type { ComponentChildren } from "preact";

export type Tone = "good" | "bad" | "busy" | "waiting" | "off";

/** A shape beside each colour: nobody has to tell colours apart. */
const MARKS: Readonly<Record<Tone, string>> = {
  good: "✓",
  bad: "✕",
  busy: "▶",
  waiting: "◷",
  off: "–",
};

const TONES: Readonly<Record<string, Tone>> = {
  complete: "good",
  delivered: "good",
  alive: "good",
  failed: "bad",
  gone: "bad",
  running: "busy",
  processing: "busy",
  pending: "waiting",
  queued: "waiting",
  submitted: "waiting",
  held: "waiting",
};

export function Badge({
  tone,
  mark = MARKS[tone],
  children,
}: {
  tone: Tone;
  mark?: string;
  children: ComponentChildren;
}) {
  return (
    <span class={`badge badge-${tone}`}>
      <span class="badge-mark" aria-hidden="true">
        {mark}
      </span>
      {children}
    </span>
  );
}

/** The status of a scan, a domain, a file, a delivery. */
export function Status({ status }: { status: string }) {
  return <Badge tone={TONES[status] ?? "off"}>{status}</Badge>;
}

const READ = new Set(["ok", "not_modified"]);
const PARTLY = new Set(["ok_partial", "empty", "limit_reached", "loop", "cancelled"]);

/** How a file went, by its code; of one that has no outcome yet whether pages of it are known. */
export function OutcomeBadge({ outcome, pages }: { outcome: string | null; pages: number }) {
  if (outcome === null && pages > 0) return <Badge tone="busy">read in part</Badge>;
  if (outcome === null) return <Badge tone="waiting">not read yet</Badge>;
  if (READ.has(outcome)) return <Badge tone="good">{outcome}</Badge>;
  return <Badge tone={PARTLY.has(outcome) ? "off" : "bad"}>{outcome}</Badge>;
}
