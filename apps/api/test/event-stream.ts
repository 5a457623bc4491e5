/** One message of a stream, as a browser would hand it on. */
export interface Received {
  event: string;
  id: string | undefined;
  data: unknown;
}

export interface OpenStream extends AsyncDisposable {
  answer: Response;
  /** Messages as they come, until the stream ends. */
  messages: AsyncGenerator<Received>;
  /** The next ones, so many of them or up to one that is wanted. */
  take(until: number | ((message: Received) => boolean)): Promise<Received[]>;
}

/** Opens a stream of server-sent events as a browser does, which may be left at any time. */
export async function openStream(
  url: string,
  {
    lastEventId,
    headers = {},
  }: { lastEventId?: string | undefined; headers?: Record<string, string> } = {},
): Promise<OpenStream> {
  const abort = new AbortController();
  const answer = await fetch(url, {
    signal: abort.signal,
    headers: { ...headers, ...(lastEventId !== undefined && { "Last-Event-ID": lastEventId }) },
  });
  const messages = readMessages(answer);
  return {
    answer,
    messages,
    async take(until) {
      const taken: Received[] = [];
      const isEnough = (message: Received) =>
        typeof until === "number" ? taken.length >= until : until(message);
      for (;;) {
        const { done, value } = await messages.next();
        if (done === true) return taken;
        taken.push(value);
        if (isEnough(value)) return taken;
      }
    },
    async [Symbol.asyncDispose]() {
      abort.abort();
      // What waits for the next message meets the abort, and nobody waits for it.
      await messages.return(undefined).catch(() => undefined);
    },
  };
}

async function* readMessages(answer: Response): AsyncGenerator<Received> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split("\n\n");
    rest = blocks.pop() ?? "";
    yield* blocks.flatMap(toMessage);
  }
}

function toMessage(block: string): Received[] {
  const fields = new Map(
    block.split("\n").map((line): [string, string] => {
      const at = line.indexOf(": ");
      return [line.slice(0, at), line.slice(at + 2)];
    }),
  );
  const event = fields.get("event");
  if (event === undefined) return []; // a comment, or how soon to come again
  return [{ event, id: fields.get("id"), data: JSON.parse(fields.get("data") ?? "") }];
}
