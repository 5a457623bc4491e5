import type { ScanStatus } from "@sitemap-scanner/contracts";
import type { ComponentChildren } from "preact";
import { AuditTab } from "./audit-tab.tsx";
import { ChangesTab } from "./changes-tab.tsx";
import { FilesTab } from "./files-tab.tsx";
import { PagesTab } from "./pages-tab.tsx";
import { TimelineTab } from "./timeline-tab.tsx";

interface Shown {
  jobId: string;
  /** Undefined until it is known how the scan stands: what needs the id alone is asked for meanwhile. */
  job: ScanStatus | undefined;
}

interface Tab {
  name: string;
  title: string;
  show: (scan: Shown) => ComponentChildren;
}

/** What one can see of a scan; the first is shown first. */
export const TABS: readonly [Tab, ...Tab[]] = [
  { name: "files", title: "Sitemaps", show: ({ jobId }) => <FilesTab jobId={jobId} /> },
  { name: "pages", title: "Pages", show: ({ jobId }) => <PagesTab jobId={jobId} /> },
  { name: "audit", title: "Audit", show: ({ jobId }) => <AuditTab jobId={jobId} /> },
  { name: "changes", title: "Changes", show: ({ job }) => job && <ChangesTab job={job} /> },
  { name: "timeline", title: "Timeline", show: ({ job }) => job && <TimelineTab job={job} /> },
  {
    name: "raw",
    title: "Raw",
    show: ({ job }) => (
      <pre class="raw" tabIndex={0}>
        {JSON.stringify(job, null, 2)}
      </pre>
    ),
  },
];
