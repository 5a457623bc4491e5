import type { Audit, AuditFinding } from "@sitemap-scanner/contracts";
import { useApi } from "../../api/use-api.ts";
import { Badge, type Tone } from "../../parts/badge.tsx";
import { count, counted } from "../../parts/format.ts";
import { Answered, Empty } from "../../parts/notes.tsx";
import { OutsideLink } from "../../parts/outside-link.tsx";

const LOOKS: Readonly<Record<AuditFinding["severity"], { tone: Tone; mark: string }>> = {
  error: { tone: "bad", mark: "✕" },
  warning: { tone: "waiting", mark: "!" },
  notice: { tone: "off", mark: "i" },
};

/** What is wrong with the sitemaps of a site, and what to do about it. */
export function AuditTab({ jobId }: { jobId: string }) {
  const audit = useApi("auditJob", { params: { job_id: jobId } });
  return <Answered query={audit}>{(data) => <Findings audit={data} />}</Answered>;
}

function Findings({ audit }: { audit: Audit }) {
  const { findings, files, pages, complete } = audit;
  const looked = `${counted(files, "file")} and ${counted(pages, "page")} were looked at`;
  if (findings.length === 0) {
    return (
      <Empty title={complete ? "Nothing is wrong with these sitemaps" : "Nothing is wrong so far"}>
        <p>{looked}.</p>
      </Empty>
    );
  }
  return (
    <>
      <p>
        {looked}
        {complete ? "." : " so far: the scan goes on."}
      </p>
      <ul class="findings">
        {findings.map((finding) => (
          <Finding key={`${finding.code} ${finding.reason}`} finding={finding} />
        ))}
      </ul>
    </>
  );
}

function Finding({ finding }: { finding: AuditFinding }) {
  const { severity, title, reason, advice, examples, files } = finding;
  return (
    <li class="finding">
      <h3>
        <Badge {...LOOKS[severity]}>{severity}</Badge> {title}
        {reason !== null && <small class="code">{reason}</small>}
        <span class="finding-count">{count(finding.count)}</span>
      </h3>
      <p>
        {advice} <span class="faint">In {counted(files, "file")}.</span>
      </p>
      {examples.length > 0 && (
        <details>
          <summary>{counted(examples.length, "example")}</summary>
          <ul>
            {examples.map((example) => (
              <li key={`${example.file_url} ${example.url} ${example.detail}`}>
                {example.url !== null && (
                  <>
                    <OutsideLink url={example.url} /> <span class="faint">in</span>{" "}
                  </>
                )}
                <OutsideLink url={example.file_url} />
                {example.detail !== null && <span class="faint"> {example.detail}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
