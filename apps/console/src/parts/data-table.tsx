import {
  createColumnHelper,
  tableFeatures,
  useTable,
  type ColumnDef,
  type RowData,
} from "@tanstack/preact-table";
import type { ComponentChildren } from "preact";

const features = tableFeatures({});
type Features = typeof features;

/** Where the cells of a column stand, and what a narrow screen may do without. */
export interface ColumnLook {
  align?: "end";
  /** Takes what room is left, and breaks where it must. */
  wide?: boolean;
}

export type Column<Row extends RowData> = ColumnDef<Features, Row>;

/** A column that shows a row as it likes. */
export function column<Row extends RowData>(
  id: string,
  header: ComponentChildren,
  cell: (row: Row) => ComponentChildren,
  look: ColumnLook = {},
): Column<Row> {
  return createColumnHelper<Features, Row>().display({
    id,
    header: () => header,
    cell: ({ row }) => cell(row.original),
    meta: look,
  });
}

/** A table of rows in the order in which they come. On a narrow screen it scrolls within itself. */
export function DataTable<Row extends RowData>({
  caption,
  columns,
  rows,
  keyOf,
}: {
  /** Says to who does not see the page what the table holds. */
  caption: string;
  /** Made once, outside of the component. */
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
}) {
  const table = useTable({ features, columns, data: rows, getRowId: keyOf });
  return (
    <div class="table-room" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <th key={header.id} scope="col" class={classOf(header.column.columnDef)}>
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id}>
              {row.getAllCells().map((cell) => (
                <td key={cell.id} class={classOf(cell.column.columnDef)}>
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function classOf({ meta }: { meta?: unknown }): string {
  const { align, wide }: ColumnLook = meta ?? {};
  return [align === "end" && "end", wide && "wide"].filter(Boolean).join(" ");
}
