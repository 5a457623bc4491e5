import { OPERATIONS } from "@sitemap-scanner/contracts";
import type { Plugin } from "vite";

const ID = "virtual:operations";

/**
 * Gives the browser where each operation of the contract is, and no more of it: the schemas, and the library
 * that reads them, are five times as large as the console.
 */
export function operationsPlugin(): Plugin {
  return {
    name: "operations",
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    load(id) {
      if (id !== `\0${ID}`) return null;
      const routes = Object.entries(OPERATIONS).map(([name, { method, path }]) => [
        name,
        { method, path },
      ]);
      return `export default ${JSON.stringify(Object.fromEntries(routes))};`;
    },
  };
}
