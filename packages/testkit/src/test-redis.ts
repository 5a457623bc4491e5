import { randomUUID } from "node:crypto";
import { requireSetting } from "./require-setting.ts";

/** The Redis that all tests of a run share: keep to keys of your own, see `testQueuePrefix`. */
export function testRedisUrl(): string {
  return requireSetting("TEST_REDIS_URL");
}

/** A BullMQ prefix that no other test uses. */
export function testQueuePrefix(): string {
  return `test-${randomUUID()}`;
}
