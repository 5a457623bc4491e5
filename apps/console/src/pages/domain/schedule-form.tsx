import type { DomainDetail } from "@sitemap-scanner/contracts";
import { useState } from "preact/hooks";
import { useAct } from "../../api/use-act.ts";
import { fieldsOf } from "../../parts/fields.ts";
import { Failure } from "../../parts/notes.tsx";
import { Time } from "../../parts/time.tsx";

const USUAL: Readonly<Record<string, string>> = {
  "30m": "every 30 minutes",
  "6h": "every 6 hours",
  "1d": "every day",
};
const OTHER = "other";

/** How often a domain is scanned by itself. */
export function ScheduleForm({ domain }: { domain: DomainDetail }) {
  const { every, next_scan_at: next } = domain.schedule;
  const schedule = useAct("scheduleDomain");
  const kept = every === null || every in USUAL ? (every ?? "") : OTHER;
  const [choice, setChoice] = useState(kept);
  const keep = (form: HTMLFormElement) => {
    const asked = choice === OTHER ? fieldsOf(form)["interval"] : choice;
    schedule.mutate({ params: { domain: domain.domain }, body: { every: asked || null } });
  };
  return (
    <section aria-labelledby="schedule">
      <h2 id="schedule">Schedule</h2>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          keep(event.currentTarget);
        }}
      >
        <label>
          Scan it
          <select value={choice} onChange={(event) => setChoice(event.currentTarget.value)}>
            <option value="">only when asked</option>
            {Object.entries(USUAL).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
            <option value={OTHER}>at another interval</option>
          </select>
        </label>
        {choice === OTHER && <IntervalField every={every} />}
        <button type="submit" disabled={schedule.isPending}>
          Keep this schedule
        </button>
        <p role="status" class="said">
          {schedule.isSuccess && !schedule.isPending && "Kept. "}
          {every !== null && (
            <>
              Next scan:{" "}
              {next === null ? (
                "now"
              ) : (
                <>
                  <Time at={next} /> UTC
                </>
              )}
            </>
          )}
        </p>
      </form>
      {schedule.error && <Failure error={schedule.error} />}
    </section>
  );
}

function IntervalField({ every }: { every: string | null }) {
  return (
    <label>
      Every
      <input
        name="interval"
        required
        size={6}
        pattern="[1-9][0-9]{0,3}[mhd]"
        title="A number and m, h or d: 45m, 12h, 7d"
        placeholder="12h"
        defaultValue={every ?? ""}
      />
    </label>
  );
}
