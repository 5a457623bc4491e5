/** For who runs the API from its sources, without `npm start`. */
export const NOT_BUILT_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Sitemap scanner</title>
</head>
<body>
<main>
<h1>The console is not built</h1>
<p>Run <code>npm run console</code>, then load this page again. The <a href="/docs">API</a> works without it.</p>
</main>
</body>
</html>
`;
