import { setTimeout as delay } from 'node:timers/promises';
import { type Api, readArrivals, startReceiver } from './api.ts';
import { type BareWorkerOptions, bareDefaults } from './bare-worker-options.ts';
import { type Place, withPlace } from './place.ts';
import { enqueueBare, submit } from './purchases.ts';
import type { Running } from './running.ts';
import { scale } from './scale.ts';
import type { Section } from './section.ts';
import { type Traffic, watchSeconds } from './sliding-second.ts';
import { until } from './until.ts';

const limiters = ['tcbatch paced', 'tcbatch strict', 'BullMQ limiter', 'rate-limiter-flexible'] as const;
type Limiter = (typeof limiters)[number];

/** What a line is put through. Every call is up to 50 ms on its way, and answered 84 to 156 ms after it arrived. */
interface Trial {
  readonly name: string;
  readonly workers: number;
  readonly isStalling?: boolean;
  /** What happens when a third of the calls have arrived. */
  readonly incident?: (place: Place, workers: readonly Running[]) => Promise<void>;
}

const answerAndJitterMs = [84, 156, 50];
const allowed = 20;
/** A burst of the first calls, and programs that warm up, tell nothing of the rate. */
const startMs = 2000;

const trials: readonly Trial[] = [
  { name: '4 processes', workers: 4 },
  { name: '8 processes, stalls of 300 ms in each', workers: 8, isStalling: true },
  ...(scale.isFull
    ? [
        { name: '1 process', workers: 1 },
        { name: '8 processes', workers: 8 },
        { name: '1 process, stalls of 300 ms', workers: 1, isStalling: true },
        { name: '4 processes, one stopped for 5 s', workers: 4, incident: stopOne },
        {
          name: '4 processes, Redis killed and restarted',
          workers: 4,
          incident: ({ redis }: Place) => redis.restart(),
        },
      ]
    : []),
];

/** How many calls reach the server in any second, with each limiter. */
export async function benchLimit(): Promise<Section> {
  const rows: string[][] = [];
  const calm = new Map<Limiter, Traffic>();
  for (const trial of trials) {
    for (const limiter of limiters) {
      const traffic = await measure(limiter, trial);
      if (!calm.has(limiter)) calm.set(limiter, traffic);
      const { mostInAnySecond, over, perSecond } = traffic;
      rows.push([
        trial.name,
        limiter,
        String(mostInAnySecond),
        `${over} of ${scale.callsCounted}`,
        perSecond.toFixed(2),
      ]);
    }
  }
  return {
    title: 'The limit: 20 calls in any second, at the receiver',
    how: `${scale.callsCounted} calls are queued at once for several worker processes. A receiver in a process of its own notes when each arrives: up to 50 ms on the way, answered 84 to 156 ms later. "Most" is the fullest of all spans of 1,000 ms, wherever they begin; "over" are calls that were at least the 21st of the second they ended. Calls a second are those after the first two seconds, in which a line starts. The physical limit is 20 and 20.00 a second, 19.05 for \`paced\` with its 5 % of air; with leases (\`strict\`) it is 20 / (1 + round trip), about 17.5 here, and as its calls leave in bursts a short run shows a little more.`,
    head: ['worker processes', 'limiter', 'most in a second', 'over', 'calls a second'],
    rows,
    highlights: [
      {
        shows: 'most calls in any second at the receiver, 4 processes (limit: 20)',
        tcbatch: `${calm.get('tcbatch paced')?.mostInAnySecond}, at ${calm.get('tcbatch paced')?.perSecond.toFixed(2)} a second`,
        instead: `BullMQ's limiter ${calm.get('BullMQ limiter')?.mostInAnySecond}, rate-limiter-flexible ${calm.get('rate-limiter-flexible')?.mostInAnySecond}`,
      },
    ],
  };
}

function measure(limiter: Limiter, trial: Trial): Promise<Traffic> {
  return withPlace(async (place) => {
    const api = await startReceiver(place, answerAndJitterMs);
    if (limiter.startsWith('tcbatch')) await submit(place, scale.callsCounted);
    else await enqueueBare(place, scale.callsCounted);
    const workers = await startWorkers(place, { limiter, trial, api });
    await untilArrived(api, Math.floor(scale.callsCounted / 3));
    await trial.incident?.(place, workers);
    await untilArrived(api, scale.callsCounted);
    return watchSeconds(await readArrivals(api), { allowed, startMs });
  });
}

/** Resolves when all of them work. */
async function startWorkers(
  place: Place,
  { limiter, trial, api }: { readonly limiter: Limiter; readonly trial: Trial; readonly api: Api },
): Promise<Running[]> {
  const { isStalling = false } = trial;
  const starts = Array.from({ length: trial.workers }, () =>
    limiter.startsWith('tcbatch')
      ? place.tcbatch(['worker'], {
          isStalling,
          environment: { TCBATCH_ENDPOINT: api.url, TCBATCH_PACING: limiter.replace('tcbatch ', '') },
        })
      : place.program('bare-worker', [JSON.stringify(bareOptions(limiter, api))], { isStalling }),
  );
  await Promise.all(starts.map(({ says }) => says(/Working/)));
  return starts;
}

function bareOptions(limiter: Limiter, { url }: Api): BareWorkerOptions {
  const kind = limiter === 'BullMQ limiter' ? 'bullmq' : 'rate-limiter-flexible';
  return { ...bareDefaults, url, limiter: kind };
}

function untilArrived(api: Api, calls: number): Promise<void> {
  return until(async () => (await readArrivals(api)).length >= calls);
}

/** As a laptop's lid does, or a paused virtual machine. */
async function stopOne(_place: Place, [worker]: readonly Running[]): Promise<void> {
  worker?.kill('SIGSTOP');
  await delay(5000);
  worker?.kill('SIGCONT');
}
