import type { ActivityBucket } from "@sitemap-scanner/contracts";
import { useMemo } from "preact/hooks";
import { useApi } from "../../api/use-api.ts";
import { Chart } from "../../parts/chart.tsx";
import { count, counted } from "../../parts/format.ts";
import { Answered, Empty } from "../../parts/notes.tsx";

const EVERY_MS = 60_000;

export function Activity() {
  const activity = useApi("listActivity", { query: { hours: 24 } }, { everyMs: EVERY_MS });
  return <Answered query={activity}>{({ data }) => <Ended buckets={data} />}</Answered>;
}

function Ended({ buckets }: { buckets: readonly ActivityBucket[] }) {
  const sum = (of: (bucket: ActivityBucket) => number) =>
    buckets.reduce((total, bucket) => total + of(bucket), 0);
  const [complete, failed, pages] = [
    sum((bucket) => bucket.complete),
    sum((bucket) => bucket.failed),
    sum((bucket) => bucket.pages_found),
  ];
  if (complete + failed === 0) {
    return (
      <Empty title="No scan has ended yet">
        <p>
          Ask for one above, or run <code>npx sitemap-scanner scan example.com --wait</code>.
        </p>
      </Empty>
    );
  }
  return (
    <>
      <p>
        {counted(complete, "scan")} complete, {count(failed)} failed, {counted(pages, "page")}{" "}
        found.
      </p>
      <Bars buckets={buckets} />
    </>
  );
}

function Bars({ buckets }: { buckets: readonly ActivityBucket[] }) {
  const shown = useMemo(
    () => ({
      at: buckets.map((bucket) => bucket.at),
      series: [
        {
          label: "Ended",
          color: "--good" as const,
          bars: true,
          values: buckets.map((bucket) => bucket.complete + bucket.failed),
        },
        {
          label: "Failed",
          color: "--bad" as const,
          bars: true,
          values: buckets.map((bucket) => bucket.failed),
        },
      ],
    }),
    [buckets],
  );
  return <Chart label="Scans that ended, by five minutes" {...shown} />;
}
