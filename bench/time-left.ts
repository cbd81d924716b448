import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunStatus } from '../src/shared/run.ts';
import { type Api, startSimulator } from './api.ts';
import { type Place, withPlace } from './place.ts';
import { submit } from './purchases.ts';
import { endedWell } from './running.ts';
import { scale } from './scale.ts';
import { count, type Section } from './section.ts';
import { untilRunDone } from './work-unlimited.ts';

/** When the time left is asked for, in seconds after the workers began. */
const moments = [10, 30, 60, 75, 90];

/** What was told at one moment, and what came. */
interface Forecast {
  readonly atSeconds: number;
  readonly toldSeconds: number;
  readonly realSeconds: number;
  /** Purchases a second until then, and from then on: only a steady run can be foretold. */
  readonly madeBefore: number;
  readonly madeAfter: number;
}

/** How well the time left is foretold. */
export async function benchTimeLeft(): Promise<Section> {
  const purchases = scale.purchasesTimed;
  const forecasts = await withPlace(async (place) => {
    const api = await startSimulator(place, ['--latency-ms', '84-156']);
    const run = await submit(place, purchases);
    return foretell(place, api, run);
  });
  const afterMinute = forecasts.filter(({ atSeconds }) => atSeconds >= 60);
  const worst = Math.max(...afterMinute.map(shareOff));
  return {
    title: 'The time left: foretold and real',
    how: `A run of ${count(purchases)} purchases at 20 calls a second, two worker processes, from the simulator, which answers after 84 to 156 ms. \`tcbatch status --json\` is asked for its \`etaSeconds\` while it runs, which is compared with the moment at which nothing is left. "Off by" is the share of the time that was really left. The status tells whole seconds, so half a second is the physical limit; and it can only be as good as the run is steady, which the last columns show.`,
    head: ['after', 'told', 'real', 'off by', 'made a second until then', 'and from then on'],
    rows: forecasts.map((forecast) => [
      `${forecast.atSeconds} s`,
      `${forecast.toldSeconds} s`,
      `${forecast.realSeconds.toFixed(1)} s`,
      `${percent(shareOff(forecast))}${forecast.atSeconds >= 60 ? ' (goal: 2 %)' : ''}`,
      forecast.madeBefore.toFixed(1),
      forecast.madeAfter.toFixed(1),
    ]),
    highlights: [
      {
        shows: 'the time left, after a minute: off by at most',
        tcbatch: percent(worst),
        instead: 'none of the others tells it',
      },
    ],
  };
}

async function foretell(place: Place, api: Api, run: string): Promise<Forecast[]> {
  const environment = { TCBATCH_ENDPOINT: api.url };
  const workers = Array.from({ length: 2 }, () => place.tcbatch(['worker'], { environment }));
  await Promise.all(workers.map(({ says }) => says(/Working/)));
  const startedAtMs = performance.now();
  const told: Told[] = [];
  const telling = (async () => {
    for (const moment of moments) {
      await delay(startedAtMs + moment * 1000 - performance.now());
      told.push(await askTimeLeft(place, run));
    }
  })();
  await Promise.all([telling, untilRunDone(place, run)]);
  return forecastsOf(told, { startedAtMs, endedAtMs: performance.now() });
}

/** What a status told, and when. */
interface Told {
  readonly atMs: number;
  readonly toldSeconds: number;
  /** Purchases queued or being sent. */
  readonly left: number;
}

async function askTimeLeft(place: Place, run: string): Promise<Told> {
  const { stdout } = await endedWell(place.tcbatch(['status', run, '--json']));
  const { etaSeconds, counts }: RunStatus = JSON.parse(stdout);
  return {
    atMs: performance.now(),
    toldSeconds: etaSeconds ?? Number.NaN,
    left: counts.queued + counts.sending,
  };
}

function forecastsOf(
  told: readonly Told[],
  { startedAtMs, endedAtMs }: { readonly startedAtMs: number; readonly endedAtMs: number },
): Forecast[] {
  return told.map(({ atMs, toldSeconds, left }) => ({
    atSeconds: Math.round((atMs - startedAtMs) / 1000),
    toldSeconds,
    realSeconds: (endedAtMs - atMs) / 1000,
    madeBefore: ((scale.purchasesTimed - left) / (atMs - startedAtMs)) * 1000,
    madeAfter: (left / (endedAtMs - atMs)) * 1000,
  }));
}

function shareOff({ toldSeconds, realSeconds }: Forecast): number {
  return Math.abs(toldSeconds - realSeconds) / realSeconds;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
