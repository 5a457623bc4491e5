import type { ComponentChildren } from "preact";
import { DomainPage } from "../pages/domain/domain-page.tsx";
import { DomainsPage } from "../pages/domains/domains-page.tsx";
import { HomePage } from "../pages/home/home-page.tsx";
import { KeysPage } from "../pages/keys/keys-page.tsx";
import { NotFoundPage } from "../pages/not-found-page.tsx";
import { ScanPage } from "../pages/scan/scan-page.tsx";
import { ScansPage } from "../pages/scans/scans-page.tsx";
import { WebhookPage } from "../pages/webhook/webhook-page.tsx";
import { WebhooksPage } from "../pages/webhooks/webhooks-page.tsx";
import { WorkersPage } from "../pages/workers/workers-page.tsx";
import { match } from "../router.tsx";

interface Route {
  path: string;
  title: string;
  show: (params: Record<string, string>) => ComponentChildren;
}

/** Every page of the console. */
const ROUTES: readonly Route[] = [
  { path: "/", title: "Home", show: () => <HomePage /> },
  { path: "/scans", title: "Scans", show: () => <ScansPage /> },
  { path: "/scans/:job_id", title: "Scan", show: ({ job_id = "" }) => <ScanPage jobId={job_id} /> },
  { path: "/domains", title: "Domains", show: () => <DomainsPage /> },
  {
    path: "/domains/:domain",
    title: "Domain",
    show: ({ domain = "" }) => <DomainPage domain={domain} />,
  },
  { path: "/workers", title: "Workers", show: () => <WorkersPage /> },
  { path: "/webhooks", title: "Webhooks", show: () => <WebhooksPage /> },
  {
    path: "/webhooks/:webhook_id",
    title: "Webhook",
    show: ({ webhook_id = "" }) => <WebhookPage webhookId={webhook_id} />,
  },
  { path: "/keys", title: "Keys", show: () => <KeysPage /> },
];

export function pageAt(pathname: string): { title: string; content: ComponentChildren } {
  for (const { path, title, show } of ROUTES) {
    const params = match(path, pathname);
    if (params) return { title, content: show(params) };
  }
  return { title: "Not found", content: <NotFoundPage /> };
}
