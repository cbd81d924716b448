import { performance } from 'node:perf_hooks';
import type { OpenLedger } from '../open-ledger.ts';
import type { Check } from './check.ts';

const pings = 20;
/** A slot is given up when its intent is not written 25 ms after it was due; half of that leaves room for the disk. */
const tolerableMs = 12;

/** How long Redis takes to answer: each purchase asks it several times before its call. */
export async function checkLatency({ redis }: OpenLedger): Promise<Check> {
  const took: number[] = [];
  for (let i = 0; i < pings; i += 1) {
    const askedAt = performance.now();
    await redis.ping();
    took.push(performance.now() - askedAt);
  }
  const medianMs = took.sort((a, b) => a - b)[pings / 2] ?? 0;
  const finding = `Redis answers after ${medianMs < 1 ? 'less than 1' : Math.round(medianMs)} ms.`;
  const isNear = medianMs <= tolerableMs;
  return {
    name: 'latency',
    state: isNear ? 'fine' : 'warning',
    finding,
    advice: isNear ? null : 'Run the workers nearer to Redis: slots are missed while they wait for it.',
  };
}
