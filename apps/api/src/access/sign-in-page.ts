/** Where somebody goes who has signed in and named no other place. */
const START = "/";

/** A path of this site; anything else would lead a browser away from us. */
export function localPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])[\w\-./?=&%]*$/.test(path) ? path : START;
}

/** A form that works without a script. */
export function signInPage({ next, refused = false }: { next: string; refused?: boolean }): string {
  const said = refused
    ? `<p role="alert"><strong>This key is unknown, revoked or expired.</strong></p>`
    : "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Sign in · Sitemap scanner</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 15vh auto; padding: 0 1rem }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit }
input, button { padding: .6rem; margin: .4rem 0 1rem }
</style>
</head>
<body>
<main>
<h1>Sitemap scanner</h1>
${said}
<form method="post" action="/sign-in">
<input type="hidden" name="next" value="${next.replaceAll("&", "&amp;")}">
<label for="key">Your key</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus>
<button>Sign in</button>
</form>
<p>An operator makes keys with <code>sitemap-scanner keys create</code>.</p>
</main>
</body>
</html>
`;
}
