import type { Rejection, Warning } from "@sitemap-scanner/sitemap";

/** What each reason means, for the person who runs the site. */
const REASONS = {
  loc_missing: "An entry has no address: its <loc> is missing or empty.",
  loc_too_long: "An address, or a line, is over 8,192 characters.",
  url_too_long: "An address is over 8,192 characters once it is escaped.",
  url_scheme: "An address is neither http nor https.",
  url_invalid: "An address cannot be read as one.",
  line_not_a_url: "A line of a text sitemap is no address.",
  lastmod_unreadable: "A <lastmod> is no date, or an impossible one: the page was kept without it.",
  changefreq_unknown: "A <changefreq> is none of the seven words: the page was kept without it.",
  priority_out_of_range: "A <priority> is no number from 0 to 1: the page was kept without it.",
  extension_too_large: "A page has more images, videos or alternates than are kept.",
  url_userinfo: "An address had a user name or password in it, which was dropped.",
  url_over_2048: "An address is over the 2,048 characters that the protocol allows.",
  over_50000_entries: "The file has more than the 50,000 entries that the protocol allows.",
} as const satisfies Record<Rejection | Warning, string>;

/** @returns the reason itself for one that has no words */
export function meaningOf(reason: string): string {
  return isKnown(reason) ? REASONS[reason] : reason;
}

function isKnown(reason: string): reason is keyof typeof REASONS {
  return Object.hasOwn(REASONS, reason);
}
