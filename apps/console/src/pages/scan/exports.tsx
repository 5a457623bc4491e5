const FORMATS = ["csv", "ndjson", "txt", "xml"] as const;

/** Links that take all of a list away, in each format. */
export function Exports<Format extends string = (typeof FORMATS)[number]>({
  of,
  formats,
  pathOf,
}: {
  /** What is taken away: "the pages". */
  of: string;
  formats?: readonly Format[];
  pathOf: (format: Format) => string;
}) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the default of the type is the default of the value
  const chosen = formats ?? (FORMATS as readonly string[] as readonly Format[]);
  return (
    <span class="exports" role="group" aria-label={`Export ${of}`}>
      Export{" "}
      {chosen.map((format) => (
        <a key={format} href={pathOf(format)} download>
          {format}
        </a>
      ))}
    </span>
  );
}
