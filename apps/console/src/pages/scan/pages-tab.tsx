import type { Page } from "@sitemap-scanner/contracts";
import { pathOf } from "../../api/call.ts";
import { column, DataTable } from "../../parts/data-table.tsx";
import { Empty } from "../../parts/notes.tsx";
import { OutsideLink } from "../../parts/outside-link.tsx";
import { Paged } from "../../parts/paged.tsx";
import { Time } from "../../parts/time.tsx";
import { setSearch, useLocation } from "../../router.tsx";
import { Exports, LIST_FORMATS } from "./exports.tsx";

const COLUMNS = [
  column<Page>("url", "Address", (page) => <OutsideLink url={page.url} />, { wide: true }),
  column<Page>("lastmod", "Last modified (UTC)", (page) => <Time at={page.lastmod} />),
  column<Page>("priority", "Priority", (page) => page.priority ?? "–", { align: "end" }),
  column<Page>("changefreq", "Changes", (page) => page.changefreq ?? "–"),
  column<Page>("first", "First seen (UTC)", (page) => <Time at={page.first_seen_at} />),
];

/** The pages that a scan saw, and those of which the address holds a text. */
export function PagesTab({ jobId }: { jobId: string }) {
  const { searchParams } = useLocation();
  const text = searchParams.get("q") ?? "";
  // A path is looked up; any other text is sought, which takes longer.
  const query =
    text === "" ? {} : text.startsWith("/") ? { path_prefix: text } : { contains: text };
  const params = { job_id: jobId };
  return (
    <>
      <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
        <label class="grow">
          Search addresses
          <input
            data-search
            type="search"
            value={text}
            placeholder="/blog/ at the beginning of the path, or a text anywhere"
            onChange={(event) => setSearch({ q: event.currentTarget.value.trim() })}
          />
        </label>
        <Exports
          of="the pages"
          formats={LIST_FORMATS}
          pathOf={(format) => pathOf("listJobPages", { params, query: { ...query, format } })}
        />
      </form>
      <Paged
        id="listJobPages"
        input={{ params, query }}
        none={
          <Empty title="No page">
            <p>{text === "" ? "The scan has seen none yet." : "None has this in its address."}</p>
          </Empty>
        }
      >
        {(pages) => (
          <DataTable caption="Pages" columns={COLUMNS} rows={pages} keyOf={(page) => page.url} />
        )}
      </Paged>
    </>
  );
}
