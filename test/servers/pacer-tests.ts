import { performance } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { watchSeconds } from '../../bench/sliding-second.ts';
import { lineKeys } from '../../src/shared/ledger/keys.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { holdLine, releaseLine } from '../../src/shared/ledger/line-hold.ts';
import { createPacer, type Pacer } from '../../src/worker/pacer.ts';
import { createStrictPacer } from '../../src/worker/strict-pacer.ts';
import type { Place } from './place.ts';

const line = { action: 'CreatePlan', account: 'default' };
const rate = 20;

/** Ledgers of one prefix, each on a connection of its own, as the workers of several machines have them. */
async function threeLedgers(place: Place): Promise<Ledger[]> {
  const ledger = await place.newLedger();
  return [ledger, { ...ledger, redis: await place.connect() }, { ...ledger, redis: await place.connect() }];
}

/** Takes slots until so many were reached in time, and returns when; those missed are given up, as a worker does. */
async function sendTimes(pacer: Pacer, count: number): Promise<number[]> {
  const times: number[] = [];
  while (times.length < count) {
    const slot = await pacer.nextSlot();
    if (await slot?.reach()) times.push(performance.now());
  }
  return times;
}

/** What the pacers of many workers have to do together, wherever their state lies. */
export function pacerTests(place: () => Place): void {
  test('lets no second hold more than 20 sends of three workers', async () => {
    const pacers = (await threeLedgers(place())).map((ledger) => createPacer(ledger, line, rate));
    const times = await Promise.all(pacers.map((pacer) => sendTimes(pacer, 16)));
    const all = times.flat().sort((a, b) => a - b);
    expect(watchSeconds(all, { allowed: rate })).toMatchObject({ over: 0 });
    expect(all).toHaveLength(48);
  });

  test('lends 20 strict leases to three workers, and another once one was not needed', async () => {
    const ledgers = await threeLedgers(place());
    const options = { ratePerSecond: rate, callTimeoutMs: 30_000 };
    const pacers = ledgers.map((ledger) => createStrictPacer(ledger, line, options));
    const leases = pacers.flatMap((pacer) => Array.from({ length: 7 }, () => pacer.nextSlot()));
    const [{ prefix, redis } = unknownLedger()] = ledgers;
    const first = await Promise.race(leases);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await redis.zcard(lineKeys(prefix, line.action).leases)).toBeLessThanOrEqual(rate);
    await first?.close({ wasSent: false });
    expect(await Promise.all(leases)).not.toContain(null);
    expect(await redis.zcard(lineKeys(prefix, line.action).leases)).toBe(rate);
  });

  test('gives nobody a slot while the line is held, and all of them when it is released', async () => {
    const ledgers = await threeLedgers(place());
    const [{ prefix, redis } = unknownLedger()] = ledgers;
    await holdLine({ prefix, redis }, line, { code: 'Person', reason: 'Stop.' });
    const pacers = ledgers.map((ledger) => createPacer(ledger, line, rate));
    const waiting = pacers.map((pacer) => pacer.nextSlot());
    expect(await redis.exists(lineKeys(prefix, line.action).pacer)).toBe(0);
    await releaseLine({ prefix, redis }, line);
    expect(await Promise.all(waiting)).not.toContain(null);
  });
}

function unknownLedger(): never {
  throw new Error('Cannot take the first ledger of none');
}
