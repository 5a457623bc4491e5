import { OPERATIONS, type IntakePass } from "@sitemap-scanner/contracts";
import type { Intake } from "@sitemap-scanner/pipeline";
import { Router } from "express";
import { serve } from "../http/serve.ts";

/** The intake by hand: workers make a pass every second by themselves. */
export function intakeRoutes({ intake }: { intake: Pick<Intake, "runOnce"> }): Router {
  const router = Router();
  serve(router, OPERATIONS.runIntake, async (_input, res) => {
    const pass: IntakePass = await intake.runOnce();
    res.json(pass);
  });
  return router;
}
