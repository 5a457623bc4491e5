import type { InlineConfig } from "vite";
import { operationsPlugin } from "./operations-plugin.ts";
import { ROOT } from "./root.ts";

/** The whole configuration: nothing is read from elsewhere. */
export const CONFIG: InlineConfig = {
  root: ROOT,
  configFile: false,
  logLevel: "error",
  base: "/",
  plugins: [operationsPlugin()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    assetsDir: "console",
    target: "es2023",
    // A policy without `data:` for fonts and scripts stays true to its word.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
};
