import type { Webhook } from "@sitemap-scanner/contracts";
import { Badge } from "../../parts/badge.tsx";

type Reason = NonNullable<Webhook["disabled"]>["reason"];

const WHY: Readonly<Record<Reason, string>> = {
  asked: "disabled",
  gone: "disabled: it answered 410",
  failing: "disabled: it failed for days",
};

/** Whether an endpoint is told of events, and if not, why. */
export function WebhookState({ webhook: { disabled, failing_since } }: { webhook: Webhook }) {
  if (disabled) {
    const tone = disabled.reason === "asked" ? "off" : "bad";
    return <Badge tone={tone}>{WHY[disabled.reason]}</Badge>;
  }
  if (failing_since !== null) return <Badge tone="bad">failing</Badge>;
  return <Badge tone="good">enabled</Badge>;
}
