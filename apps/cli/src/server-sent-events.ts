export interface ServerSentEvent {
  event: string;
  data: string;
}

/** Reads a stream of events, such as our API sends them: one line of data each. */
export async function* readEvents(texts: AsyncIterable<string>): AsyncGenerator<ServerSentEvent> {
  let rest = "";
  for await (const text of texts) {
    const messages = (rest + text).split("\n\n");
    rest = messages.pop() ?? "";
    for (const message of messages) {
      const event = fieldOf(message, "event");
      const data = fieldOf(message, "data");
      if (event !== undefined && data !== undefined) yield { event, data };
    }
  }
}

function fieldOf(message: string, name: string): string | undefined {
  const line = message.split("\n").find((line) => line.startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim();
}
