import { randomUUID } from "node:crypto";
import { expect, it } from "@jest/globals";
import { sql } from "kysely";
import { endFile, findFileToKeep } from "../src/index.ts";
import { setupPipeline } from "./setup.ts";

const pipeline = setupPipeline();

/** The one file of a new scan of the domain. */
async function claimFile(domain: string) {
  const jobId = await pipeline.submit({ domain });
  await pipeline.discover(jobId, [`https://${domain}/sitemap.xml`]);
  const task = await pipeline.claim(jobId);
  if (!task.file) throw new Error("Cannot claim a file: the task has none");
  return { ...task, file: task.file };
}

it("findFileToKeep() passes over a file that was read by a version without audits", async () => {
  const domain = `${randomUUID()}.example.com`;
  const first = await claimFile(domain);
  const result = { outcome: "ok", read_completely: true, body_sha256: Buffer.alloc(32) } as const;
  await endFile(pipeline.db, first, result);
  const second = await claimFile(domain);

  const audited = await findFileToKeep(pipeline.db, second);
  await sql`update sitemap_files set audited = false where id = ${first.file.id}`.execute(
    pipeline.db,
  );
  const unaudited = await findFileToKeep(pipeline.db, second);

  expect([audited?.id, unaudited]).toEqual([first.file.id, undefined]);
});
