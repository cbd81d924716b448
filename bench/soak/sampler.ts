import { setTimeout as delay } from 'node:timers/promises';
import type { Running } from '../running.ts';
import { inMebibytes, type ProcessSample } from './measures.ts';
import { openHandles } from './open-handles.ts';
import type { Vitals } from './tell-vitals.ts';

/** One look at a process. */
export interface Look {
  /** Since the start. */
  readonly hours: number;
  readonly sample: ProcessSample;
}

export interface Sampler {
  readonly end: () => Promise<readonly Look[]>;
}

const sampleEveryMs = 10_000;

/** Looks at a process every ten seconds until it is ended. The process has to be watched. */
export function beginSampling(running: Running, startedAtMs: number): Sampler {
  const over = new AbortController();
  const looks: Look[] = [];
  const looking = (async () => {
    while (!over.signal.aborted) {
      await delay(sampleEveryMs, undefined, { signal: over.signal }).catch(() => {});
      const sample = await sampleOf(running);
      if (sample) looks.push({ hours: (Date.now() - startedAtMs) / 3_600_000, sample });
    }
  })();
  return {
    end: async () => {
      over.abort();
      await looking;
      return looks;
    },
  };
}

/** Null before the process has told anything of itself. */
async function sampleOf({ pid, lastTold }: Running): Promise<ProcessSample | null> {
  const told = lastTold();
  if (told === null) return null;
  const { residentBytes, heapBytes, externalBytes, timers } = JSON.parse(told) as Vitals;
  return {
    residentMebibytes: inMebibytes(residentBytes),
    heapMebibytes: inMebibytes(heapBytes),
    externalMebibytes: inMebibytes(externalBytes),
    timers,
    ...(await openHandles(pid)),
  };
}
