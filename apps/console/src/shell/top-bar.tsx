import { useState } from "preact/hooks";
import icon from "../icon.svg";
import { setLive, useIsLive } from "../live.ts";
import { Link, useLocation } from "../router.tsx";
import { readTheme, setTheme, THEMES, type Theme } from "../theme.ts";
import { BESIDE, PLACES } from "./places.ts";
import { WhoAmI } from "./who-am-i.tsx";

export function TopBar() {
  const { pathname } = useLocation();
  const isHere = (href: string) =>
    href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
  return (
    <header class="bar">
      <Link href="/" class="brand" aria-label="Sitemap scanner, home">
        <img class="brand-mark" src={icon} alt="" width="20" height="20" />
        Sitemap scanner
      </Link>
      <nav aria-label="Console" class="places">
        {PLACES.slice(1).map(({ href, name }) => (
          <Link key={href} href={href} aria-current={isHere(href) ? "page" : undefined}>
            {name}
          </Link>
        ))}
        {BESIDE.map(({ href, name }) => (
          <a key={href} href={href}>
            {name}
          </a>
        ))}
      </nav>
      <div class="tools">
        <LiveSwitch />
        <ThemeChoice />
        <WhoAmI />
      </div>
    </header>
  );
}

function LiveSwitch() {
  const isLive = useIsLive();
  return (
    <button
      type="button"
      class="quiet"
      aria-pressed={!isLive}
      title={isLive ? "Stop asking for news (p)" : "Ask for news again (p)"}
      onClick={() => setLive(!isLive)}
    >
      <span aria-hidden="true" class={isLive ? "pulse" : "pulse pulse-off"} />
      {isLive ? "Live" : "Paused"}
    </button>
  );
}

function ThemeChoice() {
  const [theme, keepTheme] = useState(readTheme);
  return (
    <label>
      <span class="unseen">Theme</span>
      <select
        class="quiet"
        value={theme}
        onChange={(event) => {
          const chosen = THEMES.find((one) => one === event.currentTarget.value) ?? "system";
          setTheme(chosen);
          keepTheme(chosen);
        }}
      >
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {NAMES[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

const NAMES: Readonly<Record<Theme, string>> = {
  system: "Auto",
  light: "Light",
  dark: "Dark",
};
