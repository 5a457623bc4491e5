import { z } from "zod";

/** `jobs.params`: anybody may insert a job by SQL, so it is checked where it is read. */
export const ScanParams = z.looseObject({
  scheme: z.enum(["http", "https"]).optional(),
  sitemap_urls: z.array(z.string()).optional(),
});
export type ScanParams = z.infer<typeof ScanParams>;
