import { getEventListeners } from "node:events";
import { describe, expect, it } from "@jest/globals";
import { createHostGate, type HostGate, type Turn } from "./host-gate.ts";
import type { GateClock } from "./host-line.ts";

const MINUTE = 60_000;

/** A clock that stands still until it is moved. */
class FakeClock implements GateClock {
  time = 0;
  timers: { at: number; callback: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.time + ms, callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((one) => one !== timer);
    };
  }

  async move(ms: number): Promise<void> {
    const end = this.time + ms;
    for (let next = this.nextBy(end); next; next = this.nextBy(end)) {
      this.time = next.at;
      this.timers = this.timers.filter((one) => one !== next);
      next.callback();
      await settled();
    }
    this.time = end;
  }

  private nextBy(end: number) {
    return this.timers.toSorted((a, b) => a.at - b.at).find(({ at }) => at <= end);
  }
}

/** After this, all that could go on has gone on. */
const settled = (): Promise<void> => new Promise(setImmediate);

function setup(maxPerHost = 2) {
  const clock = new FakeClock();
  const gate = createHostGate({ maxPerHost, clock });
  const { signal } = new AbortController();
  return { clock, gate, enter: (host = "a.com") => gate.enter(host, signal) };
}

/** Enters and notes in `started` when it is in. */
function queueUp(gate: HostGate, names: string[], started: string[], host = "a.com") {
  const { signal } = new AbortController();
  return names.map(async (name) => {
    const turn = await gate.enter(host, signal);
    started.push(name);
    return turn;
  });
}

async function answer(turn: Turn, status: number): Promise<void> {
  turn.answered(status);
  turn.leave();
  await settled();
}

describe("createHostGate()", () => {
  it("lets so many in at a time, and the others in the order in which they came", async () => {
    const { gate } = setup(2);
    const started: string[] = [];
    const turns = queueUp(gate, ["1", "2", "3", "4", "5"], started);
    await settled();
    expect(started).toEqual(["1", "2"]);

    (await turns[1]!).leave();
    await settled();
    expect(started).toEqual(["1", "2", "3"]);

    (await turns[0]!).leave();
    (await turns[2]!).leave();
    await settled();
    expect(started).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("keeps a line of its own for each host", async () => {
    const { enter } = setup(1);
    await enter("a.com");

    await expect(enter("b.com")).resolves.toBeDefined();
    await expect(enter("a.com:8080")).resolves.toBeDefined();
  });

  it("counts a turn that is left twice once", async () => {
    const { gate, enter } = setup(1);
    const first = await enter();
    const started: string[] = [];
    void queueUp(gate, ["2", "3"], started);

    first.leave();
    first.leave();
    await settled();

    expect(started).toEqual(["2"]);
  });

  it("takes who gives up out of the line, and lets the next one move up", async () => {
    const { gate, enter } = setup(1);
    const first = await enter();
    const impatient = new AbortController();
    const given = gate.enter("a.com", impatient.signal);
    const started: string[] = [];
    void queueUp(gate, ["3"], started);

    impatient.abort("enough");

    await expect(given).rejects.toBe("enough");
    first.leave();
    await settled();
    expect(started).toEqual(["3"]);
  });

  it("refuses who has given up already, and lets go of the signal of who is in", async () => {
    const { gate } = setup(1);
    const controller = new AbortController();
    await gate.enter("a.com", controller.signal);

    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
    await expect(gate.enter("b.com", AbortSignal.abort("no"))).rejects.toBe("no");
    expect(gate.size).toBe(1);
  });

  it.each([420, 429, 430, 503])("asks a host that answers %i one at a time", async (status) => {
    const { clock, gate, enter } = setup(3);
    await answer(await enter(), status);
    const started: string[] = [];
    const turns = queueUp(gate, ["1", "2"], started);

    await clock.move(MINUTE);
    expect(started).toEqual(["1"]);

    (await turns[0]!).leave();
    await settled();
    expect(started).toEqual(["1", "2"]);
  });

  it("lets those who are in finish when the host is slowed", async () => {
    const { clock, gate, enter } = setup(3);
    const [first, second] = [await enter(), await enter()];
    const started: string[] = [];
    void queueUp(gate, ["3", "4"], started);
    await settled();
    expect(started).toEqual(["3"]);

    await answer(first, 429);
    await answer(second, 200);
    await clock.move(MINUTE);

    expect(started).toEqual(["3"]);
  });

  it("waits between starts, twice as long after each further 429, up to four seconds", async () => {
    const { clock, enter } = setup();
    const gaps: number[] = [];
    let turn = await enter();
    for (let time = 0; time < 7; time += 1) {
      await answer(turn, 429);
      const next = enter();
      const [timer] = clock.timers;
      gaps.push(timer!.at - clock.now());
      await clock.move(gaps.at(-1)!);
      turn = await next;
    }

    expect(gaps).toEqual([250, 500, 1_000, 2_000, 4_000, 4_000, 4_000]);
  });

  it("takes one step back at each answer that is no complaint, a 404 as well", async () => {
    const { clock, enter } = setup(3);
    for (const status of [429, 429, 404, 200]) {
      const turn = enter();
      await clock.move(10_000);
      await answer(await turn, status);
    }

    // The gap is gone; the number at a time comes back one by one.
    const first = await enter();
    let second: Turn | undefined;
    void enter().then((turn) => (second = turn));
    await settled();
    expect(second).toBeUndefined();
    first.answered(200);
    await settled();
    expect(second).toBeDefined();
  });

  it("takes no step for a failure that says nothing of pace", async () => {
    const { clock, enter } = setup();
    await answer(await enter(), 429);
    const second = enter();
    await clock.move(250);
    await answer(await second, 500);

    let isIn = false;
    void enter().then(() => (isIn = true));
    await clock.move(249);
    expect(isIn).toBe(false);
    await clock.move(1);
    expect(isIn).toBe(true);
  });

  it("leaves no timer behind when the last in line gives up", async () => {
    const { clock, gate, enter } = setup();
    await answer(await enter(), 429);
    const controller = new AbortController();
    const given = gate.enter("a.com", controller.signal);
    expect(clock.timers).toHaveLength(1);

    controller.abort("enough");

    await expect(given).rejects.toBe("enough");
    expect(clock.timers).toHaveLength(0);
  });

  it("forgets a host that nobody asks at once", async () => {
    const { gate, enter } = setup();

    const turns = await Promise.all(["a.com", "b.com", "a.com"].map(enter));

    expect(gate.size).toBe(2);
    for (const turn of turns) turn.leave();
    expect(gate.size).toBe(0);
  });

  it("remembers a host that asked to be spared for 15 minutes", async () => {
    const { clock, gate, enter } = setup(2);
    await answer(await enter(), 429);
    expect(gate.size).toBe(1);

    await clock.move(14 * MINUTE);
    await answer(await enter(), 500);
    await clock.move(15 * MINUTE);
    const turns = await Promise.all([enter(), enter()]);

    expect(turns).toHaveLength(2);
  });

  it("remembers a thousand such hosts at most, the latest", async () => {
    const { clock, gate, enter } = setup(2);
    for (let host = 0; host < 1_200; host += 1) await answer(await enter(`${host}.com`), 429);

    expect(gate.size).toBe(1_000);
    await Promise.all([enter("0.com"), enter("0.com")]);
    void enter("1199.com");
    expect(clock.timers).toHaveLength(1);
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses %p at a time", (maxPerHost) => {
    expect(() => createHostGate({ maxPerHost })).toThrow(RangeError);
  });
});
