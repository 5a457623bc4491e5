import { OUTCOME_FILTERS } from "./outcome-filters.ts";
import { pathOf } from "../../api/call.ts";
import { Choice } from "../../parts/choice.tsx";
import { Paged } from "../../parts/paged.tsx";
import { Empty } from "../../parts/notes.tsx";
import { setSearch, useLocation } from "../../router.tsx";
import { Exports, LIST_FORMATS } from "./exports.tsx";
import { FileRow, FileRows } from "./file-row.tsx";

/** The sitemap files of a scan as they name each other, or those of one kind in a list. */
export function FilesTab({ jobId }: { jobId: string }) {
  const { searchParams } = useLocation();
  const status = OUTCOME_FILTERS.find((one) => one.status === searchParams.get("show"))?.status;
  const query = status === undefined ? { parent_id: "root" } : { status };
  return (
    <>
      <div class="filters">
        <Choice
          label="Show"
          value={status ?? ""}
          options={[
            ["", "all, as they name each other"],
            ...OUTCOME_FILTERS.map((one) => [one.status, one.title] as const),
          ]}
          onChoose={(value) => setSearch({ show: value })}
        />
        <Exports
          of="the sitemap files"
          formats={LIST_FORMATS}
          pathOf={(format) =>
            pathOf("listJobFiles", { params: { job_id: jobId }, query: { format, status } })
          }
        />
      </div>
      <FileList jobId={jobId} query={query} />
    </>
  );
}

/** One level of the tree; each file opens the next. */
function FileList({
  jobId,
  query,
}: {
  jobId: string;
  query: { parent_id: string } | { status: (typeof OUTCOME_FILTERS)[number]["status"] };
}) {
  return (
    <Paged
      id="listJobFiles"
      input={{ params: { job_id: jobId }, query }}
      none={
        <Empty title="No sitemap file">
          <p>None was found yet, or none is like this. What was tried stands above.</p>
        </Empty>
      }
    >
      {(files) => (
        <FileRows>
          {files.map((file) => (
            <FileRow key={file.id} file={file}>
              {"parent_id" in query && file.children > 0
                ? () => <FileList jobId={jobId} query={{ parent_id: file.id }} />
                : undefined}
            </FileRow>
          ))}
        </FileRows>
      )}
    </Paged>
  );
}
