import type { BrowserContext, ConsoleMessage, Page, Request, Response } from "playwright-core";

export interface WatchedPage {
  page: Page;
  /**
   * What went wrong since the last time that this was asked, a line each: errors of scripts and of the
   * console, breaches of the content security policy, answers of 400 and above, requests that leave the
   * origin or fail.
   */
  takeFaults: () => string[];
  close: () => Promise<void>;
}

/** How Chromium itself tells of an answer of 400 and above: `onResponse` says more. */
const ANSWER_TOLD_BY_CHROMIUM = /^Failed to load resource: the server responded/;

/** Runs in the page. Chromium tells of most violations itself, but not of all. */
const TELL_VIOLATIONS = {
  content: `document.addEventListener("securitypolicyviolation", (event) => {
    console.error("CSP " + event.violatedDirective + ": " + event.blockedURI);
  })`,
};

/** Opens a page, and writes down what goes wrong in it from its first request on. */
export async function watchPage(context: BrowserContext, origin: string): Promise<WatchedPage> {
  const faults: string[] = [];
  context.on("console", (message) => faults.push(...faultOfMessage(message)));
  context.on("weberror", (error) => faults.push(`script: ${error.error().message}`));
  context.on("request", (request) => faults.push(...faultOfRequest(request, origin)));
  context.on("requestfailed", (request) => faults.push(...faultOfFailure(request)));
  context.on("response", (response) => faults.push(...faultOfResponse(response)));
  await context.addInitScript(TELL_VIOLATIONS);
  return {
    page: await context.newPage(),
    takeFaults: () => faults.splice(0),
    close: () => context.close(),
  };
}

function faultOfMessage(message: ConsoleMessage): string[] {
  const text = message.text();
  if (message.type() !== "error" || ANSWER_TOLD_BY_CHROMIUM.test(text)) return [];
  return [`console: ${text}`];
}

function faultOfRequest(request: Request, origin: string): string[] {
  const url = request.url();
  const isOwn = url.startsWith(`${origin}/`) || /^(data|blob):/.test(url);
  return isOwn ? [] : [`foreign: ${request.method()} ${url}`];
}

function faultOfFailure(request: Request): string[] {
  const why = request.failure()?.errorText ?? "unknown";
  // What the page itself let go of, by leaving or by an AbortSignal, is no fault.
  return why === "net::ERR_ABORTED" ? [] : [`failed: ${request.method()} ${request.url()} ${why}`];
}

function faultOfResponse(response: Response): string[] {
  const status = response.status();
  if (status < 400) return [];
  return [`answer: ${status} ${response.request().method()} ${response.url()}`];
}
