import type { Locator, Page } from "@sitemap-scanner/testkit/browser";

/** How somebody uses a page. */
export interface Hands {
  /** A button, a link, a box to tick. */
  press(what: Locator): Promise<void>;
  write(field: Locator, text: string): Promise<void>;
  /** Of the choices of a `select`. */
  choose(field: Locator, choice: string): Promise<void>;
}

export const HANDS = ["mouse", "keyboard"] as const;

/** Everything that can be done is done by each of these alone. */
export function handsOf(how: (typeof HANDS)[number], page: Page): Hands {
  return how === "mouse" ? byMouse() : byKeyboard(page);
}

function byMouse(): Hands {
  return {
    press: (what) => what.click(),
    write: (field, text) => field.fill(text),
    choose: async (field, choice) => void (await field.selectOption({ label: choice })),
  };
}

function byKeyboard(page: Page): Hands {
  return {
    async press(what) {
      await tabTo(page, what);
      await page.keyboard.press(await keyFor(what));
    },
    async write(field, text) {
      await tabTo(page, field);
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.type(text);
      // As whoever leaves the field.
      await page.keyboard.press("Tab");
    },
    async choose(field, choice) {
      await tabTo(page, field);
      await page.keyboard.type(choice);
      await page.keyboard.press("Tab");
    },
  };
}

/** More stops than any page has on the way. */
const MOST_STOPS = 200;

/** @throws Error when it cannot be got to by Tab */
async function tabTo(page: Page, what: Locator): Promise<void> {
  await what.waitFor();
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if (await hasFocus(what)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Cannot get by Tab to ${await what.textContent()}`);
}

function hasFocus(what: Locator): Promise<boolean> {
  return what.evaluate((element) => element.ownerDocument.activeElement === element);
}

function keyFor(what: Locator): Promise<string> {
  return what.evaluate((element) =>
    element.matches("input[type=checkbox], summary") ? "Space" : "Enter",
  );
}
