import type { ApiKey } from "@sitemap-scanner/contracts";
import { useMemo, useState } from "preact/hooks";
import { useAct } from "../../api/use-act.ts";
import { useApi } from "../../api/use-api.ts";
import { Badge } from "../../parts/badge.tsx";
import { Confirm } from "../../parts/confirm.tsx";
import { column, DataTable, type Column } from "../../parts/data-table.tsx";
import { Answered, Empty, Failure } from "../../parts/notes.tsx";
import { Ago, Time } from "../../parts/time.tsx";
import { stateOfKey } from "./state-of-key.ts";

const EVERY_MS = 10_000;

/** Keys without their secrets, each of which can be made worthless. */
export function KeyTable() {
  const keys = useApi("listKeys", {}, { everyMs: EVERY_MS });
  const revoke = useAct("revokeKey");
  const [asked, setAsked] = useState<ApiKey>();
  const columns = useMemo(() => columnsWith(setAsked), []);
  return (
    <>
      <Answered query={keys}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title="There is no key yet.">
              <p>Make one below, or by the command line: </p>
              <p>
                <code>npx sitemap-scanner keys create --owner you --scope admin</code>
              </p>
            </Empty>
          ) : (
            <DataTable
              caption="Keys, newest first"
              columns={columns}
              rows={data}
              keyOf={({ id }) => id}
            />
          )
        }
      </Answered>
      {revoke.error && <Failure error={revoke.error} />}
      {asked && (
        <Confirm
          title={`Revoke the key of ${asked.owner}?`}
          action="Revoke"
          onNo={() => setAsked(undefined)}
          onYes={() => {
            setAsked(undefined);
            revoke.mutate({ params: { key_id: asked.id } });
          }}
        >
          <p>
            <code>{asked.prefix}…</code> is worthless at once and for good. Browsers that signed in
            with it are signed out.
          </p>
        </Confirm>
      )}
    </>
  );
}

function columnsWith(onRevoke: (key: ApiKey) => void): Column<ApiKey>[] {
  return [
    column("prefix", "Key", ({ prefix }) => <code>{prefix}…</code>),
    column("owner", "Owner", ({ owner }) => owner),
    column("state", "State", (key) => <State apiKey={key} />),
    column("scopes", "May", ({ scopes }) => scopes.join(", ")),
    column("used", "Last used", ({ last_used_at: at }) => <Ago at={at} />),
    column("created", "Made (UTC)", ({ created_at: at }) => <Time at={at} />),
    column("expires", "Expires (UTC)", ({ expires_at: at }) =>
      at === null ? "never" : <Time at={at} />,
    ),
    column("revoke", <span class="unseen">Revoke</span>, (key) =>
      stateOfKey(key, Date.now()) === "revoked" ? null : (
        <button
          type="button"
          aria-label={`Revoke the key ${key.prefix} of ${key.owner}`}
          onClick={() => onRevoke(key)}
        >
          Revoke …
        </button>
      ),
    ),
  ];
}

function State({ apiKey }: { apiKey: ApiKey }) {
  const state = stateOfKey(apiKey, Date.now());
  return <Badge tone={state === "usable" ? "good" : "off"}>{state}</Badge>;
}
