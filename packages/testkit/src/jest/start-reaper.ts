import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Starts the process that cleans up after a run that could not do so itself. */
export function startReaper(runDirectory: string): void {
  const script = fileURLToPath(new URL("reaper.ts", import.meta.url));
  const child = spawn(process.execPath, ["--no-warnings", script, runDirectory], {
    detached: true, // Ctrl-C is for the run, not for the one who cleans up after it
    stdio: ["pipe", "ignore", "inherit"],
  });
  child.unref();
  // The pipe stays open and silent for as long as this process lives, without keeping it alive.
  if (child.stdin && "unref" in child.stdin && typeof child.stdin.unref === "function") {
    child.stdin.unref();
  }
}
