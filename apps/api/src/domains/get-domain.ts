import { findDomainView, findJobView, type Db } from "@sitemap-scanner/database";
import type { DomainDetail } from "@sitemap-scanner/contracts";
import { toDomainDetail } from "./to-domain.ts";

/** Nobody has ever asked for a scan of the domain. */
export class DomainNotFoundError extends Error {
  override readonly name = "DomainNotFoundError";
  readonly code = "domain_not_found";

  constructor(domain: string) {
    super(`Cannot find domain "${domain}": there is none`);
  }
}

/**
 * @param name canonical authority
 * @throws DomainNotFoundError
 */
export async function getDomain(db: Db, name: string): Promise<DomainDetail> {
  const domain = await findDomainView(db, name);
  if (!domain) throw new DomainNotFoundError(name);
  const { latest_job_id: jobId } = domain;
  return toDomainDetail(domain, jobId === null ? undefined : await findJobView(db, jobId));
}
