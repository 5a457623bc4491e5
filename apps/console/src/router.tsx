import { useSyncExternalStore, type JSX } from "preact/compat";

/** Where the browser is. */
function here(): string {
  return `${location.pathname}${location.search}`;
}

function listen(tell: () => void): () => void {
  addEventListener("popstate", tell);
  return () => removeEventListener("popstate", tell);
}

/** Path and query of the address, as they change. */
export function useLocation(): URL {
  return new URL(useSyncExternalStore(listen, here), location.origin);
}

/** Goes to a page of the console without loading it anew. */
export function navigate(to: string, { replace = false } = {}): void {
  if (to === here()) return;
  if (replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  dispatchEvent(new PopStateEvent("popstate"));
  if (!replace) scrollTo(0, 0);
}

/** Changes parameters of the address; empty ones leave it. */
export function setSearch(changes: Readonly<Record<string, string | undefined>>): void {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === "") url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  navigate(`${url.pathname}${url.search}`, { replace: true });
}

/** A link within the console. With a modifier it does what links do. */
export function Link({
  href,
  children,
  ...rest
}: JSX.HTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const onClick = (event: MouseEvent) => {
    const isPlain =
      event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!isPlain) return;
    event.preventDefault();
    navigate(href);
  };
  return (
    <a {...rest} href={href} onClick={onClick}>
      {children}
    </a>
  );
}

/** The parameters of a path that fits a pattern like `/scans/:job_id`; null when it does not. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const expression = pattern.replaceAll(/:(\w+)/g, "(?<$1>[^/]+)");
  const found = new RegExp(`^${expression}/?$`).exec(path);
  if (!found) return null;
  const entries = Object.entries(found.groups ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, decodeURIComponent(value)]));
}
