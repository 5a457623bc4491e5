import type { SitemapFile } from "@sitemap-scanner/contracts";
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { OutcomeBadge } from "../../parts/badge.tsx";
import { bytes, count, counted, milliseconds } from "../../parts/format.ts";
import { OutsideLink } from "../../parts/outside-link.tsx";

export function FileRows({ children }: { children: ComponentChildren }) {
  return <ul class="files">{children}</ul>;
}

/** A root of few children is open from the beginning. */
const FEW = 20;

/** How one file went; `children` is what opens below it. */
export function FileRow({
  file,
  children: open,
}: {
  file: SitemapFile;
  children: (() => ComponentChildren) | undefined;
}) {
  const [isOpen, setOpen] = useState(file.parent_id === null && file.children <= FEW);
  const below = useId();
  return (
    <li>
      <div class="file">
        {open && (
          <button
            type="button"
            class="opener"
            aria-expanded={isOpen}
            aria-controls={below}
            onClick={() => setOpen(!isOpen)}
          >
            <span aria-hidden="true">{isOpen ? "▾" : "▸"}</span> {counted(file.children, "file")}
          </button>
        )}
        <OutsideLink url={file.url} />
        <span class="file-facts">
          <span>
            <OutcomeBadge outcome={file.outcome} pages={file.pages_found} />
          </span>
          <span>{file.kind === "unknown" ? "" : file.kind}</span>
          <span>{file.http_status !== null && `HTTP ${file.http_status}`}</span>
          <span>{file.entries > 0 && counted(file.entries, "entry", "entries")}</span>
          <span>{file.pages_found > 0 && counted(file.pages_found, "page")}</span>
          <span>{file.bytes !== null && bytes(file.bytes)}</span>
          <span>{file.duration_ms !== null && milliseconds(file.duration_ms)}</span>
        </span>
        <Counts of={file.entries_rejected} what="left out" />
        <Counts of={file.warnings} what="doubtful" />
        {file.detail !== null && file.status !== "complete" && (
          <span class="file-detail">{file.detail}</span>
        )}
      </div>
      {isOpen && open && <div id={below}>{open()}</div>}
    </li>
  );
}

function Counts({ of, what }: { of: Readonly<Record<string, number>>; what: string }) {
  const entries = Object.entries(of);
  if (entries.length === 0) return null;
  const total = entries.reduce((sum, [, amount]) => sum + amount, 0);
  const reasons = entries.map(([reason, amount]) => `${reason}: ${count(amount)}`).join(", ");
  return (
    <span class="file-detail bad">
      {count(total)} {what} ({reasons})
    </span>
  );
}
