import { readFile } from "node:fs/promises";
import { join } from "node:path";

const FILE = join(import.meta.dirname, "../fixtures/self-signed-for-tests.pem");

/** A certificate of localhost that no client trusts, with its key, as a TLS server takes them. */
export async function selfSigned(): Promise<{ cert: string; key: string }> {
  const pem = await readFile(FILE, "utf8");
  return { cert: pem, key: pem };
}
