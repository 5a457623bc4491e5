import type { ProblemType } from "@sitemap-scanner/contracts";

/** The same for a person who follows the link. Every text is from our own tables. */
export function toHtml({ code, status, title, advice }: ProblemType): string {
  const answered = status === null ? "It is about a file of a site." : `HTTP status ${status}.`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${code}</title></head>
<body>
<h1>${title}</h1>
<p><code>${code}</code>. ${answered}</p>
<p>${advice}</p>
</body>
</html>
`;
}
