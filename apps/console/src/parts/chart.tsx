import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { count } from "./format.ts";

export interface Series {
  label: string;
  /** A token of the stylesheet: `--good`. */
  color: `--${string}`;
  values: readonly (number | null)[];
  /** Bars that stand on the axis. Default: a line. */
  bars?: boolean;
}

const HEIGHT = 180;

/** A chart over time. What it shows is in a table or in words beside it: this one is a picture. */
export function Chart({
  label,
  at,
  series,
}: {
  label: string;
  /** Moments in ISO 8601, in order. */
  at: readonly string[];
  series: readonly Series[];
}) {
  const room = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = room.current;
    if (!element) return undefined;
    let plot = draw(element, at, series);
    const again = () => {
      plot.destroy();
      plot = draw(element, at, series);
    };
    const resized = new ResizeObserver(() =>
      plot.setSize({ width: element.clientWidth, height: HEIGHT }),
    );
    const recolored = new MutationObserver(again);
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    resized.observe(element);
    recolored.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    scheme.addEventListener("change", again);
    return () => {
      resized.disconnect();
      recolored.disconnect();
      scheme.removeEventListener("change", again);
      plot.destroy();
    };
  }, [at, series]);
  return <div ref={room} class="chart" role="img" aria-label={label} />;
}

function draw(element: HTMLElement, at: readonly string[], series: readonly Series[]): uPlot {
  const seconds = at.map((iso) => Date.parse(iso) / 1_000);
  const axis = {
    stroke: colorOf(element, "--faint"),
    grid: { stroke: colorOf(element, "--line"), width: 1 },
    ticks: { show: false },
    font: "12px system-ui",
  };
  return new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      tzDate: (second) => uPlot.tzDate(new Date(second * 1_000), "Etc/UTC"),
      cursor: { y: false },
      scales: { y: { range: (_plot, _min, max) => [0, Math.max(1, max ?? 1)] } },
      axes: [
        { ...axis, size: 30, values: (_plot, splits) => splits.map(tick) },
        { ...axis, size: 60, incrs: WHOLE_STEPS },
      ],
      series: [
        { label: "UTC", value: (_plot, second) => moment(second) },
        ...series.map(({ label, color, bars = false }) => ({
          label,
          value: (_plot: uPlot, value: number | null) => (value === null ? "" : count(value)),
          stroke: colorOf(element, color),
          ...(bars ? { fill: colorOf(element, color), width: 0, paths: BARS } : { width: 2 }),
          points: { show: !bars && at.length < 60 },
        })),
      ],
    },
    [seconds, ...series.map(({ values }) => [...values])],
    element,
  );
}

const BARS = uPlot.paths.bars?.({ size: [0.8, 24, 3] });
/** What is counted comes in whole numbers. */
const WHOLE_STEPS = [1, 2, 5].flatMap((step) =>
  Array.from({ length: 9 }, (_, n) => step * 10 ** n),
);

/** What the cursor is at; null: nothing. */
function moment(second: number | null): string {
  return second === null
    ? ""
    : new Date(second * 1_000).toISOString().slice(0, 16).replace("T", " ");
}

/** The hour; at midnight the day. */
function tick(second: number): string {
  const iso = new Date(second * 1_000).toISOString();
  return iso.slice(11, 16) === "00:00" ? iso.slice(5, 10) : iso.slice(11, 16);
}

/** A colour of the stylesheet as it is in the theme of this moment, for a canvas. */
function colorOf(element: HTMLElement, token: string): string {
  element.style.color = `var(${token})`;
  const { color } = getComputedStyle(element);
  element.style.removeProperty("color");
  return color;
}
