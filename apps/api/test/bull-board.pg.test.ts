import { describe, expect, it } from "@jest/globals";
import { actsSettled } from "./acts-settled.ts";
import { expectProblem } from "./expect-problem.ts";
import { setupApi } from "./setup.ts";

const BOARD = "/admin/queues";
const api = setupApi({ ALLOWED_HOSTS: "scanner.test" });
const writable = setupApi({ BULL_BOARD: "write" });

describe("GET /admin/queues", () => {
  it("shows the queue, and asks no other site for anything", async () => {
    const page = await api.http.get(BOARD);
    const queues = await api.http.get(`${BOARD}/api/queues`);

    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(page.headers["content-security-policy"]).toContain("default-src 'self'");
    expect(queues.body.queues.map((queue: { name: string }) => queue.name)).toEqual([
      "sitemap-tasks",
    ]);
  });

  it("serves every script and style that its page names", async () => {
    const page = await api.http.get(BOARD);
    const files = [...page.text.matchAll(/(?:src|href)="(static\/[^"]+)"/g)].map(
      ([, file]) => file,
    );

    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect((await api.http.get(`${BOARD}/${file}`)).status).toBe(200);
  });

  it.each([
    ["a name that the other pages are served under", { Host: "scanner.test" }],
    ["a proxy", { "X-Forwarded-For": "203.0.113.9" }],
  ])("refuses %s", async (_name, headers) => {
    expectProblem(await api.http.get(BOARD).set(headers), 403, "forbidden");
    expectProblem(await api.http.get(`${BOARD}/api/queues`).set(headers), 403, "forbidden");
  });

  it("refuses a write that a browser sends for another site", async () => {
    const write = `${BOARD}/api/queues/sitemap-tasks/pause`;
    const foreign = await writable.http.put(write).set("Sec-Fetch-Site", "cross-site");
    const own = await writable.http.put(write).set("Sec-Fetch-Site", "same-origin");

    expectProblem(foreign, 403, "forbidden");
    expect(own.status).toBe(200);
  });

  it("leaves a row of each write", async () => {
    await writable.http.put(`${BOARD}/api/queues/sitemap-tasks/resume`);
    await actsSettled(writable);

    const { body } = await writable.http.get("/api/v3/audit");

    expect(body.data[0]).toMatchObject({
      action: `PUT ${BOARD}/api/queues/sitemap-tasks/resume`,
      status: 200,
    });
  });

  it("changes nothing unless that was asked for when it was started", async () => {
    const write = await api.http.put(`${BOARD}/api/queues/sitemap-tasks/pause`);
    const { body } = await api.http.get(`${BOARD}/api/queues`);

    expectProblem(write, 403, "forbidden");
    expect(body.queues[0]).toMatchObject({ isPaused: false, readOnlyMode: true });
  });
});
