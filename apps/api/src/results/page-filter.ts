import type { PagesQuery } from "@sitemap-scanner/contracts";
import { listJobsOfDomain, type Db, type PageFilter } from "@sitemap-scanner/database";

type Filters = Pick<
  PagesQuery,
  "path_prefix" | "contains" | "changed_since" | "new_in" | "changed_in" | "removed_in"
>;

/** A job that a request names is not there, or is of another domain. */
export class JobNotOfDomainError extends Error {
  override readonly name = "JobNotOfDomainError";
  readonly code = "job_not_of_domain";

  constructor(jobId: string) {
    super(`Cannot use job "${jobId}" here: the domain has no such job`);
  }
}

/**
 * Reads the filters of a query.
 * @throws JobNotOfDomainError
 */
export async function toPageFilter(
  db: Db,
  scope: Pick<PageFilter, "domainId" | "seenBy">,
  query: Filters,
): Promise<PageFilter> {
  const { new_in: newIn, changed_in: changedIn, removed_in: removedIn } = query;
  const named = [newIn, changedIn, removedIn].filter((jobId) => jobId !== undefined);
  await requireJobsOfDomain(db, scope.domainId, named);
  return {
    ...scope,
    pathPrefix: query.path_prefix && toPathPrefix(query.path_prefix),
    contains: query.contains && encode(query.contains, /[^!-~]|["<>`{}^]/gu),
    changedSince: query.changed_since === undefined ? undefined : new Date(query.changed_since),
    newIn,
    changedIn,
    removedIn,
  };
}

/** @throws JobNotOfDomainError */
export async function requireJobsOfDomain(
  db: Db,
  domainId: string,
  jobIds: string[],
): Promise<void> {
  if (jobIds.length === 0) return;
  const known = await listJobsOfDomain(db, domainId, jobIds);
  const unknown = jobIds.find((jobId) => !known.includes(jobId.toLowerCase()));
  if (unknown !== undefined) throw new JobNotOfDomainError(unknown);
}

export function isFiltered(query: Filters): boolean {
  const { path_prefix, contains, changed_since, new_in, changed_in, removed_in } = query;
  return [path_prefix, contains, changed_since, new_in, changed_in, removed_in].some(
    (filter) => filter !== undefined,
  );
}

/** As it stands in stored URLs: percent-encoded. Nothing else of it is changed, dot segments least of all. */
function toPathPrefix(prefix: string): string {
  const [path, query] = split(prefix);
  const encodedPath = encode(path, /[^!-~]|["<>`{}^]/gu);
  return query === undefined ? encodedPath : `${encodedPath}?${encode(query, /[^!-~]|["<>']/gu)}`;
}

function split(prefix: string): [string, string?] {
  const at = prefix.indexOf("?");
  return at === -1 ? [prefix] : [prefix.slice(0, at), prefix.slice(at + 1)];
}

function encode(text: string, characters: RegExp): string {
  return text.toWellFormed().replace(characters, (one) => `%${toHex(one)}`);
}

function toHex(character: string): string {
  const bytes = Buffer.from(character).toString("hex").toUpperCase();
  return bytes.match(/../g)?.join("%") ?? "";
}
