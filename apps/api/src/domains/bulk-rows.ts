import { ImportRow, type ImportedRow } from "@sitemap-scanner/contracts";
import { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";
import type { Line } from "./bulk-lines.ts";

/** A row that can be read; whether it is any good is another question. */
export interface ReadRow {
  row: number;
  domain: string;
  every: string | null;
}

/** Why a row cannot be taken. */
export interface RowFault {
  row: number;
  code: NonNullable<ImportedRow["code"]>;
  message: string;
}

export type SentRow = ReadRow | RowFault;

/** What lines may be written in, by media type. */
export const ROW_FORMATS = {
  "application/x-ndjson": readJsonRow,
  "text/csv": readCsvRow,
} as const;

/** Longest row, in bytes. */
export const MAX_ROW_BYTES = 4_096;

/** The rows of lines; the names of columns, if they are given, are none. */
export async function* readRows(
  lines: AsyncIterable<Line>,
  readRow: (text: string) => ImportRow,
): AsyncGenerator<SentRow> {
  let isFirst = true;
  for await (const { number: row, text } of lines) {
    const isHeader = isFirst && readRow === readCsvRow && text !== null && HEADER.test(text);
    isFirst = false;
    if (text === null) yield fault(row, "row_too_long", `is over ${MAX_ROW_BYTES} bytes`);
    else if (!isHeader) yield readLine(row, text, readRow);
  }
}

export function toReadRow(row: number, sent: ImportRow): ReadRow {
  return typeof sent === "string"
    ? { row, domain: sent, every: null }
    : { row, domain: sent.domain, every: sent.every ?? null };
}

export function fault(row: number, code: RowFault["code"], state: string): RowFault {
  return { row, code, message: `Cannot take row ${row}: it ${state}` };
}

const HEADER = /^"?domain"?(?:\s*,\s*"?every"?)?$/i;

function readLine(row: number, text: string, readRow: (text: string) => ImportRow): SentRow {
  try {
    return toReadRow(row, readRow(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return fault(row, "malformed_row", error.message);
  }
}

/** @throws SyntaxError */
function readJsonRow(text: string): ImportRow {
  const { data } = ImportRow.safeParse(parseJson(text));
  if (data === undefined) {
    throw new SyntaxError('is neither a string nor like {"domain": "example.com", "every": "6h"}');
  }
  return data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError("is no JSON", { cause: error });
  }
}

/** @throws SyntaxError */
function readCsvRow(text: string): ImportRow {
  // Only quotes make a line more than what stands between its commas, and reading them takes time.
  const cells = text.includes('"') ? parseCsv(text) : text.split(",");
  const [domain = "", every = "", ...more] = cells.map((cell) => cell.trim());
  if (more.some((cell) => cell !== ""))
    throw new SyntaxError("has more cells than domain and every");
  return { domain, every: every === "" ? null : every };
}

function parseCsv(text: string): string[] {
  try {
    return parse(text, { relax_column_count: true, ltrim: true, rtrim: true })[0] ?? [];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new SyntaxError("has a quote where CSV allows none", { cause: error });
  }
}
