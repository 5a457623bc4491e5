declare module "virtual:operations" {
  import type { OPERATIONS } from "@sitemap-scanner/contracts";

  /** Where each operation is. */
  const routes: {
    readonly [Id in keyof typeof OPERATIONS]: Pick<(typeof OPERATIONS)[Id], "method" | "path">;
  };
  // oxlint-disable-next-line import/no-default-export -- what a module made of JSON has
  export default routes;
}
