import { OPERATIONS, type Operation } from "@sitemap-scanner/contracts";
import packageJson from "../../package.json" with { type: "json" };
import { HEADERS, type ResponseObject } from "./answers.ts";
import { createJsonSchemas, type JsonSchema } from "./json-schemas.ts";
import { createProblemResponses } from "./problem-responses.ts";
import {
  IDEMPOTENCY_KEY,
  SECURITY_SCHEMES,
  toOperationObject,
  type OperationObject,
} from "./to-operation-object.ts";
import { toWebhooks } from "./webhooks.ts";

type Paths = Record<string, Partial<Record<Operation["method"], OperationObject>>>;

export interface OpenApiDocument {
  openapi: string;
  info: object;
  servers: readonly object[];
  tags: readonly object[];
  paths: Paths;
  webhooks: Record<string, object>;
  components: {
    schemas: Readonly<Record<string, JsonSchema>>;
    responses: Readonly<Record<string, ResponseObject>>;
    headers: typeof HEADERS;
    parameters: object;
    securitySchemes: object;
  };
}

const TAGS: Readonly<Record<Operation["tag"], string>> = {
  Scans: "Ask for scans, and follow them.",
  Results: "What a scan found: the sitemap files and how each one went, and the pages they list.",
  Domains: "Sites, what is known of them, and when they are scanned by themselves.",
  Webhooks: "Be told of what happens, rather than ask.",
  Access: "Keys, sessions of browsers, and what was done with them.",
  System: "How the service itself does.",
};

const INFO = {
  title: "Sitemap scanner",
  version: packageJson.version,
  summary: "Takes a domain, finds every sitemap of it, and reads them all.",
  description: [
    "**Errors** are [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problems with a stable `code`; what one means is told where its `type` leads.",
    "**Lists** come in pages: ask again with `cursor` set to `next`, until `has_more` is false.",
    "**Streams** in lines (`application/x-ndjson`, `text/csv`) are of any length: a schema there is that of one line.",
    "**Requests** are named by `X-Request-Id`, and logged under that name.",
    "**Answers** may get further fields: ignore those you do not know.",
  ].join("\n\n"),
  license: { name: "All rights reserved", identifier: "LicenseRef-All-Rights-Reserved" },
};

/** Everything that can be asked of the API, and what it may answer, from the contract alone. */
export function createDocument(): OpenApiDocument {
  const schemas = createJsonSchemas();
  const problems = createProblemResponses(schemas);
  const paths: Paths = {};
  for (const [id, operation] of Object.entries<Operation>(OPERATIONS)) {
    const path = (paths[operation.path] ??= {});
    path[operation.method] = toOperationObject(id, operation, schemas, problems);
  }
  const webhooks = toWebhooks(schemas);
  return {
    openapi: "3.1.1",
    info: INFO,
    servers: [{ url: "/" }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    webhooks,
    components: {
      schemas: schemas.named,
      responses: problems.named,
      parameters: { IdempotencyKey: IDEMPOTENCY_KEY },
      headers: HEADERS,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}
