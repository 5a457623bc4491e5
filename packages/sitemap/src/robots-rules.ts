import robotsParserModule from "robots-parser";

/** Its types describe a module of ECMAScript; it is one of CommonJS, whose default is the function. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
const robotsParser = robotsParserModule as unknown as typeof robotsParserModule.default;

/** What one robots.txt says about our agent. */
export interface RobotsRules {
  crawlDelaySeconds: number | null;
  isAllowed(url: string): boolean;
}

const FIELD = /^(user[ -]?agent|disallow|allow|crawl-?delay)\s?[:\uff1a]\s?(.*)$/i;
const SECONDS = /^(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})$/;
/** A group of somebody else: robots-parser has to see where it begins, and nothing more of it. */
const SOMEBODY_ELSE = "User-agent: -";
const EMPTY_RULE = "Disallow:";

/**
 * robots-parser compares a wildcard pattern with a path in time of one by the other. Kept are the
 * first patterns up to these lengths; the limits below make the worst file cost about 0.1 s a URL.
 */
const MAX_PATTERN_LENGTH = 2_048;
const MAX_WILDCARD_CHARACTERS = 32_768;
/** What is behind this in a path and query is not compared. */
const MAX_PATH_LENGTH = 2_048;

/**
 * Reads `Disallow`, `Allow` and `Crawl-delay` with robots-parser. It is given the groups of our
 * agent and of everyone alone, and no more than it can compare quickly.
 *
 * @param lines without comments
 */
export function readRules(
  lines: readonly string[],
  robotsUrl: string,
  userAgent: string,
): RobotsRules {
  const agent = productOf(userAgent);
  const site = URL.parse(robotsUrl);
  const origin = site?.origin ?? "";
  const rules = robotsParser(origin, relevantLines(lines, agent).join("\n"));
  const isAllowed = (url: string) => {
    const target = URL.parse(url);
    if (target === null || site === null || !isSameSite(target, site)) return true;
    const path = `${target.pathname}${target.search}`.slice(0, MAX_PATH_LENGTH);
    return rules.isAllowed(origin + path, agent) ?? true;
  };
  return { crawlDelaySeconds: rules.getCrawlDelay(agent) ?? null, isAllowed };
}

/** `Mozilla/5.0 (compatible; name/1.0; …)` is called by its name, as everyone writes it. */
function productOf(userAgent: string): string {
  const name = /\(compatible;\s*([^;/)\s]+)/i.exec(userAgent)?.[1] ?? userAgent;
  return name.split(/[/\s]/)[0] || "*";
}

/** Rules before the first group are taken for everyone's. */
function relevantLines(lines: readonly string[], agent: string): string[] {
  const kept = ["User-agent: *", EMPTY_RULE];
  /** Who was named since the last rule: a name that comes twice would get each rule twice. */
  const named = new Set<string>();
  const wildcards = new WildcardBudget();
  for (const line of lines) {
    const [, field = "", value = ""] = FIELD.exec(line.replaceAll(/\s+/g, " ")) ?? [];
    if (field === "") continue;
    if (/^user/i.test(field)) {
      const next = agentLine(value, agent);
      if (!named.has(next)) kept.push(next);
      named.add(next);
      continue;
    }
    const rule = /^crawl/i.test(field) ? delayRule(value) : pathRule(field, value, wildcards);
    // What is left out still ends the list of agents.
    if (rule !== null || named.size > 0) kept.push(rule ?? EMPTY_RULE);
    named.clear();
  }
  return kept;
}

function delayRule(value: string): string | null {
  return SECONDS.test(value) ? `Crawl-delay: ${value}` : null;
}

function pathRule(field: string, value: string, wildcards: WildcardBudget): string | null {
  const pattern = value.replaceAll(/\*+/g, "*");
  const fits = pattern.length <= MAX_PATTERN_LENGTH && wildcards.allows(pattern);
  return fits ? `${field}: ${pattern}` : null;
}

class WildcardBudget {
  #left = MAX_WILDCARD_CHARACTERS;

  allows(pattern: string): boolean {
    const star = pattern.indexOf("*");
    if (star < 0) return true;
    this.#left -= pattern.length - star;
    return this.#left >= 0;
  }
}

function agentLine(value: string, agent: string): string {
  const product = value.split("/")[0]?.trim().toLowerCase();
  if (product === "*" || product === agent.toLowerCase()) return `User-agent: ${product}`;
  return SOMEBODY_ELSE;
}

/** robots.txt is often redirected to the other scheme, to www or from it: it is still meant for both. */
function isSameSite(one: URL, other: URL): boolean {
  return apexOf(one) === apexOf(other);
}

function apexOf({ host }: URL): string {
  return host.replace(/^www\./, "");
}
