import type { ScanStatus } from "@sitemap-scanner/contracts";
import type { ComponentChildren } from "preact";
import { AuditTab } from "./audit-tab.tsx";
import { ChangesTab } from "./changes-tab.tsx";
import { FilesTab } from "./files-tab.tsx";
import { PagesTab } from "./pages-tab.tsx";
import { TimelineTab } from "./timeline-tab.tsx";

interface Tab {
  name: string;
  title: string;
  show: (job: ScanStatus) => ComponentChildren;
}

/** What one can see of a scan; the first is shown first. */
export const TABS: readonly [Tab, ...Tab[]] = [
  { name: "files", title: "Sitemaps", show: (job) => <FilesTab jobId={job.job_id} /> },
  { name: "pages", title: "Pages", show: (job) => <PagesTab jobId={job.job_id} /> },
  { name: "audit", title: "Audit", show: (job) => <AuditTab jobId={job.job_id} /> },
  { name: "changes", title: "Changes", show: (job) => <ChangesTab job={job} /> },
  { name: "timeline", title: "Timeline", show: (job) => <TimelineTab job={job} /> },
  {
    name: "raw",
    title: "Raw",
    show: (job) => (
      <pre class="raw" tabIndex={0}>
        {JSON.stringify(job, null, 2)}
      </pre>
    ),
  },
];
