import { randomUUID } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import {
  createCancelScan,
  endFile,
  failFile,
  findFileToKeep,
  keepFile,
  recordChildren,
  recordPages,
  type ClaimedTask,
  type FileClaim,
  type PageToRecord,
} from "../src/index.ts";
import { aPage, setupPipeline } from "./setup.ts";

const pipeline = setupPipeline();
const NO_RETRY = { maxAttempts: 1, backoffBaseMs: 1, backoffMaxMs: 1 };

/** Page → year of its lastmod. */
type Listing = Record<string, number>;

/** How a file is found, and what of it can be read. */
type Reading =
  | { as: "whole" | "partial"; pages: Listing }
  | { as: "failed" | "unchanged" }
  | { as: "index"; children: Record<string, Reading> };

function page(name: string, year: number): PageToRecord {
  return aPage(`https://pages.example.com/${name}`, {
    lastmod: new Date(Date.UTC(year, 0)),
    lastmodRaw: String(year),
    foreignHost: true,
  });
}

const urlOf = (name: string) => `https://x.example.com/${name}`;

type ClaimedFile = FileClaim & Pick<ClaimedTask, "job">;

async function read(claim: ClaimedFile, reading: Reading): Promise<void> {
  const { db } = pipeline;
  const body_sha256 = Buffer.alloc(32);
  switch (reading.as) {
    case "failed": {
      const failure = { outcome: "gone", message: "gone", retryAfterMs: null } as const;
      return failFile(db, claim, { outcome: "gone" }, failure, NO_RETRY);
    }
    case "unchanged": {
      const known = await findFileToKeep(db, claim);
      if (!known) throw new Error("Cannot keep a file: it is not known");
      await keepFile(db, claim, known);
      return endFile(db, claim, { outcome: "not_modified", read_completely: true, body_sha256 });
    }
    case "index": {
      const refs = Object.keys(reading.children).map((name) => ({
        url: urlOf(name),
        lastmod: null,
      }));
      await recordChildren(db, claim, refs);
      return endFile(db, claim, { outcome: "ok", entries: 1, read_completely: true, body_sha256 });
    }
    default: {
      const pages = Object.entries(reading.pages).map(([name, year]) => page(name, year));
      await recordPages(db, claim, pages);
      const read_completely = reading.as === "whole";
      const outcome = read_completely ? "ok" : "ok_partial";
      const entries = pages.length;
      return endFile(db, claim, { outcome, entries, read_completely, body_sha256 });
    }
  }
}

/** Every file of a site by its name; one that is named twice is what it was the first time. */
function allOf(roots: Record<string, Reading>): Record<string, Reading> {
  const all = { ...roots };
  for (const reading of Object.values(roots)) {
    if (reading.as === "index") Object.assign(all, { ...allOf(reading.children), ...all });
  }
  return all;
}

/** Scans a site whose robots.txt names these files, and whose files are found so. */
async function scan(domain: string, roots: Record<string, Reading>, { maxPages = 1_000 } = {}) {
  const jobId = await pipeline.submit({ domain, maxPages });
  await pipeline.discover(jobId, Object.keys(roots).map(urlOf));
  const readings = new Map(Object.entries(allOf(roots)).map(([name, r]) => [urlOf(name), r]));
  for (;;) {
    const job = await pipeline.db
      .selectFrom("jobs")
      .selectAll()
      .where("job_id", "=", jobId)
      .executeTakeFirstOrThrow();
    if (job.finished_at) return job;
    const task = await pipeline.claim(jobId);
    const reading = readings.get(task.file?.url ?? "");
    if (!task.file || !reading)
      throw new Error(`Cannot read "${task.file?.url}": not of this site`);
    await read({ ...task, file: task.file }, reading);
  }
}

/** The pages that are there, with the years of their lastmods. */
async function livePages(domain: string): Promise<Listing> {
  const rows = await pipeline.db
    .selectFrom("pages")
    .innerJoin("domains", "domains.id", "pages.domain_id")
    .select(["url", "lastmod"])
    .where("domain", "=", domain)
    .where("removed_at", "is", null)
    .orderBy("url")
    .execute();
  return Object.fromEntries(
    rows.map(({ url, lastmod }) => [url.split("/").at(-1), lastmod?.getUTCFullYear()]),
  );
}

async function countListings(domain: string): Promise<number> {
  const rows = await pipeline.db
    .selectFrom("page_listings")
    .innerJoin("domains", "domains.id", "page_listings.domain_id")
    .select("url_hash")
    .where("domain", "=", domain)
    .execute();
  return rows.length;
}

const aDomain = () => `${randomUUID()}.example.com`;
const indexOf = (children: Record<string, Reading>): Reading => ({ as: "index", children });
const whole = (pages: Listing): Reading => ({ as: "whole", pages });

describe("a second scan", () => {
  it("of an unchanged site has nothing new, changed or removed", async () => {
    const domain = aDomain();
    const roots = { a: whole({ p: 2020, q: 2020 }), b: whole({ q: 2021, r: 2020 }) };
    expect(await scan(domain, roots)).toMatchObject({ pages_found: 3, pages_new: 3 });

    for (const again of [roots, { a: { as: "unchanged" }, b: roots.b }, roots] as const) {
      expect(await scan(domain, again)).toMatchObject({
        status: "complete",
        pages_found: 3,
        pages_new: 0,
        pages_changed: 0,
        pages_removed: 0,
      });
    }
    expect(await livePages(domain)).toEqual({ p: 2020, q: 2021, r: 2020 });
  });

  it("reports exactly the edit: a page added, one changed, one removed", async () => {
    const domain = aDomain();
    await scan(domain, { a: whole({ p: 2020, q: 2020, r: 2020 }), b: whole({ s: 2020 }) });

    const second = await scan(domain, {
      a: whole({ p: 2020, q: 2022, t: 2020 }),
      b: { as: "unchanged" },
    });

    expect(second).toMatchObject({
      pages_found: 4,
      pages_new: 1,
      pages_changed: 1,
      pages_removed: 1,
    });
    expect(await livePages(domain)).toEqual({ p: 2020, q: 2022, s: 2020, t: 2020 });
  });

  it("counts a page that comes back as new", async () => {
    const domain = aDomain();
    await scan(domain, { a: whole({ p: 2020, q: 2020 }) });
    await scan(domain, { a: whole({ p: 2020 }) });

    expect(await scan(domain, { a: whole({ p: 2020, q: 2020 }) })).toMatchObject({
      pages_new: 1,
      pages_changed: 0,
      pages_removed: 0,
    });
    expect(await livePages(domain)).toEqual({ p: 2020, q: 2020 });
  });

  it("neither removes nor adds a page that moves to another file", async () => {
    const domain = aDomain();
    await scan(domain, { a: whole({ p: 2020 }), b: whole({ q: 2020 }) });

    expect(await scan(domain, { a: whole({}), b: whole({ p: 2020, q: 2020 }) })).toMatchObject({
      pages_new: 0,
      pages_changed: 0,
      pages_removed: 0,
    });
    expect(await livePages(domain)).toEqual({ p: 2020, q: 2020 });
    expect(await countListings(domain)).toBe(0);
  });

  it.each<Reading>([{ as: "failed" }, { as: "partial", pages: { p: 2020 } }])(
    "removes no page of a file that was not read to its end: %j",
    async (reading) => {
      const domain = aDomain();
      await scan(domain, { a: whole({ p: 2020, q: 2020 }), b: whole({ r: 2020 }) });

      const second = await scan(domain, { a: reading, b: whole({ s: 2020 }) });

      expect(second).toMatchObject({ pages_new: 1, pages_removed: 1 });
      expect(Object.keys(await livePages(domain))).toEqual(["p", "q", "s"]);
    },
  );

  it("keeps a page that another file may list, until that one was read", async () => {
    const domain = aDomain();
    await scan(domain, { a: whole({ p: 2020 }), b: whole({ p: 2020 }) });
    await scan(domain, { a: whole({ p: 2020 }), b: { as: "failed" } });

    await scan(domain, { a: whole({ x: 2020 }), b: { as: "failed" } });
    expect(Object.keys(await livePages(domain))).toEqual(["p", "x"]);
    await scan(domain, { a: whole({ x: 2020 }), b: whole({ y: 2020 }) });
    expect(Object.keys(await livePages(domain))).toEqual(["x", "y"]);
  });

  it("removes nothing when it has all the pages it may have", async () => {
    const domain = aDomain();
    await scan(domain, { a: whole({ p: 2020, q: 2020, r: 2020 }) });

    const second = await scan(
      domain,
      { a: { as: "partial", pages: { z: 2020 } } },
      { maxPages: 1 },
    );

    expect(second).toMatchObject({ pages_found: 1, pages_removed: 0 });
    expect(Object.keys(await livePages(domain))).toEqual(["p", "q", "r", "z"]);
  });

  it("removes the pages of a file that its index names no more, and of none that it may", async () => {
    const domain = aDomain();
    await scan(domain, { i: indexOf({ a: whole({ p: 2020 }), b: whole({ q: 2020 }) }) });

    await scan(domain, { i: { as: "failed" }, j: whole({ x: 2020 }) });
    expect(Object.keys(await livePages(domain))).toEqual(["p", "q", "x"]);
    await scan(domain, { i: indexOf({ a: { as: "failed" } }), j: whole({ x: 2020 }) });
    expect(Object.keys(await livePages(domain))).toEqual(["p", "x"]);
    await scan(domain, { j: whole({ x: 2020 }) });
    expect(Object.keys(await livePages(domain))).toEqual(["x"]);
  });

  it("names the files of an unchanged index again, also those that another index named first", async () => {
    const domain = aDomain();
    const a = whole({ p: 2020 });
    const index = (...names: string[]): Reading => ({
      as: "index",
      children: Object.fromEntries(names.map((name) => [name, a])),
    });
    await scan(domain, { i: index("a"), j: index("a", "i") });

    const second = await scan(domain, { i: whole({ z: 2020 }), j: { as: "unchanged" }, a });

    expect(second).toMatchObject({ sitemaps_found: 3, pages_found: 2, pages_removed: 0 });
    expect(await scan(domain, { j: { as: "unchanged" }, i: { as: "failed" }, a })).toMatchObject({
      sitemaps_found: 3,
    });
  });

  it("ends a loop of indexes that name each other and that nobody else names", async () => {
    const domain = aDomain();
    const b: Reading = { as: "index", children: { a: whole({}), c: whole({ p: 2020 }) } };
    await scan(domain, { a: { as: "index", children: { b, c: whole({ p: 2020 }) } } });

    expect(await scan(domain, { d: whole({ q: 2020 }) })).toMatchObject({ pages_removed: 1 });
  });

  it("takes what was stored, and no more, when an unchanged file holds more than it may have", async () => {
    const domain = aDomain();
    await scan(domain, { a: whole({ p: 2020, q: 2020, r: 2020 }) });
    const jobId = await pipeline.submit({ domain, maxPages: 2 });
    await pipeline.discover(jobId, [urlOf("a")]);
    const task = await pipeline.claim(jobId);
    if (!task.file) throw new Error("Cannot keep a file: the task has none");
    const claim = { ...task, file: task.file };

    const known = await findFileToKeep(pipeline.db, claim);

    expect(await keepFile(pipeline.db, claim, known ?? { id: "0" })).toMatchObject({
      limitReached: true,
    });
    const job = await pipeline.db
      .selectFrom("jobs")
      .select(["pages_found", "limits_hit"])
      .where("job_id", "=", jobId)
      .executeTakeFirstOrThrow();
    expect(job).toEqual({ pages_found: 2, limits_hit: ["max_pages"] });
    await createCancelScan({ db: pipeline.db })(jobId);
  });

  it("says so when a file ends just at the limit, and others were to come", async () => {
    const roots = { a: whole({ p: 2020 }), b: whole({ q: 2020 }) };

    const job = await scan(aDomain(), roots, { maxPages: 1 });

    expect(job).toMatchObject({ status: "complete", pages_found: 1, limits_hit: ["max_pages"] });
  });

  it("says nothing of a limit when all that there is comes just to it", async () => {
    const job = await scan(aDomain(), { a: whole({ p: 2020 }) }, { maxPages: 1 });

    expect(job).toMatchObject({ status: "complete", pages_found: 1, limits_hit: [] });
  });
});

describe("scans of a site that changes", () => {
  const FILES = ["a", "b", "c"];
  const listing = fc.dictionary(fc.constantFrom("p", "q", "r", "s"), fc.constantFrom(2020, 2021), {
    maxKeys: 4,
  });
  const step = fc.record({
    /** What each file lists from now on; null: as before. */
    edits: fc.tuple(...FILES.map(() => fc.option(listing))),
    found: fc.tuple(
      ...FILES.map(() => fc.constantFrom("whole", "whole", "partial", "failed", "absent", "asked")),
    ),
    order: fc.shuffledSubarray(FILES, { minLength: FILES.length }),
  });

  it("say at each scan what came, moved and went, whatever could be read of it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 5 }), async (steps) => {
        const domain = aDomain();
        const model = new Model();
        for (const { edits, found, order } of steps) {
          FILES.forEach((name, i) => model.edit(name, edits[i] ?? null));
          const roots: Record<string, Reading> = { steady: whole({ z: 2020 }) };
          for (const name of order) {
            const reading = model.find(name, found[FILES.indexOf(name)] ?? "whole");
            if (reading) roots[name] = reading;
          }
          const { pages_new, pages_changed, pages_removed } = await scan(domain, roots);

          expect({ pages_new, pages_changed, pages_removed }).toEqual(model.afterScan(roots));
          expect(await livePages(domain)).toEqual(model.pages);
        }
      }),
      { numRuns: 25 },
    );
  });
});

/** What must be known after each scan, worked out from nothing but what could be read. */
class Model {
  pages: Listing = {};
  #site: Record<string, Listing> = { steady: { z: 2020 } };
  #known: Record<string, Listing> = {};
  /** What the last whole reading of a file gave, while nothing was read of it since. */
  #lastWhole: Record<string, string | undefined> = {};

  edit(name: string, listing: Listing | null): void {
    this.#site[name] = listing ?? this.#site[name] ?? {};
  }

  /** How a file is read that is found in this way; undefined when it is not there. */
  find(name: string, found: string): Reading | undefined {
    const pages = this.#site[name] ?? {};
    if (found === "absent") return undefined;
    if (found === "failed") return { as: "failed" };
    if (found === "partial")
      return { as: "partial", pages: Object.fromEntries(Object.entries(pages).slice(0, 1)) };
    const isKnown = this.#lastWhole[name] === JSON.stringify(pages);
    return found === "asked" && isKnown ? { as: "unchanged" } : { as: "whole", pages };
  }

  afterScan(roots: Record<string, Reading>) {
    for (const name of Object.keys(this.#known)) if (!(name in roots)) delete this.#known[name];
    for (const [name, reading] of Object.entries(roots)) this.#read(name, reading);

    const before = this.pages;
    const listed = (url: string) => Object.values(this.#known).flatMap((pages) => pages[url] ?? []);
    const urls = [...new Set(Object.values(this.#known).flatMap(Object.keys))].sort();
    this.pages = Object.fromEntries(urls.map((url) => [url, Math.max(...listed(url))]));
    const stayed = urls.filter((url) => url in before);
    return {
      pages_new: urls.length - stayed.length,
      pages_changed: stayed.filter((url) => before[url] !== this.pages[url]).length,
      pages_removed: Object.keys(before).length - stayed.length,
    };
  }

  #read(name: string, reading: Reading): void {
    if (reading.as === "whole") {
      this.#known[name] = reading.pages;
      this.#lastWhole[name] = JSON.stringify(reading.pages);
    }
    if (reading.as === "partial") {
      this.#known[name] = { ...this.#known[name], ...reading.pages };
      if (Object.keys(reading.pages).length > 0) this.#lastWhole[name] = undefined;
    }
  }
}
