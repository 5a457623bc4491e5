import type { ComponentChildren } from "preact";
import { HomePage } from "../pages/home/home-page.tsx";
import { NotFoundPage } from "../pages/not-found-page.tsx";
import { ScanPage } from "../pages/scan/scan-page.tsx";
import { ScansPage } from "../pages/scans/scans-page.tsx";
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
];

export function pageAt(pathname: string): { title: string; content: ComponentChildren } {
  for (const { path, title, show } of ROUTES) {
    const params = match(path, pathname);
    if (params) return { title, content: show(params) };
  }
  return { title: "Not found", content: <NotFoundPage /> };
}
