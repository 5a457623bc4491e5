/** What lists of pages and files can be taken away as. */
export const LIST_FORMATS = ["csv", "ndjson", "txt", "xml"] as const;

/** Links that take all of a list away, in each format. */
export function Exports<Format extends string>({
  of,
  formats,
  pathOf,
}: {
  /** What is taken away: "the pages". */
  of: string;
  formats: readonly Format[];
  pathOf: (format: Format) => string;
}) {
  return (
    <span class="exports" role="group" aria-label={`Export ${of}`}>
      Export{" "}
      {formats.map((format) => (
        <a key={format} href={pathOf(format)} download>
          {format}
        </a>
      ))}
    </span>
  );
}
