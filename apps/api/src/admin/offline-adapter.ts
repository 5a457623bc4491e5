import { ExpressAdapter } from "@bull-board/express";
import type { Request, Response } from "express";

type EntryRoute = Parameters<ExpressAdapter["setEntryRoute"]>[0];

/** The only thing that the page of Bull Board asks another site for. */
const FOREIGN_FONT = /<link href="https:\/\/fonts\.googleapis\.com[^>]*>/g;

/** Bull Board without requests to others: system fonts do. */
export class OfflineAdapter extends ExpressAdapter {
  override setEntryRoute(route: EntryRoute): this {
    this.app[route.method](route.route, (_req: Request, res: Response, next) => {
      const { name, params } = route.handler({ basePath: this.basePath, uiConfig: this.uiConfig });
      res.render(name, params, (error: Error | null, html?: string) => {
        if (error) return next(error);
        res.type("html").send((html ?? "").replaceAll(FOREIGN_FONT, ""));
      });
    });
    return this;
  }
}
