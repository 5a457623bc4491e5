import { findDomainView, findJobView, type Db, type DomainView } from "@sitemap-scanner/database";
import type { DomainDetail } from "@sitemap-scanner/contracts";
import { toDomainDetail } from "./to-domain.ts";

/** Nobody has ever asked for a scan of the domain. */
class DomainNotFoundError extends Error {
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
  const domain = await getDomainView(db, name);
  const { latest_job_id: jobId } = domain;
  return toDomainDetail(domain, jobId === null ? undefined : await findJobView(db, jobId));
}

/**
 * @param name canonical authority
 * @throws DomainNotFoundError
 */
export async function getDomainView(db: Db, name: string): Promise<DomainView> {
  const domain = await findDomainView(db, name);
  if (!domain) throw new DomainNotFoundError(name);
  return domain;
}
