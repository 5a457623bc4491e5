/** One metric as Prometheus reads it. */
export interface Family {
  type: string;
  help: string;
  samples: { name: string; labels: Record<string, string>; value: number }[];
}

const HEAD = /^# (HELP|TYPE) (\S+) (.*)$/;
const SAMPLE = /^([a-z_:][a-z0-9_:]*)(?:\{(.*)\})? (\S+)$/i;
const LABEL = /([a-z_]+)="((?:[^"\\]|\\.)*)"(?:,|$)/gi;

/**
 * Reads the text format, strictly: every sample must follow the HELP and TYPE of its own metric.
 * @throws Error for a line that is neither
 */
export function parseExposition(text: string): Map<string, Family> {
  const families = new Map<string, Family>();
  let current = "";
  for (const line of text.split("\n").filter((each) => each !== "")) {
    const head = HEAD.exec(line);
    const sample = SAMPLE.exec(line);
    if (head) {
      const [, what = "", name = "", words = ""] = head;
      current = name;
      const family = families.get(name) ?? { type: "", help: "", samples: [] };
      families.set(name, { ...family, [what.toLowerCase()]: words });
    } else if (sample?.[1]?.startsWith(current)) {
      const [, name = "", labels = "", value = ""] = sample;
      const pairs = [...labels.matchAll(LABEL)].map((label) => [label[1], label[2]]);
      families
        .get(current)
        ?.samples.push({ name, labels: Object.fromEntries(pairs), value: Number(value) });
    } else {
      throw new Error(`Cannot read this line of the exposition: ${line}`);
    }
  }
  return families;
}

/** The value of the one sample with these labels. */
export function valueOf(
  families: Map<string, Family>,
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const found = families
    .get(name)
    ?.samples.filter((sample) =>
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
    );
  if (found && found.length > 1) throw new Error(`${name} has more than one such sample`);
  return found?.[0]?.value;
}
