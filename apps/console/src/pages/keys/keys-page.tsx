import type { NewKey } from "@sitemap-scanner/contracts";
import { useState } from "preact/hooks";
import { useApi } from "../../api/use-api.ts";
import { Answered } from "../../parts/notes.tsx";
import { ShownOnce } from "../../parts/shown-once.tsx";
import { KeyForm } from "./key-form.tsx";
import { KeyTable } from "./key-table.tsx";

/** Who may do what, and who is asking. */
export function KeysPage() {
  const session = useApi("getSession");
  const [made, setMade] = useState<NewKey>();
  return (
    <>
      <h1>Keys</h1>
      <Answered query={session}>
        {({ owner, scopes }) => (
          <p>
            {owner === null ? (
              <>
                Access is off: whoever reaches this address may do everything.{" "}
                <code>AUTH=keys</code> asks for keys.
              </>
            ) : (
              <>
                You are <strong>{owner}</strong>, and may use <code>{scopes.join(", ")}</code>.
              </>
            )}
          </p>
        )}
      </Answered>
      {made && (
        <ShownOnce
          title={`The key of ${made.owner}.`}
          secret={made.key}
          onKept={() => setMade(undefined)}
        />
      )}
      <KeyTable />
      <section aria-labelledby="make-key">
        <h2 id="make-key">Make a key</h2>
        <KeyForm onMade={setMade} />
      </section>
    </>
  );
}
