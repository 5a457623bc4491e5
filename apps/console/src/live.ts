import { useSyncExternalStore } from "preact/compat";

const KEY = "live";
const listeners = new Set<() => void>();

/** Whether what is shown is asked for again by itself. A person may pause that, for this tab. */
export function isLive(): boolean {
  return sessionStorage.getItem(KEY) !== "paused";
}

export function setLive(live: boolean): void {
  if (live) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, "paused");
  for (const tell of listeners) tell();
}

export function useIsLive(): boolean {
  return useSyncExternalStore((tell) => {
    listeners.add(tell);
    return () => listeners.delete(tell);
  }, isLive);
}
