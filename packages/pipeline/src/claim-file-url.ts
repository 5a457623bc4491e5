import { claimFinalUrl, type Db } from "@sitemap-scanner/database";
import { hashUrl } from "@sitemap-scanner/sitemap";
import type { FileClaim } from "./record-entries.ts";
import { writeUnderLease } from "./write-under-lease.ts";

/**
 * Notes where redirects have led a file. Each address is read once: a file that leads to another one of
 * the same scan, or back to the index that lists it, is a loop.
 *
 * @param url normalised
 * @returns false when another file of the scan is read there
 * @throws LeaseLostError
 */
export function claimFileUrl(db: Db, claim: FileClaim, url: string): Promise<boolean> {
  const file = { id: claim.file.id, jobId: claim.jobId };
  return writeUnderLease(db, claim, (tx) =>
    claimFinalUrl(tx, file, { url, urlHash: hashUrl(url) }),
  );
}
