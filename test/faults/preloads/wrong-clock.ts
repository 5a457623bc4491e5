/**
 * Loaded before a process (`node --import`): its clock is `CLOCK_AHEAD_MS` before the machine's, and at
 * SIGUSR2 is set by `CLOCK_STEP_MS` more. What measures by `performance.now()` is untouched, as in life.
 */
const realNow = Date.now.bind(Date);
let aheadMs = Number(process.env["CLOCK_AHEAD_MS"]);

Date.now = () => realNow() + aheadMs;
globalThis.Date = new Proxy(Date, {
  apply: (target) => new target(target.now()).toString(),
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length > 0 ? args : [target.now()], newTarget),
});

process.on("SIGUSR2", () => {
  aheadMs += Number(process.env["CLOCK_STEP_MS"]);
  process.stderr.write("the clock is set\n");
});
