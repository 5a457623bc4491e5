import { setSearch, useLocation } from "../router.tsx";

/** Which rows of a listing are shown, kept in the address as `status`. */
export function StatusFilter({ statuses }: { statuses: readonly string[] }) {
  return (
    <label>
      Status
      <select
        value={useStatusFilter(statuses) ?? ""}
        onChange={(event) => setSearch({ status: event.currentTarget.value })}
      >
        <option value="">all</option>
        {statuses.map((status) => (
          <option key={status} value={status}>
            {status}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The one of these that the address asks for; undefined: all. */
export function useStatusFilter<Status extends string>(
  statuses: readonly Status[],
): Status | undefined {
  const asked = useLocation().searchParams.get("status");
  return statuses.find((status) => status === asked);
}
