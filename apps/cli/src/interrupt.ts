/** Ctrl-C, or another request to end, told to the command instead of ending the process. */
export interface Interrupt extends Disposable {
  readonly signal: AbortSignal;
}

/** From now until disposed, the first SIGINT or SIGTERM aborts the signal. The next one ends us. */
export function catchInterrupt(): Interrupt {
  const controller = new AbortController();
  const signals = ["SIGINT", "SIGTERM"] as const;
  const release = () => {
    for (const signal of signals) process.off(signal, abort);
  };
  function abort() {
    release();
    controller.abort(new Error("interrupted"));
  }
  for (const signal of signals) process.on(signal, abort);
  return { signal: controller.signal, [Symbol.dispose]: release };
}
