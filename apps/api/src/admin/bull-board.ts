import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import type { Broker } from "@sitemap-scanner/queue";
import { Router, type RequestHandler } from "express";
import { requireScope } from "../access/authorize.ts";
import type { AccessMode } from "../access/identify.ts";
import { findPrincipal } from "../access/principal.ts";
import { requireLoopback } from "../http/host.ts";
import { ForbiddenError, isReading } from "../http/origin.ts";
import { pageSecurityHeaders } from "../http/security-headers.ts";
import { OfflineAdapter } from "./offline-adapter.ts";

export const BULL_BOARD_PATH = "/admin/queues";

export interface BullBoardOptions extends Pick<Broker, "queues"> {
  mode: AccessMode;
  /** Whether doorbells may be deleted and queues paused there. */
  writable: boolean;
  /** Leaves a row of every write. */
  audit: RequestHandler;
}

/** The dashboard of the broker, for those who may do everything. */
export function bullBoardRoutes({ queues, mode, writable, audit }: BullBoardOptions): Router {
  const adapter = new OfflineAdapter();
  adapter.setBasePath(BULL_BOARD_PATH);
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: !writable })),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: "Sitemap scanner" } },
  });
  const router = Router();
  if (mode === "off") router.use(requireLoopback());
  else router.use(leadToSignIn, requireScope("admin"));
  if (!writable) router.use(refuseWrites);
  router.use(audit, pageSecurityHeaders(), adapter.getRouter());
  return router;
}

/** A person who opens the page is asked for a key, and comes back. */
const leadToSignIn: RequestHandler = (req, res, next) => {
  const isPage = isReading(req) && req.accepts(["json", "html"]) === "html";
  if (findPrincipal(res) || !isPage) return next();
  res.redirect(303, `/sign-in?next=${BULL_BOARD_PATH}`);
};

const refuseWrites: RequestHandler = (req, _res, next) => {
  if (!isReading(req)) {
    throw new ForbiddenError("Cannot change the queue here: BULL_BOARD is read");
  }
  next();
};
