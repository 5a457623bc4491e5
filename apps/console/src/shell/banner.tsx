import { UnreachableError } from "../api/call.ts";
import { useHealth } from "./use-health.ts";

/** Says on every page when a promise is broken, or nobody can tell. */
export function Banner() {
  const { data, error } = useHealth();
  const words =
    error instanceof UnreachableError ? [error.message] : data && !data.ok ? data.words : [];
  return (
    <div aria-live="assertive">
      {words.length > 0 && (
        <section class="banner" aria-label="What is wrong">
          <strong>A promise is not kept.</strong>
          <ul>
            {words.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
