import { describe, expect, it } from "@jest/globals";
import { AuditEvent, NewKey, type Scope } from "@sitemap-scanner/contracts";
import type { Tx } from "@sitemap-scanner/database";
import { createKey, isApiKey } from "@sitemap-scanner/pipeline";
import { randomUUID } from "node:crypto";
import { actsSettled } from "./acts-settled.ts";
import { expectProblem } from "./expect-problem.ts";
import { giveUp } from "./hold-up.ts";
import { setupApi } from "./setup.ts";

const api = setupApi({ AUTH: "keys", RATE_LIMIT_PER_MINUTE: "0", KEY_MAX_LIVE_SCANS: "2" });
const JOBS = "/api/v3/sitemap/jobs";
const SCAN = "/api/v3/sitemap/scan";

async function aKey(scopes: Scope[] = ["scans:read"], owner = "tester") {
  const { secret, row } = await createKey(api.db, { owner, scopes, expiresInSeconds: null });
  return { id: row.id, secret, bearer: `Bearer ${secret}` };
}

const aScan = () => ({ base_url: `${randomUUID()}.example.com` });

const lockKey = (tx: Tx, id: string) =>
  tx.selectFrom("api_keys").select("id").where("id", "=", id).forUpdate().execute();

function actOf(actor: string) {
  return api.db
    .selectFrom("audit_events")
    .selectAll()
    .where("actor", "=", actor)
    .executeTakeFirstOrThrow();
}

describe("a request", () => {
  it.each([
    ["without a key", undefined, 'Bearer realm="sitemap-scanner"'],
    ["with a text that is no key", "Bearer nonsense", /error="invalid_token"/],
    ["with another scheme", "Basic dXNlcjpwYXNz", /error="invalid_token"/],
    ["with a key of a wrong checksum", `Bearer sms_${"0".repeat(38)}`, /error="invalid_token"/],
  ])("%s is answered 401, and told what to send", async (_name, authorization, challenge) => {
    const request = api.http.get(JOBS);
    if (authorization !== undefined) request.set("Authorization", authorization);

    const answer = await request;

    expectProblem(answer, 401, "unauthorized");
    expect(answer.headers["www-authenticate"]).toMatch(challenge);
  });

  it("with a revoked or an expired key is answered as one with an unknown key", async () => {
    const [admin, revoked] = [await aKey(["admin"]), await aKey()];
    const { secret: expired, row } = await createKey(api.db, {
      owner: "tester",
      scopes: ["admin"],
      expiresInSeconds: 3_600,
    });
    await api.http.post(`/api/v3/keys/${revoked.id}/revoke`).set("Authorization", admin.bearer);
    await api.db
      .updateTable("api_keys")
      .set({ expires_at: new Date(0) })
      .where("id", "=", row.id)
      .execute();

    for (const bearer of [revoked.bearer, `Bearer ${expired}`]) {
      const answer = await api.http.get(JOBS).set("Authorization", bearer);
      expectProblem(answer, 401, "unauthorized");
      expect(answer.body.detail).toBe("Cannot use this key: it is unknown, revoked or expired");
    }
  });

  it("with a key in its query is answered 401", async () => {
    const { secret } = await aKey();

    expectProblem(await api.http.get(`${JOBS}?api_key=${secret}`), 401, "unauthorized");
  });

  it("is refused before its body is looked at", async () => {
    const answer = await api.http.post(SCAN).type("json").send("{nonsense");

    expectProblem(answer, 401, "unauthorized");
  });

  it.each<[Scope, number, number, number]>([
    ["scans:read", 200, 403, 403],
    ["scans:write", 403, 202, 403],
    ["admin", 200, 202, 200],
  ])("with a key for %s may do what that says", async (scope, read, write, administer) => {
    const { bearer } = await aKey([scope]);

    const answers = await Promise.all([
      api.http.get(JOBS).set("Authorization", bearer),
      api.http.post(SCAN).set("Authorization", bearer).send(aScan()),
      api.http.get("/api/v3/keys").set("Authorization", bearer),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([read, write, administer]);
    for (const answer of answers.filter(({ status }) => status === 403)) {
      expectProblem(answer, 403, "insufficient_scope");
    }
  });

  it.each(["/livez", "/readyz", "/openapi.json", "/problems/not_found", "/robots.txt", "/sign-in"])(
    "for %s needs no key",
    async (path) => {
      expect((await api.http.get(path)).status).toBe(200);
    },
  );
});

describe("a scan", () => {
  it("remembers the owner of the key it was asked for with", async () => {
    const { bearer } = await aKey(["scans:write"], "Ada");

    const { body } = await api.http.post(SCAN).set("Authorization", bearer).send(aScan());

    const job = await api.db
      .selectFrom("jobs")
      .select("created_by")
      .where("job_id", "=", body.job_id)
      .executeTakeFirstOrThrow();
    expect(job.created_by).toBe("Ada");
  });

  it("beyond the live ones that a key may have is refused, however many come at once", async () => {
    const { bearer } = await aKey(["scans:write"]);

    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        api.http.post(SCAN).set("Authorization", bearer).send(aScan()),
      ),
    );

    const refused = answers.filter(({ status }) => status !== 202);
    expect(refused).toHaveLength(4);
    for (const answer of refused) expectProblem(answer, 429, "too_many_live_scans");
  });
});

describe("/api/v3/keys", () => {
  it("shows the secret once, stores its hash alone, and lists the key by its beginning", async () => {
    const { bearer } = await aKey(["admin"]);
    const request = { owner: "Grace", scopes: ["scans:read"], expires_in: "90d" };

    const created = await api.http.post("/api/v3/keys").set("Authorization", bearer).send(request);
    const { key, id } = NewKey.parse(created.body);
    const listed = await api.http.get("/api/v3/keys").set("Authorization", bearer);
    const used = await api.http.get(JOBS).set("Authorization", `Bearer ${key}`);

    expect(created.status).toBe(201);
    expect(isApiKey(key)).toBe(true);
    expect(used.status).toBe(200);
    expect(listed.text).toContain(id);
    expect(listed.text).not.toContain(key);
    const { rows } = await api.db
      .selectFrom("api_keys")
      .selectAll()
      .where("id", "=", id)
      .execute()
      .then((rows) => ({ rows: JSON.stringify(rows) }));
    expect(rows).not.toContain(key);
    expect(JSON.stringify(api.log)).not.toContain(key);
  });

  it("leaves a row of each act: who, what, to what, and how it ended", async () => {
    const { bearer, id: keyId } = await aKey(["admin"], "Edsger");
    const victim = await aKey();
    await api.http.post(`/api/v3/keys/${victim.id}/revoke`).set("Authorization", bearer);
    await api.http.post(`/api/v3/keys/${randomUUID()}/revoke`).set("Authorization", bearer);
    await actsSettled(api);

    const audit = await api.http.get("/api/v3/audit").set("Authorization", bearer);

    const acts = AuditEvent.array()
      .parse(audit.body.data)
      .filter((event) => event.actor === "Edsger");
    expect(acts.map(({ action, status, key_id }) => ({ action, status, key_id }))).toEqual([
      { action: "revokeKey", status: 404, key_id: keyId },
      { action: "revokeKey", status: 200, key_id: keyId },
    ]);
    expect(acts.at(-1)?.subject).toBe(victim.id);
  });

  it("leaves in the row how the act ended, also when whoever asked went away meanwhile", async () => {
    const { bearer } = await aKey(["admin"], "Adele");
    const victim = await aKey();
    const path = `/api/v3/keys/${victim.id}/revoke`;

    await giveUp(api, (tx) => lockKey(tx, victim.id), { path, headers: { authorization: bearer } });
    await actsSettled(api);

    expect(await actOf("Adele")).toMatchObject({
      action: "revokeKey",
      status: 200,
      subject: victim.id,
    });
  });

  it("leaves in the row that an act failed after whoever asked went away", async () => {
    const { bearer } = await aKey(["admin"], "Radia");
    const victim = await aKey();
    const path = `/api/v3/keys/${victim.id}/revoke`;
    const takeAway = (tx: Tx) => tx.deleteFrom("api_keys").where("id", "=", victim.id).execute();

    await giveUp(api, takeAway, { path, headers: { authorization: bearer } });
    await actsSettled(api);

    expect(await actOf("Radia")).toMatchObject({ action: "revokeKey", status: 404, subject: path });
  });
});

describe("a browser", () => {
  it("signs in by the form, is known by its cookie, and signs out", async () => {
    const { secret } = await aKey(["admin"], "Barbara");

    const signedIn = await api.http
      .post("/sign-in")
      .type("form")
      .send({ key: secret, next: "/admin/queues" });
    const cookie = String(signedIn.headers["set-cookie"]);
    const session = cookie.split(";")[0] ?? "";
    const who = await api.http.get("/api/v3/session").set("Cookie", session);
    const board = await api.http.get("/admin/queues").set("Cookie", session);
    await api.http.delete("/api/v3/session").set("Cookie", session).set("Origin", api.origin);
    const after = await api.http.get("/api/v3/session").set("Cookie", session);

    expect({ status: signedIn.status, to: signedIn.headers["location"] }).toEqual({
      status: 303,
      to: "/admin/queues",
    });
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(who.body).toEqual({ owner: "Barbara", scopes: ["admin"], signed_in: true });
    expect(board.status).toBe(200);
    expectProblem(after, 401, "unauthorized");
  });

  it("is led to no other site after it signed in", async () => {
    const { secret } = await aKey();

    for (const next of ["//evil.example.com", "https://evil.example.com", "/\\evil.example.com"]) {
      const answer = await api.http.post("/sign-in").type("form").send({ key: secret, next });
      expect(answer.headers["location"]).toBe("/");
    }
  });

  it("with a wrong key gets the form again", async () => {
    const answer = await api.http.post("/sign-in").type("form").send({ key: "nonsense" });

    expect(answer.status).toBe(401);
    expect(answer.text).toContain("unknown, revoked or expired");
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });

  it("that opens the dashboard signs in first, and a program is refused", async () => {
    const page = await api.http.get("/admin/queues").set("Accept", "text/html");
    const program = await api.http.get("/admin/queues/api/queues");

    expect(page.headers["location"]).toBe("/sign-in?next=/admin/queues");
    expectProblem(program, 401, "unauthorized");
  });

  it.each([
    ["another site asked", { "Sec-Fetch-Site": "cross-site" }],
    ["a site beside ours asked", { "Sec-Fetch-Site": "same-site" }],
    ["another origin asked", { Origin: "https://evil.example.com" }],
    ["nobody says who asked", {}],
  ])("changes nothing when %s", async (_name, headers) => {
    const { secret } = await aKey(["admin"]);
    const signedIn = await api.http.post("/api/v3/session").send({ key: secret });
    const session = String(signedIn.headers["set-cookie"]).split(";")[0] ?? "";
    const before = await api.countRows();

    const answer = await api.http.post(SCAN).set("Cookie", session).set(headers).send(aScan());

    expectProblem(answer, 403, "forbidden");
    expect(await api.countRows()).toBe(before);
  });

  it("ends its session with the key", async () => {
    const { secret, id } = await aKey(["admin"]);
    const admin = await aKey(["admin"]);
    const signedIn = await api.http.post("/api/v3/session").send({ key: secret });
    const session = String(signedIn.headers["set-cookie"]).split(";")[0] ?? "";
    await api.http.post(`/api/v3/keys/${id}/revoke`).set("Authorization", admin.bearer);

    expectProblem(await api.http.get(JOBS).set("Cookie", session), 401, "unauthorized");
  });
});
