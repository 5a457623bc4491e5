import { Link, useLocation } from "../router.tsx";

/** Which rows of a listing are shown, kept in the address as `status`. */
export function StatusTabs({ statuses }: { statuses: readonly string[] }) {
  const { pathname, searchParams } = useLocation();
  const chosen = useStatus(statuses);
  const hrefOf = (status: string | undefined) => {
    const search = new URLSearchParams(searchParams);
    if (status === undefined) search.delete("status");
    else search.set("status", status);
    return search.size > 0 ? `${pathname}?${search}` : pathname;
  };
  return (
    <nav class="tabs" aria-label="By status">
      {[undefined, ...statuses].map((status) => (
        <Link
          key={status}
          href={hrefOf(status)}
          aria-current={status === chosen ? "page" : undefined}
        >
          {status ?? "all"}
        </Link>
      ))}
    </nav>
  );
}

/** The one of these that the address asks for; undefined: all. */
export function useStatus<Status extends string>(statuses: readonly Status[]): Status | undefined {
  const asked = useLocation().searchParams.get("status");
  return statuses.find((status) => status === asked);
}
