/** What an operator does in a browser, by mouse and by keyboard alone, against real processes. */
import { describe, expect, it } from "@jest/globals";
import { urlset, type Site } from "@sitemap-scanner/testkit";
import type { Page } from "@sitemap-scanner/testkit/browser";
import { expectSeen, expectUnseen } from "./expect-seen.ts";
import { HANDS, handsOf } from "./hands.ts";
import { setupConsole } from "./setup.ts";

const web = setupConsole();

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const rowOf = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });

/** Of one page at its first scan, which has been made, and of two since then. */
async function aSiteThatGrew(): Promise<Site> {
  const paths = ["/one"];
  const site = await web.scanner.startSite(({ url, headers }) =>
    url === "/sitemap.xml"
      ? urlset(paths.map((path) => `http://${headers.host}${path}`))
      : { status: 404 },
  );
  const { body } = await web.api.submit({ base_url: site.origin });
  await web.scanner.finished(body.job_id);
  paths.push("/two");
  return site;
}

describe.each(HANDS)("by %s alone, an operator", (how) => {
  it("queues a domain, has it scanned by itself, and sees its pages over time", async () => {
    const { domain } = await aSiteThatGrew();
    const page = await web.open("/domains");
    const hands = handsOf(how, page);

    await hands.write(page.getByLabel("Domain to queue"), domain);
    await hands.press(button(page, "Add to queue"));
    await hands.press(page.getByRole("row").getByRole("link", { name: domain, exact: true }));
    await hands.choose(page.getByLabel("Scan it"), "every 6 hours");
    await hands.press(button(page, "Keep this schedule"));

    await expectSeen(page.getByText(/Next scan:/));
    await expectSeen(page.getByRole("img", { name: "From 1 to 2 pages in 2 scans" }));
    await hands.press(page.getByRole("link", { name: "1 page new" }));
    await expectSeen(page.getByRole("heading", { name: domain, level: 1 }));
    expect(new URL(page.url()).search).toBe("?tab=changes&change=new");
  });

  it("adds a webhook, keeps its secret, tries it and posts an event again", async () => {
    const receiver = await web.scanner.startSite({ "/hook": { status: 204 } });
    const page = await web.open("/webhooks");
    const hands = handsOf(how, page);

    await hands.write(page.getByLabel("Post to"), `${receiver.origin}/hook`);
    await hands.press(button(page, "Add webhook"));
    await expectSeen(page.getByText(/^whsec_/));
    await hands.press(button(page, "I have kept it"));
    await expectUnseen(page.getByText(/^whsec_/));
    await hands.press(page.getByRole("link", { name: `${receiver.origin}/hook` }));
    await hands.press(button(page, "Post a test event"));
    await hands.press(page.getByRole("link", { name: "see its delivery" }));
    const delivery = page.getByRole("region", { name: "Delivery", exact: true });
    await expectSeen(delivery.getByText("HTTP 204"));
    await hands.press(button(page, "Post it again"));

    await expectSeen(rowOf(page, "delivered").nth(1));
    await hands.press(page.getByText("Change where and when it posts"));
    await hands.write(page.getByLabel("Description"), "for the night shift");
    await hands.press(page.getByRole("checkbox", { name: /scan\.failed/ }));
    await hands.press(button(page, "Keep these changes"));
    await expectSeen(page.getByText("for the night shift"));
    await expectSeen(page.getByText("scan.complete, domain.changed", { exact: true }));
    await hands.press(button(page, "Disable"));
    await expectSeen(page.locator(".title .badge").filter({ hasText: "disabled" }));
    expect(receiver.requests.map(({ url }) => url)).toEqual(["/hook", "/hook"]);
  });

  it("makes a key that is shown once, and revokes it", async () => {
    const owner = `somebody by ${how}`;
    const page = await web.open("/keys");
    const hands = handsOf(how, page);

    await hands.write(page.getByLabel("Whose it is"), owner);
    await hands.press(page.getByRole("checkbox", { name: /scans:write/ }));
    await hands.press(button(page, "Make key"));
    const secret = await page.getByText(/^sms_\w{38}$/).innerText();
    await hands.press(button(page, "I have kept it"));
    await expectSeen(rowOf(page, owner).filter({ hasText: "scans:read, scans:write" }));
    await hands.press(rowOf(page, owner).getByRole("button", { name: /^Revoke/ }));
    await hands.press(page.getByRole("dialog").getByRole("button", { name: "Revoke" }));

    await expectSeen(rowOf(page, owner).filter({ hasText: "revoked" }));
    expect(await page.content()).not.toContain(secret);
  });

  it("goes to the queues of BullMQ", async () => {
    const page = await web.open("/");

    await handsOf(how, page).press(page.getByRole("link", { name: "Queues" }));

    await page.waitForURL(/\/admin\/queues/);
    await expectSeen(page.getByRole("link", { name: /sitemap/i }).first());
  });

  it("signs in with a key, and out again", async () => {
    const { secret, origin } = await anApiWithKeys();
    const page = await web.open("/scans?status=failed", { origin });
    const hands = handsOf(how, page);
    await page.waitForURL(/\/sign-in\?next=/);

    await hands.write(page.getByLabel("Your key"), secret);
    await hands.press(button(page, "Sign in"));
    await expectSeen(page.getByRole("heading", { name: "Scans", level: 1 }));
    expect(new URL(page.url()).search).toBe("?status=failed");
    await hands.press(button(page, "Sign out"));

    await page.waitForURL(/\/sign-in/);
    await page.goto(`${origin}/keys`);
    await page.waitForURL(/\/sign-in\?next=/);
    // That nobody was signed in was told to the page, and led it here.
    web.expectFault(`answer: 401 GET ${origin}`);
  });
});

async function anApiWithKeys(): Promise<{ secret: string; origin: string }> {
  const made = await fetch(`${web.api.origin}/api/v3/keys`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ owner: "operator", scopes: ["admin"] }),
  });
  const { key } = (await made.json()) as { key: string };
  const { origin } = await web.scanner.startApi({ AUTH: "keys" });
  return { secret: key, origin };
}
