import type { ChangedPage, Page } from "@sitemap-scanner/contracts";
import type { ChangedPageView, PageView } from "@sitemap-scanner/database";

export function toPage(page: PageView): Page {
  return {
    url: page.url,
    lastmod: page.lastmod,
    lastmod_raw: page.lastmod_raw,
    changefreq: page.changefreq,
    priority: page.priority,
    extensions: page.extensions,
    sitemap_file_id: page.sitemap_file_id,
    foreign_host: page.foreign_host,
    first_seen_at: page.first_seen_at,
    last_seen_at: page.last_seen_at,
    removed_at: page.removed_at,
  };
}

/** A page of a diff: whose change is not known has been refused before. */
export function toChangedPage(page: ChangedPageView & Pick<ChangedPage, "change">): ChangedPage {
  return { change: page.change, ...toPage(page) };
}
