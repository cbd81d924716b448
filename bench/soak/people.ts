import { setTimeout as delay } from 'node:timers/promises';
import type { RunStatus } from '../../src/shared/run.ts';
import type { Chance } from './chance.ts';
import { post, type Shop } from './shop.ts';

/** Those who have the web site open while a soak goes on. */
export interface People {
  /** The run that they look at. */
  readonly follow: (run: string) => void;
  readonly tally: () => PeopleTally;
  readonly end: () => Promise<void>;
}

export interface PeopleTally {
  readonly linesReleased: number;
  readonly requests: number;
}

const visitors = 3;

/** Somebody releases what is held, pauses and resumes; others look at pages and streams, and leave in the middle. */
export function inviteViewers(shop: Shop, chance: Chance): People {
  const over = new AbortController();
  const tally = { linesReleased: 0, requests: 0 };
  let run: string | null = null;
  const again = async (everyMs: readonly [number, number], deed: (run: string) => Promise<unknown>) => {
    while (await waited(chance.between(...everyMs), over.signal)) if (run !== null) await deed(run);
  };
  const loops = [
    again([2_000, 4_000], async (looked) => {
      tally.linesReleased += await releaseHeld(shop, looked);
    }),
    again([20_000, 60_000], (looked) => pauseAWhile(shop, looked)),
    ...Array.from({ length: visitors }, () =>
      again([300, 2_000], async (looked) => {
        tally.requests += 1;
        await visit(shop, looked, chance);
      }),
    ),
  ];
  return {
    follow: (next) => {
      run = next;
    },
    tally: () => ({ ...tally }),
    end: async () => {
      over.abort();
      await Promise.all(loops);
    },
  };
}

async function releaseHeld({ askOnce }: Shop, run: string): Promise<number> {
  const answer = await askOnce(`/api/runs/${run}`);
  if (answer === null) return 0;
  const { held } = JSON.parse(answer) as RunStatus;
  for (const { action } of held) await askOnce(`/api/actions/${action}/release`, post({ reason: 'mended' }));
  return held.length;
}

async function pauseAWhile({ ask, askOnce }: Shop, run: string): Promise<void> {
  await askOnce(`/api/runs/${run}/pause`, post({ reason: 'to look' }));
  await delay(1_500);
  // Also when the pause was not answered: it may have been done.
  await ask(`/api/runs/${run}/resume`, post({}));
}

async function visit(shop: Shop, run: string, chance: Chance): Promise<void> {
  const path = chance.pick([
    `/api/runs/${run}/events?actions=true`,
    `/api/runs/${run}/summary`,
    `/api/runs/${run}/purchases?limit=50&search=R-`,
    `/api/runs/${run}/report?format=csv`,
    `/api/runs/${run}/report?format=html`,
    '/api/runs',
    '/api/actions',
    '/api/templates/CreatePlan?format=csv',
    '/metrics',
    '/',
    '/no-such-page',
  ]);
  // Nobody waits for the end: streams have none, and a person who has seen enough of a report goes on.
  await shop.askOnce(path, { signal: AbortSignal.timeout(chance.between(500, 6_000)) });
}

async function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  await delay(ms, undefined, { signal }).catch(() => {});
  return !signal.aborted;
}
