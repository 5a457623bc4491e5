import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import type { Broker } from "@sitemap-scanner/queue";
import { Router } from "express";
import { requireLoopback } from "../http/origin.ts";
import { pageSecurityHeaders } from "../http/security-headers.ts";
import { OfflineAdapter } from "./offline-adapter.ts";

export const BULL_BOARD_PATH = "/admin/queues";

/** The dashboard of the broker: it can delete doorbells, so it opens on this machine alone. */
export function bullBoardRoutes({ queues }: Pick<Broker, "queues">): Router {
  const adapter = new OfflineAdapter();
  adapter.setBasePath(BULL_BOARD_PATH);
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue)),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: "Sitemap scanner" } },
  });
  const router = Router();
  router.use(requireLoopback(), pageSecurityHeaders(), adapter.getRouter());
  return router;
}
