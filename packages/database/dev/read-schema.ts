import type pg from "pg";

/** One column as the catalogue has it. */
export interface Column {
  table: string;
  name: string;
  type: string;
  nullable: boolean;
  hasDefault: boolean;
  /** Neither insert nor update may name it. */
  generated: boolean;
  identity: boolean;
}

const COLUMNS = `
  select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
         c.relkind = 'r' and not a.attnotnull as nullable,
         a.atthasdef or a.attidentity <> '' as "hasDefault",
         a.attgenerated <> '' as generated, a.attidentity <> '' as identity,
         pg_get_expr(d.adbin, d.adrelid) as expression, c.relkind as relation
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')
    and c.relname not like 'kysely_%'
  order by c.relkind, c.relname, a.attnum`;

export type CatalogueColumn = Column & { expression: string | null; relation: "r" | "v" };

/** The columns of our tables and views, in their order. */
export async function readColumns(client: pg.ClientBase): Promise<CatalogueColumn[]> {
  return (await client.query<CatalogueColumn>(COLUMNS)).rows;
}

/** The values that a `column in (…)` check admits, by "table.column". */
export async function readAdmittedValues(client: pg.ClientBase): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ table: string; column: string; definition: string }>(`
    select c.relname as "table", a.attname as column, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
    where k.contype = 'c' and cardinality(k.conkey) = 1 and c.relnamespace = 'public'::regnamespace`);
  const admitted = new Map<string, string[]>();
  for (const { table, column, definition } of rows) {
    const list = /^CHECK \(\(\w+ = (?:ANY \(ARRAY\[(.+)\]\)|('[a-z_.]+'::text))\)\)$/.exec(
      definition,
    );
    if (!list) continue;
    const values = [...(list[1] ?? list[2] ?? "").matchAll(/'([a-z_.]+)'/g)].map((m) => m[1] ?? "");
    admitted.set(`${table}.${column}`, values);
  }
  return admitted;
}
