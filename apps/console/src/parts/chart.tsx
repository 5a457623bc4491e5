import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

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
  const token = (name: string) => getComputedStyle(element).getPropertyValue(name).trim();
  const axis = {
    stroke: token("--faint"),
    grid: { stroke: token("--line") },
    font: "12px system-ui",
  };
  return new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), "Etc/UTC"),
      cursor: { y: false },
      scales: { y: { range: (_plot, _min, max) => [0, Math.max(1, max ?? 1)] } },
      axes: [axis, { ...axis, size: 60 }],
      series: [
        { value: "{YYYY}-{MM}-{DD} {HH}:{mm}" },
        ...series.map(({ label, color, bars = false }) => ({
          label,
          stroke: token(color),
          fill: bars ? token(color) : undefined,
          width: bars ? 0 : 2,
          ...(bars && { paths: uPlot.paths.bars?.({ size: [0.7, 20] }) }),
          points: { show: !bars && at.length < 60 },
        })),
      ],
    },
    [at.map((iso) => Date.parse(iso) / 1_000), ...series.map(({ values }) => [...values])],
    element,
  );
}
