import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const RULES: RunOptions = {
  resultTypes: ["violations"],
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
};

const SERIOUS = new Set(["serious", "critical"]);

/**
 * What axe finds serious or critical in the page as it stands, a line for each element.
 *
 * @param only rules of axe to look for, where all others have been looked for already
 */
export async function findBarriers(page: Page, only?: readonly string[]): Promise<string[]> {
  const run = only ? { ...RULES, runOnly: { type: "rule", values: [...only] } } : RULES;
  // It is evaluated by the debugger, which a content security policy does not bind.
  const session = await page.context().newCDPSession(page);
  const { result: there } = await session.send("Runtime.evaluate", { expression: "typeof axe" });
  const source = there.value === "undefined" ? await readFile(AXE, "utf8") : "";
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
    expression: `${source};axe.run(document, ${JSON.stringify(run)})`,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  if (exceptionDetails) throw new Error(`Cannot run axe: ${exceptionDetails.text}`);
  const { violations }: AxeResults = result.value;
  return violations
    .filter(({ impact }) => SERIOUS.has(impact ?? ""))
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary = "" }) =>
        `axe ${id}: ${target.join(" ")}: ${failureSummary}`.replaceAll(/\s+/g, " "),
      ),
    );
}

/** By how many pixels the page is wider than its window; 0: it does not scroll sideways. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate<number>(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
}
