import openapiTypescript, { astToString } from "openapi-typescript";
import { createDocument } from "../../src/openapi/document.ts";

export const TYPES_FILE = new URL("openapi.d.ts", import.meta.url);

/** The types of a client, made from the document by a tool that knows nothing else of us. */
export async function generateTypes(): Promise<string> {
  const types = astToString(await openapiTypescript(JSON.stringify(createDocument())));
  return `/* oxlint-disable */\n// Generated: \`npm run client\` writes it anew.\n${types}`;
}
