import type pg from "pg";
import { readAdmittedValues, readColumns, type CatalogueColumn } from "./read-schema.ts";

const TYPES: Record<string, string> = {
  uuid: "string",
  text: "string",
  integer: "number",
  smallint: "number",
  real: "number",
  boolean: "boolean",
  bytea: "Buffer",
  // pg gives int8 as text, because it may not fit a number.
  bigint: "ColumnType<string, string | number, string | number>",
  "timestamp with time zone": "ColumnType<Date, Date | string, Date | string>",
  interval: "ColumnType<unknown, string, string>",
  jsonb: "ColumnType<Json, string, string>",
  "text[]": "string[]",
  "uuid[]": "string[]",
};

/** TypeScript of the schema as it really is: kysely types, with a union for each `in (…)` check. */
export async function generateTypes(client: pg.ClientBase): Promise<string> {
  const admitted = await readAdmittedValues(client);
  const tables = new Map<string, CatalogueColumn[]>();
  for (const column of await readColumns(client)) {
    tables.set(column.table, [...(tables.get(column.table) ?? []), column]);
  }
  const interfaces = [...tables].map(([table, columns]) => {
    const lines = columns.map((c) => `  ${c.name}: ${columnType(c, admitted)};`);
    return `export interface ${interfaceName(table)} {\n${lines.join("\n")}\n}\n`;
  });
  const index = [...tables.keys()].map((table) => `  ${table}: ${interfaceName(table)};`);
  return [
    "// Made from the migrated database by `npm run schema`; a test compares the two.",
    'import type { ColumnType, GeneratedAlways } from "kysely";\n',
    "/** May be left out of an insert. Kysely's own type does not unfold a column type inside. */",
    "type Generated<T> = T extends ColumnType<infer S, infer I, infer U>",
    "  ? ColumnType<S, I | undefined, U>",
    "  : ColumnType<T, T | undefined, T>;\n",
    "export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };\n",
    ...interfaces,
    `export interface DB {\n${index.join("\n")}\n}\n`,
  ].join("\n");
}

function columnType(column: CatalogueColumn, admitted: Map<string, string[]>): string {
  const values = admitted.get(`${column.table}.${column.name}`);
  const base = values ? values.map((v) => `"${v}"`).join(" | ") : TYPES[column.type];
  if (base === undefined) throw new TypeError(`Cannot type column of "${column.type}": unknown`);
  const full = column.nullable ? `${base} | null` : base;
  if (column.generated || column.identity) return `GeneratedAlways<${always(full)}>`;
  return column.hasDefault ? `Generated<${full}>` : full;
}

/** A generated column is only ever selected. */
function always(type: string): string {
  return type.startsWith("ColumnType<string,") ? "string" : type;
}

function interfaceName(table: string): string {
  return table
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
