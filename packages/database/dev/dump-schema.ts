import type pg from "pg";
import { readColumns, type CatalogueColumn } from "./read-schema.ts";

const CONSTRAINTS = `
  select c.relname as "table", format('constraint %s %s', k.conname, pg_get_constraintdef(k.oid)) as line
  from pg_constraint k join pg_class c on c.oid = k.conrelid
  where c.relnamespace = 'public'::regnamespace and c.relname not like 'kysely_%' and k.contype in ('p', 'u', 'c', 'f')
  order by c.relname, k.contype desc, k.conname`;

const STATEMENTS = [
  `select pg_get_indexdef(i.indexrelid) as sql from pg_index i join pg_class c on c.oid = i.indrelid
   where c.relnamespace = 'public'::regnamespace and c.relname not like 'kysely_%'
     and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
   order by 1`,
  `select format('alter table %s set (%s)', c.relname, array_to_string(c.reloptions, ', ')) as sql
   from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.reloptions is not null
   order by 1`,
  `select rtrim(pg_get_functiondef(p.oid)) as sql from pg_proc p where p.pronamespace = 'public'::regnamespace order by p.proname`,
  `select pg_get_triggerdef(t.oid) as sql from pg_trigger t join pg_class c on c.oid = t.tgrelid
   where c.relnamespace = 'public'::regnamespace and not t.tgisinternal order by c.relname, t.tgname`,
  `select format(E'create view %s as\\n%s', c.relname, rtrim(pg_get_viewdef(c.oid), ';')) as sql
   from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'v' order by 1`,
];

/** The whole schema as readable SQL, in a stable order, from the catalogue alone. */
export async function dumpSchema(client: pg.ClientBase): Promise<string> {
  const constraints = (await client.query<{ table: string; line: string }>(CONSTRAINTS)).rows;
  const tables = new Map<string, string[]>();
  for (const column of await readColumns(client)) {
    if (column.relation !== "r") continue;
    tables.set(column.table, [...(tables.get(column.table) ?? []), columnLine(column)]);
  }
  for (const { table, line } of constraints) tables.get(table)?.push(line);
  const parts = [...tables].map(
    ([table, lines]) => `create table ${table} (\n  ${lines.join(",\n  ")}\n)`,
  );
  for (const statement of STATEMENTS) {
    parts.push(...(await client.query<{ sql: string }>(statement)).rows.map((row) => row.sql));
  }
  const header = "-- Made from the migrated database by `npm run schema`; a test compares the two.";
  return [header, ...parts.map((part) => `${part};`)].join("\n\n") + "\n";
}

function columnLine(column: CatalogueColumn): string {
  return [
    column.name,
    column.type,
    column.nullable ? "" : "not null",
    column.identity ? "generated always as identity" : "",
    column.expression === null
      ? ""
      : column.generated
        ? `generated always as (${column.expression}) stored`
        : `default ${column.expression}`,
  ]
    .filter((word) => word !== "")
    .join(" ");
}
