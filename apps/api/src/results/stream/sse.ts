export interface SseMessage {
  event: string;
  /** JSON, which has no line breaks. */
  data: string;
  /** Absent: what a reader goes on behind stays as it was. */
  id?: string;
}

/** Milliseconds after which a reader whose connection broke off may come again. */
const RETRY_MS = 2_000;

export const SSE_BEGIN = `retry: ${RETRY_MS}\n\n`;
/** A comment, so that neither side takes the silence for a broken connection. */
export const SSE_HEARTBEAT = ": still there\n\n";

/** As the HTML standard has them. */
export function sseMessage({ event, data, id }: SseMessage): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`;
}
