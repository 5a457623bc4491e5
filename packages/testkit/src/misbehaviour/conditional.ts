import type { IncomingHttpHeaders } from "node:http";
import type { SiteContent, SiteHandler } from "../site-response.ts";

interface Version {
  body: SiteContent;
  /** With its quotes: `"v1"` or `W/"v1"`. Default: none. */
  etag?: string;
  /** As HTTP writes dates. Default: none. */
  lastModified?: string;
}

export interface ConditionalFile {
  /** To be set as the route: 304 to a condition that holds, else the whole file. */
  response: SiteHandler;
  /** How often it was sent as a whole so far. */
  readonly full: number;
  /** How often it was answered with 304 so far. */
  readonly notModified: number;
  /** Publishes another version in its place. */
  change(version: Version): void;
}

/** A file whose server answers conditional requests as RFC 9110 (13.1) wants it, and counts. */
export function conditional(first: Version): ConditionalFile {
  let version = first;
  let full = 0;
  let notModified = 0;
  return {
    response({ headers: asked }) {
      const { body, etag, lastModified } = version;
      const headers = {
        ...(etag !== undefined && { etag }),
        ...(lastModified !== undefined && { "last-modified": lastModified }),
      };
      if (isCurrent(version, asked)) {
        notModified += 1;
        return { status: 304, headers };
      }
      full += 1;
      return { headers, body };
    },
    get full() {
      return full;
    },
    get notModified() {
      return notModified;
    },
    change(next) {
      version = next;
    },
  };
}

/** The date counts only when no tag was sent. */
function isCurrent({ etag, lastModified }: Version, asked: IncomingHttpHeaders): boolean {
  const tags = asked["if-none-match"];
  if (tags !== undefined) return etag !== undefined && matches(tags, etag);
  const since = Date.parse(asked["if-modified-since"] ?? "");
  return lastModified !== undefined && Date.parse(lastModified) <= since;
}

/** Weak comparison: `W/` makes no difference. */
function matches(tags: string, etag: string): boolean {
  if (tags.trim() === "*") return true;
  const opaque = etag.replace(/^W\//, "");
  return tags.split(",").some((tag) => tag.trim().replace(/^W\//, "") === opaque);
}
