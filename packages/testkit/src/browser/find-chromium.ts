import { findProgram } from "../find-program.ts";
import { canInstallPackages, installDebianPackage } from "../install-debian-package.ts";

/**
 * A Chromium on the PATH; else, as root on Debian, one that is installed now.
 *
 * @throws Error with the sentence that says what to install
 */
export async function findChromium(): Promise<string> {
  const found = await findInstalled();
  if (found !== undefined) return found;
  if (await canInstallPackages()) await install();
  const installed = await findInstalled();
  if (installed !== undefined) return installed;
  throw new Error("Cannot open a browser: install chromium (apt-get install chromium)");
}

function findInstalled(): Promise<string | undefined> {
  return findProgram("chromium", "chromium-browser", "google-chrome");
}

async function install(): Promise<void> {
  try {
    await installDebianPackage("chromium");
  } catch (cause) {
    throw new Error("Cannot install Chromium: install the package chromium by hand", { cause });
  }
}
