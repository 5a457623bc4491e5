/** Scans of one site over time, by real processes and with what a real server says of its files. */
import { expect, it } from "@jest/globals";
import { conditional, sitemapIndex, urlset, type UrlEntry } from "@sitemap-scanner/testkit";
import { onBothBackends, setupScanner } from "./setup.ts";

const FILES = 12;
const PAGES = 50;

const urlOf = (file: number, page: number) => `https://pages.example.com/${file}/${page}`;

function pagesOf(file: number): UrlEntry[] {
  return Array.from({ length: PAGES }, (_, page) => ({
    loc: urlOf(file, page),
    lastmod: "2026-01-01",
  }));
}

async function textOf(entries: Iterable<UrlEntry>): Promise<string> {
  let text = "";
  for await (const chunk of urlset(entries)) text += chunk.toString();
  return text;
}

onBothBackends("a site that is scanned again", (backend) => {
  const scanner = setupScanner(backend);

  /** robots.txt → an index → an index of all files: the last one without any validator. */
  async function aSite() {
    const contents = await Promise.all(
      Array.from({ length: FILES }, (_, file) => textOf(pagesOf(file))),
    );
    const last = contents.pop() ?? "";
    const files = contents.map((body, i) => conditional({ body, etag: `"${i}"` }));
    const site = await scanner.startSite({
      "/robots.txt": "Sitemap: /index.xml\n",
      "/plain.xml": () => last,
      ...Object.fromEntries(files.map((file, i) => [`/${i}.xml`, file.response])),
    });
    const names = [...files.map((_, i) => `${site.origin}/${i}.xml`), `${site.origin}/plain.xml`];
    const nested = conditional({ body: sitemapIndex(names), etag: '"nested"' });
    const root = conditional({
      body: sitemapIndex([`${site.origin}/nested.xml`]),
      lastModified: "Thu, 01 Jan 2026 00:00:00 GMT",
    });
    site.set("/nested.xml", nested.response);
    site.set("/index.xml", root.response);
    return { site, files, all: [root, nested, ...files] };
  }

  it("reads nothing again while nothing has changed, and then exactly the edit", async () => {
    const { site, files, all } = await aSite();
    const api = await scanner.startApi();
    await scanner.startWorker();
    const scan = async () => {
      const { body } = await api.submit({ base_url: site.origin });
      const job = await scanner.finished(body.job_id);
      const outcomes = await scanner.query(
        `select outcome, count(*)::int as files from sitemap_files
         where job_id = '${body.job_id}' group by outcome order by outcome`,
      );
      return { job, outcomes };
    };

    expect((await scan()).job).toMatchObject({ pages_found: FILES * PAGES, pages_new: 600 });

    const second = await scan();
    expect(second.job).toMatchObject({
      status: "complete",
      sitemaps_found: FILES + 2,
      sitemaps_read: FILES + 2,
      pages_found: FILES * PAGES,
      pages_new: 0,
      pages_changed: 0,
      pages_removed: 0,
    });
    expect(second.outcomes).toEqual([{ outcome: "not_modified", files: FILES + 2 }]);
    expect(all.map((file) => file.full)).toEqual(all.map(() => 1));
    expect(all.map((file) => file.notModified)).toEqual(all.map(() => 1));

    const edited = pagesOf(3).filter(({ loc }) => loc !== urlOf(3, 7));
    edited[0] = { loc: urlOf(3, 0), lastmod: "2026-02-02" };
    edited.push({ loc: urlOf(3, 50), lastmod: "2026-02-02" }, { loc: urlOf(3, 51) });
    files[3]?.change({ body: await textOf(edited), etag: '"3 again"' });

    expect((await scan()).job).toMatchObject({
      pages_found: FILES * PAGES + 1,
      pages_new: 2,
      pages_changed: 1,
      pages_removed: 1,
    });
    expect(
      await scanner.query(
        `select url from pages p join domains d on d.id = p.domain_id
         where d.domain = '${site.domain}' and removed_at is not null`,
      ),
    ).toEqual([{ url: urlOf(3, 7) }]);
    expect(await scanner.query("select * from invariant_violations")).toEqual([]);
  });
});
