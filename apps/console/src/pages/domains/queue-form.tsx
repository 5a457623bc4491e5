import { useAct } from "../../api/use-act.ts";
import { Failure } from "../../parts/notes.tsx";
import { fieldsOf } from "../../parts/fields.ts";
import { Link } from "../../router.tsx";

/** Puts a domain into the queue, from which the intake takes it when there is room. */
export function QueueForm() {
  const queue = useAct("queueDomain");
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const { domain = "" } = fieldsOf(form);
        queue.mutate({ params: { domain } }, { onSuccess: () => form.reset() });
      }}
    >
      <label>
        Domain to queue
        <input
          name="domain"
          data-search
          required
          placeholder="example.com"
          autocapitalize="off"
          spellcheck={false}
        />
      </label>
      <button type="submit" class="main" disabled={queue.isPending}>
        Add to queue
      </button>
      <p role="status" class="said">
        {queue.data && (
          <>
            <Link href={`/domains/${encodeURIComponent(queue.data.domain)}`}>
              {queue.data.domain}
            </Link>{" "}
            is queued: a worker scans it when there is room.
          </>
        )}
      </p>
      {queue.error && <Failure error={queue.error} />}
    </form>
  );
}
