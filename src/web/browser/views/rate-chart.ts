import { html, useEffect, useRef } from '/assets/vendor/preact.js';
import uPlot from '/assets/vendor/uplot.js';
import { inRate } from '../words.ts';
import type { View } from './view.ts';

export interface RateChartProps {
  /** Calls a second now, over all actions that are shown. */
  readonly callsPerSecond: number;
  /** What is allowed; null while it is not known. */
  readonly limit: number | null;
  readonly label: string;
}

const samplesKept = 120;
const sampleEveryMs = 1_000;
const secondsShown = [90, 60, 30, 0];
/** As the style sheet has it, so that nothing moves when the picture comes. */
const height = 160;

/** The rate against its limit as a picture that moves: one point a second, over the last two minutes. */
export function RateChart({ callsPerSecond, limit, label }: RateChartProps): View {
  const place = useRef<HTMLDivElement | null>(null);
  const newest = useRef({ callsPerSecond, limit });
  newest.current = { callsPerSecond, limit };

  useEffect(() => {
    const { current } = place;
    if (current === null) return;
    const samples = samplesBefore(Date.now() / 1_000);
    const draw = () => new uPlot(optionsFor(current), samples, current);
    let chart = draw();
    const sample = () => {
      addSample(samples, newest.current);
      chart.setData(samples);
    };
    const drawAnew = () => {
      chart.destroy();
      chart = draw();
    };
    sample();
    darkScheme.addEventListener('change', drawAnew);
    const timer = setInterval(sample, sampleEveryMs);
    const watcher = new ResizeObserver(() => chart.setSize({ width: current.clientWidth, height }));
    watcher.observe(current);
    return () => {
      clearInterval(timer);
      watcher.disconnect();
      darkScheme.removeEventListener('change', drawAnew);
      chart.destroy();
    };
  }, []);

  const said = `${label}: ${inRate(callsPerSecond)} calls a second${limit === null ? '' : ` of at most ${limit}`}`;
  return html`<div class="chart" role="img" aria-label=${said} ref=${place}></div>`;
}

/** A canvas keeps its colours, so it is drawn anew when the reader's scheme changes. */
const darkScheme = matchMedia('(prefers-color-scheme: dark)');

type Samples = [seconds: number[], rates: (number | null)[], limits: (number | null)[]];

/** Times before anything was known, so that the limit is a line across the whole picture from the start. */
function samplesBefore(now: number): Samples {
  const seconds = Array.from({ length: samplesKept }, (_, i) => now - samplesKept + i);
  return [seconds, seconds.map(() => null), seconds.map(() => null)];
}

function addSample(
  [seconds, rates, limits]: Samples,
  { callsPerSecond, limit }: Omit<RateChartProps, 'label'>,
): void {
  seconds.push(Date.now() / 1_000);
  rates.push(callsPerSecond);
  limits.push(limit);
  limits.fill(limit);
  if (seconds.length > samplesKept) for (const kept of [seconds, rates, limits]) kept.shift();
}

function optionsFor(place: HTMLElement): uPlot.Options {
  const quiet = colourOf('--text-quiet', place);
  const line = colourOf('--line', place);
  const axis = { stroke: quiet, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  return {
    width: place.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { range: (_, __, newest) => [newest - samplesKept, newest] },
      y: { range: (_, __, most) => [0, Math.max(1, (most ?? 0) * 1.15)] },
    },
    axes: [
      {
        ...axis,
        size: 28,
        splits: (_, __, ___, newest) => secondsShown.map((seconds) => newest - seconds),
        values: () => secondsShown.map(ago),
      },
      { ...axis, size: 36 },
    ],
    series: [
      {},
      {
        stroke: colourOf('--accent', place),
        fill: colourOf('--accent-soft', place),
        width: 2,
        points: { show: false },
      },
      { stroke: colourOf('--bad', place), dash: [4, 4], width: 1, points: { show: false } },
    ],
  };
}

/** The picture moves on and its end is always now, so its axis tells how long ago something was. */
function ago(seconds: number): string {
  return seconds === 0 ? 'now' : `−${seconds} s`;
}

/** A canvas knows no custom properties, so an element is asked what the colour comes to here. */
function colourOf(property: string, place: HTMLElement): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  place.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
