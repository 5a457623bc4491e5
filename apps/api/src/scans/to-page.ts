import type { Page } from "@sitemap-scanner/contracts";
import type { PageView } from "@sitemap-scanner/database";

export function toPage(page: PageView): Page {
  return {
    url: page.url,
    lastmod: page.lastmod?.toISOString() ?? null,
    lastmod_raw: page.lastmod_raw,
    changefreq: page.changefreq,
    priority: page.priority,
    extensions: page.extensions,
    sitemap_file_id: page.sitemap_file_id,
    foreign_host: page.foreign_host,
    first_seen_at: page.first_seen_at.toISOString(),
    last_seen_at: page.last_seen_at.toISOString(),
    removed_at: page.removed_at?.toISOString() ?? null,
  };
}
