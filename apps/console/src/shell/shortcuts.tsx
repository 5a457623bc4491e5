import { useEffect, useRef } from "preact/hooks";
import { isLive, setLive } from "../live.ts";
import { navigate } from "../router.tsx";
import { PLACES } from "./places.ts";

/** How long after `g` the next key may come, in ms. */
const PATIENCE_MS = 1_500;

/** What keys do outside of fields, and a list of it by `?`. */
export function Shortcuts() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const listen = createListener(() => dialog.current?.showModal());
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby="shortcuts-title">
      <h2 id="shortcuts-title">Keys</h2>
      <dl class="keys">
        {PLACES.map(({ key, name }) => (
          <div key={key}>
            <dt>
              <kbd>g</kbd> <kbd>{key}</kbd>
            </dt>
            <dd>{name}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>/</kbd>
          </dt>
          <dd>Search, or ask for a scan</dd>
        </div>
        <div>
          <dt>
            <kbd>p</kbd>
          </dt>
          <dd>Pause, and go on</dd>
        </div>
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}

function createListener(showHelp: () => void): (event: KeyboardEvent) => void {
  let goBefore = 0;
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const place = PLACES.find(({ key }) => key === event.key);
    if (place && event.timeStamp < goBefore) navigate(place.href);
    else if (event.key === "p") setLive(!isLive());
    else if (event.key === "?") showHelp();
    else if (event.key === "/") focusSearch(event);
    goBefore = event.key === "g" ? event.timeStamp + PATIENCE_MS : 0;
  };
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.closest("dialog") !== null || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** The first field of the page that is made for it. */
function focusSearch(event: KeyboardEvent): void {
  const field = document.querySelector<HTMLInputElement>("main [data-search]");
  if (!field) return;
  event.preventDefault();
  field.focus();
}
