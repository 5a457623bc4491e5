import { ACCESS_OPERATIONS } from "./access.ts";
import { DOMAIN_OPERATIONS } from "./domains.ts";
import type { Operation } from "./operation.ts";
import { RESULT_OPERATIONS } from "./results.ts";
import { SCAN_OPERATIONS } from "./scans.ts";
import { SYSTEM_OPERATIONS } from "./system.ts";
import { WEBHOOK_OPERATIONS } from "./webhooks.ts";

/** Everything that can be asked of the API, by operation id. */
export const OPERATIONS = {
  ...SCAN_OPERATIONS,
  ...RESULT_OPERATIONS,
  ...DOMAIN_OPERATIONS,
  ...WEBHOOK_OPERATIONS,
  ...ACCESS_OPERATIONS,
  ...SYSTEM_OPERATIONS,
} as const satisfies Record<string, Operation>;

export type OperationId = keyof typeof OPERATIONS;
