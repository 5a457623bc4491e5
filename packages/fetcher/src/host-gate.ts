import { createHostLine, type GateClock, type HostLine } from "./host-line.ts";

/**
 * Keeps the requests to each host few, whoever makes them: so many at a time, first come, first
 * served. A host that answers 429 or 503 (420, 430) is asked one at a time, and with a gap between
 * starts: 250 ms, doubled by each further such answer up to 4 s. Any other answer below 500 takes
 * one step back: half the gap, then no gap, then one more at a time.
 */
export interface HostGate {
  /** Hosts it knows of at present. */
  readonly size: number;
  /**
   * Waits for a turn at the host, however long that takes. Hold no turn at one host while you wait
   * for another's: two who do so may wait for each other.
   * @param host the authority, such as `example.com` or `127.0.0.1:8080`
   * @throws the reason of `signal`
   */
  enter(host: string, signal: AbortSignal): Promise<Turn>;
}

export interface Turn {
  /** Tells the status of the answer, as soon as it is known. */
  answered(status: number): void;
  /** Ends the turn. Without effect the second time. */
  leave(): void;
}

export interface HostGateOptions {
  /** Requests under way at one host at a time, at least 1. */
  maxPerHost: number;
  /** Default: the clock of the process. */
  clock?: GateClock;
}

/** A host that nobody asks is forgotten at once, one that asked to be spared after this long. */
const REMEMBERED_MS = 15 * 60 * 1000;
/** Of hosts that nobody asks, no more are remembered than this: the oldest go first. */
const MOST_REMEMBERED = 1_000;

// NOTE: the timers are not unref'd: while a fetch waits for its turn, nothing else may keep the
// process alive.
const PROCESS_CLOCK: GateClock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** @throws {RangeError} unless `maxPerHost` is a whole number from 1 */
export function createHostGate(options: HostGateOptions): HostGate {
  const { maxPerHost, clock = PROCESS_CLOCK } = options;
  if (!Number.isInteger(maxPerHost) || maxPerHost < 1) {
    throw new RangeError(`Cannot use maxPerHost: ${maxPerHost} is not a whole number from 1`);
  }
  const busy = new Map<string, HostLine>();
  /** Slowed hosts that nobody asks, the one that rests longest first. */
  const resting = new Map<string, { line: HostLine; since: number }>();

  const isForgotten = (since: number): boolean => clock.now() - since >= REMEMBERED_MS;

  const lineOf = (host: string): HostLine => {
    const found = busy.get(host);
    if (found) return found;
    const rested = resting.get(host);
    resting.delete(host);
    const line =
      rested && !isForgotten(rested.since) ? rested.line : createHostLine(maxPerHost, clock);
    busy.set(host, line);
    return line;
  };

  const restIfIdle = (host: string, line: HostLine): void => {
    // Several that give up at once come here one after the other, the host's next line in between.
    if (!line.isIdle || busy.get(host) !== line) return;
    busy.delete(host);
    if (line.isSlowed) resting.set(host, { line, since: clock.now() });
    for (const [name, { since }] of resting) {
      if (resting.size <= MOST_REMEMBERED && !isForgotten(since)) break;
      resting.delete(name);
    }
  };

  return {
    get size() {
      return busy.size + resting.size;
    },
    async enter(host, signal) {
      const line = lineOf(host);
      try {
        await line.enter(signal);
      } catch (error) {
        restIfIdle(host, line);
        throw error;
      }
      return turnAt(line, () => restIfIdle(host, line));
    },
  };
}

function turnAt(line: HostLine, onLeft: () => void): Turn {
  let left = false;
  return {
    answered: (status) => line.answered(status),
    leave() {
      if (left) return;
      left = true;
      line.leave();
      onLeft();
    },
  };
}
