import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** Begins the name of every metric of ours. */
const PREFIX = "sitemap_scanner_";

/**
 * A label and everything that may stand in it: all series are there from the beginning, at zero, and no
 * domain, URL or message of an error can ever make another.
 */
export interface Label<Value extends string> {
  name: string;
  values: readonly Value[];
}

/** The numbers of one process, or of one look at the database. Names are given without our prefix. */
export interface Metrics {
  /** @returns what adds to it, 1 by default */
  counter(name: string, help: string): (amount?: number) => void;
  counterBy<Value extends string>(
    name: string,
    help: string,
    label: Label<Value>,
  ): (value: Value, amount?: number) => void;
  /** @returns what takes an observation, in seconds */
  durationBy<Value extends string>(
    name: string,
    help: string,
    label: Label<Value>,
    buckets: readonly number[],
  ): (value: Value, seconds: number) => void;
  /** A value as it is now; null leaves the series out, since a zero would be a lie. */
  gauge(name: string, help: string, value: number | null): void;
  gaugeBy<Value extends string>(
    name: string,
    help: string,
    label: Label<Value>,
    valueOf: (value: Value) => number | null,
  ): void;
  /** All of it as Prometheus reads it. */
  expose(): Promise<string>;
}

/** The `Content-Type` of what `expose` gives. */
export const METRICS_CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** @param registry what the process itself tells, or an empty one */
export function createMetrics(registry = new Registry()): Metrics {
  const registers = [registry];

  function named(name: string, help: string, label?: Label<string>) {
    return { name: PREFIX + name, help, registers, labelNames: label ? [label.name] : [] };
  }

  return {
    counter(name, help) {
      const counter = new Counter(named(name, help));
      return (amount = 1) => counter.inc(amount);
    },
    counterBy(name, help, label) {
      const counter = new Counter(named(name, help, label));
      for (const value of label.values) counter.inc({ [label.name]: value }, 0);
      return (value, amount = 1) => counter.inc({ [label.name]: value }, amount);
    },
    durationBy(name, help, label, buckets) {
      const histogram = new Histogram({ ...named(name, help, label), buckets: [...buckets] });
      for (const value of label.values) histogram.zero({ [label.name]: value });
      return (value, seconds) => histogram.observe({ [label.name]: value }, seconds);
    },
    gauge(name, help, value) {
      if (value !== null) new Gauge(named(name, help)).set(value);
    },
    gaugeBy(name, help, label, valueOf) {
      const gauge = new Gauge(named(name, help, label));
      for (const value of label.values) {
        const now = valueOf(value);
        if (now !== null) gauge.set({ [label.name]: value }, now);
      }
    },
    expose: () => registry.metrics(),
  };
}
