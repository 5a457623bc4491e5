import type { NewKey } from "@sitemap-scanner/contracts";
import { useAct } from "../../api/use-act.ts";
import { fieldsOf, tickedOf } from "../../parts/fields.ts";
import { Failure } from "../../parts/notes.tsx";
import { Ticks } from "../../parts/ticks.tsx";
import { SCOPE_NAMES, SCOPES } from "./scopes.ts";

const LIVES: Readonly<Record<string, string>> = {
  "": "never",
  "1d": "after a day",
  "30d": "after 30 days",
  "90d": "after 90 days",
  "365d": "after a year",
};

/** Makes a key. Its secret is told this once. */
export function KeyForm({ onMade }: { onMade: (key: NewKey) => void }) {
  const create = useAct("createKey");
  const make = (form: HTMLFormElement) => {
    const { owner = "", expires_in } = fieldsOf(form);
    const scopes = tickedOf(form, "scopes", SCOPE_NAMES);
    create.mutate(
      { body: { owner, scopes, expires_in } },
      {
        onSuccess: (key) => {
          form.reset();
          onMade(key);
        },
      },
    );
  };
  return (
    <form
      class="form stacked"
      onSubmit={(event) => {
        event.preventDefault();
        make(event.currentTarget);
      }}
    >
      <label>
        Whose it is
        <input name="owner" required maxLength={100} placeholder="a person or a system" />
      </label>
      <Ticks
        legend="It may"
        name="scopes"
        meanings={SCOPES}
        values={SCOPE_NAMES}
        ticked={["scans:read"]}
      />
      <label>
        It expires
        <select name="expires_in" defaultValue="90d">
          {Object.entries(LIVES).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <p class="actions">
        <button type="submit" class="main" disabled={create.isPending}>
          Make key
        </button>
      </p>
      {create.error && <Failure error={create.error} />}
    </form>
  );
}
