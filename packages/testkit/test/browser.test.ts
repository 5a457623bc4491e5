import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  findBarriers,
  openBrowser,
  sidewaysScroll,
  type TestBrowser,
  type WatchedPage,
} from "../src/browser/index.ts";
import { startSite, waitFor, type Site, type SiteAnswer } from "../src/index.ts";

const HEAD = `<!doctype html><html lang="en"><title>Plain</title><link rel="icon" href="data:,">`;
const CLEAN = `${HEAD}<main><h1>Plain</h1><p>Nothing wrong here.</p></main>`;

let browser: TestBrowser;
let site: Site;

beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), startSite()]);
});

/** As strict as the policy of the console. */
function strictly(body: string): SiteAnswer {
  const policy = "default-src 'none'; script-src 'self'; img-src 'self' data:; connect-src 'self'";
  return { headers: { "content-security-policy": policy }, body };
}

async function open(path: string, body: string | SiteAnswer): Promise<WatchedPage> {
  site.set(path, body);
  const watched = await browser.openPage({ origin: site.origin });
  await watched.page.goto(`${site.origin}${path}`);
  return watched;
}

/** Chromium tells of some faults a moment after they happened. @returns all until this one is told */
async function faultsUntil({ takeFaults }: WatchedPage, last: string): Promise<string[]> {
  const faults: string[] = [];
  await waitFor(
    () => {
      faults.push(...takeFaults());
      return faults.some((fault) => fault.includes(last));
    },
    { what: `the fault "${last}"` },
  );
  return faults;
}

describe("openPage()", () => {
  it("finds no fault where there is none", async () => {
    const { page, takeFaults } = await open("/clean", CLEAN);

    expect(await page.title()).toBe("Plain");
    expect(takeFaults()).toEqual([]);
  });

  it("tells what scripts throw and what they say to the console", async () => {
    const watched = await open(
      "/errors",
      `${CLEAN}<script>console.error("said"); console.log("fine"); missing()</script>`,
    );

    const faults = await faultsUntil(watched, "script: ");

    expect(faults).toEqual(["console: said", "script: missing is not defined"]);
  });

  it("tells what asks for another origin, which gets no answer", async () => {
    const watched = await open("/foreign", CLEAN);

    await watched.page.evaluate("fetch('https://example.com/pixel').catch(() => undefined)");

    expect(await faultsUntil(watched, "failed: ")).toEqual(
      expect.arrayContaining([
        "foreign: GET https://example.com/pixel",
        "failed: GET https://example.com/pixel net::ERR_NAME_NOT_RESOLVED",
      ]),
    );
  });

  it("tells what the content security policy refuses", async () => {
    const watched = await open("/policy", strictly(`${CLEAN}<script>1</script>`));

    const faults = await faultsUntil(watched, "CSP ");

    expect(faults).toContainEqual(expect.stringContaining("CSP script-src-elem: inline"));
  });

  it("tells an answer of 400 and above once", async () => {
    const watched = await open("/answers", CLEAN);

    await watched.page.evaluate("fetch('/nothing')");

    const faults = await faultsUntil(watched, "answer: ");
    expect(faults).toEqual([`answer: 404 GET ${site.origin}/nothing`]);
    expect(watched.takeFaults()).toEqual([]);
  });
});

describe("findBarriers()", () => {
  it("tells what axe finds serious, also under a strict policy", async () => {
    const clean = await open("/fair", strictly(CLEAN));
    const faulty = await open("/unfair", strictly(`${CLEAN}<img src="data:,"><input>`));

    expect(await findBarriers(clean.page)).toEqual([]);
    expect(await findBarriers(faulty.page)).toEqual([
      expect.stringContaining("axe image-alt: img"),
      expect.stringContaining("axe label: input"),
    ]);
    expect(clean.takeFaults()).toEqual([]);
  });
});

describe("sidewaysScroll()", () => {
  it("says how much wider than its window a page is", async () => {
    const narrow = await open("/narrow", CLEAN);
    const wide = await open("/wide", `${CLEAN}<div style="width:1300px;height:1px"></div>`);

    expect(await sidewaysScroll(narrow.page)).toBe(0);
    expect(await sidewaysScroll(wide.page)).toBeGreaterThanOrEqual(20);
  });
});
