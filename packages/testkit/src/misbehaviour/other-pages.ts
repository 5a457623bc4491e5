import type { SiteAnswer } from "../site-response.ts";

/** A page for people: what many servers send, with 200, for a file that they do not have. */
export function htmlPage(body = "<h1>Welcome</h1>", status = 200): SiteAnswer {
  return {
    status,
    headers: { "content-type": "text/html; charset=utf-8" },
    body: `<!doctype html>\n<html><head><title>A page</title></head><body>${body}</body></html>\n`,
  };
}

/** A page that asks for a password, with 200. */
export function loginPage(): SiteAnswer {
  return htmlPage(
    '<h1>Sign in</h1><form method="post" action="/login">' +
      '<input name="user"><input name="password" type="password"><button>Sign in</button></form>',
  );
}

/** An object of JSON, with 200. */
export function jsonPage(): SiteAnswer {
  return {
    headers: { "content-type": "application/json" },
    body: '{"error":{"code":"no_such_file","message":"No such file"}}\n',
  };
}

/**
 * Wants a proof that a browser asks. `header`: says so in the header that a known protection sets;
 * `page`: only the page tells it from a plain refusal.
 */
export function botChallenge(kind: "header" | "page", status = 403): SiteAnswer {
  const page = htmlPage(CHALLENGE, status);
  return kind === "page"
    ? page
    : { ...page, headers: { ...page.headers, "cf-mitigated": "challenge" } };
}

const CHALLENGE = `<title>Just a moment...</title>
<noscript>Enable JavaScript and cookies to continue</noscript>
<script>window._cf_chl_opt = { cType: "managed" };</script>
<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>`;
