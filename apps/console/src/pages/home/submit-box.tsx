import { useState } from "preact/hooks";
import { ApiError } from "../../api/call.ts";
import { useAct } from "../../api/use-act.ts";
import { Failure } from "../../parts/notes.tsx";
import { Link, navigate } from "../../router.tsx";

/** Asks for a scan, and goes where one sees it. */
export function SubmitBox() {
  const [site, setSite] = useState("");
  const [maxPages, setMaxPages] = useState("");
  const submit = useAct("submitScan");
  const ask = async (event: Event) => {
    event.preventDefault();
    const limit = maxPages === "" ? {} : { max_pages: Number(maxPages) };
    submit.mutate(
      { body: { base_url: site, ...limit } },
      { onSuccess: ({ job_id }) => navigate(`/scans/${job_id}`) },
    );
  };
  return (
    <form class="submit" onSubmit={(event) => void ask(event)}>
      <label class="grow">
        Scan a site
        <input
          data-search
          required
          value={site}
          placeholder="example.com"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          onInput={(event) => setSite(event.currentTarget.value)}
        />
      </label>
      <label>
        Pages at most
        <input
          type="number"
          min="1"
          class="short"
          value={maxPages}
          placeholder="as set"
          onInput={(event) => setMaxPages(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="main" disabled={submit.isPending}>
        Scan
      </button>
      {submit.error && <Refusal error={submit.error} />}
    </form>
  );
}

/** A scan that is under way already is where one wanted to go. */
function Refusal({ error }: { error: Error }) {
  const jobId = error instanceof ApiError ? error.problem["job_id"] : undefined;
  return (
    <div class="whole">
      <Failure error={error} />
      {typeof jobId === "string" && (
        <p>
          <Link href={`/scans/${jobId}`}>See the scan that is under way</Link>
        </p>
      )}
    </div>
  );
}
