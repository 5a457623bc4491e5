import { milliseconds, span } from "./format.ts";

/** 2026-01-31 12:04:09, in UTC. */
export function utc(iso: string): string {
  return iso.slice(0, 19).replace("T", " ");
}

const LOCAL = new Intl.DateTimeFormat(undefined, {
  dateStyle: "full",
  timeStyle: "long",
});

/** A moment in UTC; who points at it, or reads it aloud, gets it in their own zone as well. */
export function Time({ at }: { at: string | null }) {
  if (at === null) return <span class="faint">–</span>;
  return (
    <time dateTime={at} title={`${LOCAL.format(new Date(at))}, ${ago(at)}`}>
      {utc(at)}
    </time>
  );
}

/** How long ago, with the moment for who points at it. */
export function Ago({ at }: { at: string | null }) {
  if (at === null) return <span class="faint">never</span>;
  return (
    <time dateTime={at} title={`${utc(at)} UTC, ${LOCAL.format(new Date(at))}`}>
      {ago(at)}
    </time>
  );
}

/** From one moment to another, or until now. */
export function Lasted({ from, to }: { from: string | null; to: string | null }) {
  if (from === null) return <span class="faint">–</span>;
  const end = to === null ? Date.now() : Date.parse(to);
  return <>{milliseconds(Math.max(0, end - Date.parse(from)))}</>;
}

function ago(iso: string): string {
  const seconds = (Date.now() - Date.parse(iso)) / 1_000;
  if (seconds < 0) return `in ${span(-seconds)}`;
  return seconds < 1 ? "just now" : `${span(seconds)} ago`;
}
