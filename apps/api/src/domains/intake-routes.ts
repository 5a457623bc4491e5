import { Router } from "express";
import type { IntakePass } from "@sitemap-scanner/contracts";
import type { Intake } from "@sitemap-scanner/pipeline";
import { allowOnly } from "../http/methods.ts";

/** The intake by hand: workers make a pass every second by themselves. */
export function intakeRoutes({ intake }: { intake: Pick<Intake, "runOnce"> }): Router {
  const router = Router();
  router
    .route("/api/v3/intake/run")
    .post(async (_req, res) => {
      const pass: IntakePass = await intake.runOnce();
      res.json(pass);
    })
    .all(allowOnly("POST"));
  return router;
}
