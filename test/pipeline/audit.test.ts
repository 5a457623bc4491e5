/** What is wrong with the sitemaps of a site, found by a real worker and told by a real API. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { Audit, type AuditFinding } from "@sitemap-scanner/contracts";
import {
  conditional,
  lyingLength,
  redirectTo,
  sitemapIndex,
  urlset,
  type Site,
  type SiteContent,
  type SiteHandler,
  type SiteResponse,
} from "@sitemap-scanner/testkit";
import { setupScanner, type Api } from "./setup.ts";

const scanner = setupScanner("redis", "all");
let api: Api;
let site: Site;

const URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">';
const DAY_MS = 86_400_000;
const inThreeDays = new Date(Date.now() + 3 * DAY_MS).toISOString();

/** No page of it has the lastmod of another. */
function lastmodOf(page: number): string {
  return new Date(Date.UTC(2026, 0) - page * 1_000).toISOString();
}

const pageOf = (page: string) => `${site.origin}/${page}`;
const dated = (...pages: string[]) =>
  pages.map((page, n) => ({ loc: pageOf(page), lastmod: lastmodOf(n) }));

/** The same answer again and again is a 304. */
function unchanging(path: string, body: SiteContent): [string, SiteHandler] {
  return [path, conditional({ body, etag: `"${path}"` }).response];
}

/** Spaces between two tags, 53 MB of them. */
const huge: SiteContent = {
  async *[Symbol.asyncIterator]() {
    yield `${URLSET}<url><loc>${pageOf("huge")}</loc><lastmod>2026-01-01</lastmod></url>`;
    for (let chunk = 0; chunk < 53; chunk++) yield " ".repeat(1_000_000);
    yield "</urlset>";
  },
};

/** A file a fault; 50,001 entries stand in one that is also large and not compressed. */
function faultyFiles(): [string, SiteResponse][] {
  const many = Array.from({ length: 50_001 }, (_, n) => ({
    loc: pageOf(`many/${n}`),
    lastmod: lastmodOf(n),
  }));
  const foreign = ["https://other.example.com/1", "https://other.example.com/2"];
  return [
    unchanging("/twice.xml", urlset(dated("a", "b", "a"))),
    unchanging("/shared.xml", urlset(dated("a", "s"))),
    unchanging(
      "/foreign.xml",
      urlset([...foreign.map((loc) => ({ loc, lastmod: lastmodOf(1) })), ...dated("f")]),
    ),
    unchanging(
      "/dates.xml",
      urlset([
        { loc: pageOf("missing") },
        { loc: pageOf("future"), lastmod: inThreeDays },
        { loc: pageOf("unreadable"), lastmod: "last Tuesday" },
      ]),
    ),
    unchanging(
      "/equal.xml",
      urlset(
        Array.from({ length: 10 }, (_, n) => ({
          loc: pageOf(`equal/${n}`),
          lastmod: "2026-01-02",
        })),
      ),
    ),
    unchanging(
      "/rejected.xml",
      `${URLSET}<url><loc></loc></url><url><loc>ftp://a.example.com/</loc></url><url><loc>tel:1</loc></url>
       <url><loc>${pageOf("r")}</loc><lastmod>2026-01-01</lastmod></url></urlset>`,
    ),
    unchanging("/many.xml", urlset(many)),
    ["/huge.xml", { body: huge }],
    ["/gone.xml", { status: 410 }],
    ["/missing.xml", { status: 404 }],
    ["/moved.xml", redirectTo("/target.xml")],
  ];
}

const urlOfFile = (path: string) => `${site.origin}${path}`;

async function scan(): Promise<string> {
  const { body } = await api.submit({ base_url: site.origin, max_pages: 100_000 });
  expect(await scanner.finished(body.job_id, 120_000)).toMatchObject({ status: "complete" });
  return body.job_id;
}

async function auditOf(jobId: string): Promise<Audit> {
  const answer = await fetch(`${api.origin}/api/v3/sitemap/jobs/${jobId}/audit`);
  expect(answer.status).toBe(200);
  return Audit.parse(await answer.json());
}

/** Files are read side by side: which example comes first is chance. */
function inOrder(findings: readonly AuditFinding[]): AuditFinding[] {
  return findings.map((finding) => ({
    ...finding,
    examples: finding.examples.toSorted((a, b) =>
      `${a.file_url} ${a.url}` < `${b.file_url} ${b.url}` ? -1 : 1,
    ),
  }));
}

beforeAll(async () => {
  api = await scanner.startApi({ SCAN_MAX_PAGES_LIMIT: "100000" });
  await scanner.startWorker();
  site = await scanner.startSite();
  const files = faultyFiles();
  site.set("/robots.txt", "Sitemap: /index.xml\n");
  site.set("/index.xml", sitemapIndex(files.map(([path]) => urlOfFile(path))));
  const [, target] = unchanging("/target.xml", urlset(dated("t")));
  for (const [path, response] of [...files, ["/target.xml", target] as const])
    site.set(path, response);
}, 30_000);

describe("the audit of a scan", () => {
  let first: Audit;

  it("tells every fault of the site, what is worst first, and nothing else", async () => {
    first = await auditOf(await scan());

    const file = (path: string, detail: unknown = null) => [
      { file_url: urlOfFile(path), url: null, detail },
    ];
    const page = (path: string, url: string, detail: unknown = null) => [
      { file_url: urlOfFile(path), url, detail },
    ];
    expect(first).toMatchObject({ domain: site.domain, status: "complete", complete: true });
    expect(first.files).toBe(12);
    expect(
      inOrder(first.findings).map(({ severity, code, reason, count, files, examples }) => [
        `${severity} ${code}${reason === null ? "" : ` ${reason}`}`,
        count,
        files,
        examples,
      ]),
    ).toEqual([
      [
        "error entries_rejected url_scheme",
        2,
        1,
        ["ftp://a.example.com/", "tel:1"].flatMap((text) => file("/rejected.xml", text)),
      ],
      ["error child_failed gone", 1, 1, file("/gone.xml", expect.any(String))],
      ["error child_failed not_found", 1, 1, file("/missing.xml", expect.any(String))],
      ["error entries_rejected loc_missing", 1, 1, file("/rejected.xml", "1 entry")],
      ["error over_50000_entries", 1, 1, file("/many.xml", "50001 entries")],
      ["error over_50mb", 1, 1, file("/huge.xml")],
      [
        "warning foreign_host",
        2,
        1,
        [1, 2].flatMap((n) => page("/foreign.xml", `https://other.example.com/${n}`)),
      ],
      ["warning duplicate_in_file", 1, 1, page("/twice.xml", pageOf("a"))],
      ["warning http_among_https", 1, 1, page("/foreign.xml", pageOf("f"))],
      ["warning lastmod_all_equal", 1, 1, file("/equal.xml", "2026-01-02")],
      ["warning lastmod_future", 1, 1, page("/dates.xml", pageOf("future"), inThreeDays)],
      [
        "warning lastmod_unreadable",
        1,
        1,
        page("/dates.xml", pageOf("unreadable"), "last Tuesday"),
      ],
      ["warning redirected", 1, 1, file("/moved.xml", `to ${urlOfFile("/target.xml")}`)],
      [
        "notice not_compressed",
        2,
        2,
        [
          ...file("/huge.xml", "52.4 MB"),
          ...file("/many.xml", expect.stringMatching(/^\d\.\d MB$/)),
        ],
      ],
      ["notice lastmod_missing", 1, 1, page("/dates.xml", pageOf("missing"))],
      ["notice page_in_several_files", 1, 2, page("/twice.xml", pageOf("a"), "in 2 files")],
    ]);
  });

  it("is the same of a scan that finds the files unchanged, and stays as it is after it", async () => {
    const jobId = await scan();

    const outcomes = await scanner.query(
      `select count(*)::int as files from sitemap_files where job_id = '${jobId}' and outcome = 'not_modified'`,
    );
    expect(outcomes).toEqual([{ files: 9 }]);
    expect(inOrder((await auditOf(jobId)).findings)).toEqual(inOrder(first.findings));
    expect(await auditOf(first.job_id)).toEqual(first);
  });

  it("counts once what was read twice, because the first attempt broke off", async () => {
    const pages = [...dated("x", "y"), ...dated("x")];
    const whole = `${URLSET}${pages.map(({ loc, lastmod }) => `<url><loc>${loc}</loc><lastmod>${lastmod}</lastmod></url>`).join("")}</urlset>`;
    const cut = lyingLength({ body: whole.replace("</urlset>", ""), says: whole.length });
    let requests = 0;
    const other = await scanner.startSite({
      "/sitemap.xml": (request, response) => (++requests === 1 ? cut(request, response) : whole),
      "/robots.txt": "Sitemap: /sitemap.xml\n",
    });

    const { body } = await api.submit({ base_url: other.origin });
    await scanner.finished(body.job_id);

    const { findings } = await auditOf(body.job_id);
    expect(requests).toBeGreaterThan(1);
    expect(findings.map(({ code, count }) => [code, count])).toEqual([
      ["foreign_host", 3],
      ["duplicate_in_file", 1],
    ]);
  });
});
