import type { Page } from "@sitemap-scanner/contracts";

const NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const FREQUENCIES = new Set(["always", "hourly", "daily", "weekly", "monthly", "yearly", "never"]);

export const URLSET_HEAD = `${DECLARATION}<urlset xmlns="${NAMESPACE}">\n`;
export const URLSET_TAIL = "</urlset>\n";
export const INDEX_HEAD = `${DECLARATION}<sitemapindex xmlns="${NAMESPACE}">\n`;
export const INDEX_TAIL = "</sitemapindex>\n";

/** A page as sitemaps 0.9 allow it: what a site wrote against the rules is left out. */
export function urlElement({ url, lastmod, changefreq, priority }: Page): string {
  const children = [
    element("loc", url),
    lastmod !== null && element("lastmod", lastmod),
    changefreq !== null && FREQUENCIES.has(changefreq) && element("changefreq", changefreq),
    priority !== null && priority >= 0 && priority <= 1 && element("priority", String(priority)),
  ];
  return `<url>${children.filter((child) => child !== false).join("")}</url>\n`;
}

export function sitemapElement({ url }: { url: string }): string {
  return `<sitemap>${element("loc", url)}</sitemap>\n`;
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

// oxlint-disable-next-line no-control-regex -- these are what it is about
const SPECIAL = /[&<>"'\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** What XML cannot hold at all is left out. */
function escapeXml(text: string): string {
  return text.replace(SPECIAL, (character) => ENTITIES[character] ?? "");
}
