import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "../router.tsx";
import { Banner } from "./banner.tsx";
import { pageAt } from "./pages.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { TopBar } from "./top-bar.tsx";

export function App() {
  const { pathname } = useLocation();
  const { title, content } = pageAt(pathname);
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    document.title = `${title} · Sitemap scanner`;
    // Who goes to another page by keyboard, or hears it, begins at its top.
    if (!isFirst.current) main.current?.focus();
    isFirst.current = false;
  }, [pathname, title]);
  return (
    <>
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <TopBar />
      <Banner />
      <main id="main" ref={main} tabIndex={-1} key={pathname}>
        {content}
      </main>
      <Shortcuts />
    </>
  );
}
