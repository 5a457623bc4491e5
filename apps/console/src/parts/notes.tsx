import type { UseQueryResult } from "@tanstack/preact-query";
import type { ComponentChildren } from "preact";
import { ApiError } from "../api/call.ts";

/** What went wrong, in words, and where more is said of it. */
export function Failure({ error }: { error: Error }) {
  const problem = error instanceof ApiError ? error.problem : undefined;
  return (
    <p class="note note-bad" role="alert">
      {problem && <strong>{problem.title}. </strong>}
      {problem?.detail ?? (problem ? "" : error.message)}{" "}
      {problem && <a href={problem.type}>What this means</a>}
    </p>
  );
}

/** Nothing is there, and what one can do about it. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** Shows an answer when it is there; until then that it is awaited, or why it does not come. */
export function Answered<T>({
  query,
  children,
}: {
  query: UseQueryResult<T>;
  children: (data: T) => ComponentChildren;
}) {
  const { data, error } = query;
  return (
    <>
      {error && <Failure error={error} />}
      {data === undefined ? !error && <p class="loading">Loading …</p> : children(data)}
    </>
  );
}
