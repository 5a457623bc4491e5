import { KeyRequest, SCOPES } from "@sitemap-scanner/contracts";
import { openDatabase } from "@sitemap-scanner/database";
import { createKeyByHand } from "@sitemap-scanner/pipeline";
import { ConfigError, readEnvironment } from "@sitemap-scanner/runtime";
import { parseArgs } from "node:util";

const USAGE = `Usage: node apps/api/src/create-key.ts --owner <name> [--scopes <scope,…>]
Makes a key in the database of DATABASE_URL, such as the first one. Scopes: ${SCOPES.join(", ")}
(default: admin). The key is printed on stdout, and stands nowhere else.`;

const { values } = parseArgs({
  options: { owner: { type: "string" }, scopes: { type: "string", default: "admin" } },
});
const request = KeyRequest.safeParse({
  owner: values.owner ?? "",
  scopes: values.scopes.split(",").map((scope) => scope.trim()),
});

if (request.success) {
  try {
    await makeKey(request.data);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
} else {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
}

async function makeKey({ owner, scopes }: KeyRequest): Promise<void> {
  const { database } = readEnvironment();
  const db = openDatabase({ url: database.url, applicationName: "create-key", poolSize: 2 });
  try {
    const request = { owner, scopes, expiresInSeconds: null };
    const { secret, row } = await createKeyByHand(db, "the command create-key", request);
    process.stderr.write(`Key ${row.prefix}… of ${owner}, for ${scopes.join(", ")}:\n`);
    process.stdout.write(`${secret}\n`);
  } finally {
    await db.destroy();
  }
}
