import { performance } from 'node:perf_hooks';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { watchSeconds } from '../../bench/sliding-second.ts';
import { lineKeys } from '../../src/shared/ledger/keys.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { createMixedWarning } from '../../src/worker/mixed-warning.ts';
import { createPacer, type Pacer } from '../../src/worker/pacer.ts';
import { createStrictPacer } from '../../src/worker/strict-pacer.ts';
import { testLedger } from '../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

const line = { action: 'CreatePlan', account: 'default' };
let redis: TestRedis;
let ledger: Ledger;
let met: { paced: number; strict: number };
beforeAll(async () => {
  redis = await startTestRedis();
});
beforeEach(() => {
  ledger = testLedger(redis);
  met = { paced: 0, strict: 0 };
});
afterAll(() => redis.stop());

function paced(): Pacer {
  const onMixed = () => {
    met.paced += 1;
  };
  return createPacer(ledger, line, 20, { onMixed });
}

function strict({ callTimeoutMs = 60_000 } = {}): Pacer {
  const onMixed = () => {
    met.strict += 1;
  };
  return createStrictPacer(ledger, line, { ratePerSecond: 20, callTimeoutMs, onMixed });
}

/** Lets a field that holds a time, in microseconds, lie so far back. */
async function age(field: 'last' | 'leaseAsked', byMs: number): Promise<void> {
  const at = Number(await ledger.redis.hget(lineKeys(ledger.prefix, line.action).pacer, field));
  expect(at).toBeGreaterThan(0);
  await ledger.redis.hset(lineKeys(ledger.prefix, line.action).pacer, field, at - byMs * 1000);
}

describe('pacers of one line that differ', () => {
  test('lend no lease before every call that left at its own time has had its answer', async () => {
    await paced().nextSlot();
    let isLent = false;
    const waiting = strict()
      .nextSlot()
      .then(() => {
        isLent = true;
      });
    await until('it was told to wait', () => met.strict > 0);
    await age('last', 60_000);
    const before = met.strict;
    await until('it asked again', () => met.strict > before);
    expect(isLent).toBe(false);
    await age('last', 6_100);
    await waiting;
    expect(await ledger.redis.zcard(lineKeys(ledger.prefix, line.action).leases)).toBe(1);
  });

  test('give out no time to send while a lease is out, or was asked for a moment ago', async () => {
    const lent = await strict().nextSlot();
    const even = paced();
    const waiting = even.nextSlot();
    await until('it was told to wait', () => met.paced > 0);
    await age('leaseAsked', 60_000);
    let before = met.paced;
    await until('it asked again with the lease out', () => met.paced > before + 1);
    const another = await strict().nextSlot();
    await Promise.all([lent?.close({ wasSent: false }), another?.close({ wasSent: false })]);
    before = met.paced;
    await until('it asked again with none out', () => met.paced > before + 1);
    expect(await ledger.redis.hexists(lineKeys(ledger.prefix, line.action).pacer, 'last')).toBe(0);
    await age('leaseAsked', 60_000);
    expect(await waiting).not.toBeNull();
  });

  test('never let a second hold more than the limit together, and all get their turn', async () => {
    const times: number[] = [];
    const send = async (pacer: Pacer, count: number) => {
      for (let sent = 0; sent < count; ) {
        const slot = await pacer.nextSlot();
        if (!(await slot?.reach())) continue;
        times.push(performance.now());
        sent += 1;
        await slot?.close({ wasSent: true });
      }
    };
    // Strict after a moment, so that each has to wait for the other.
    const even = send(paced(), 30);
    await until('the first has left', () => times.length > 0);
    await Promise.all([even, send(strict({ callTimeoutMs: 0 }), 25)]);
    expect(met).toEqual({ paced: expect.any(Number), strict: expect.any(Number) });
    expect(Math.min(met.paced, met.strict)).toBeGreaterThan(0);
    expect(watchSeconds(times, { allowed: 20 })).toMatchObject({ over: 0 });
    expect(times).toHaveLength(55);
  }, 30_000);
});

describe('the warning of pacings that differ', () => {
  test('says once what to do, and again only after a while', () => {
    const told: Record<string, unknown>[] = [];
    const log = pino({}, { write: (text) => told.push(JSON.parse(text)) });
    let nowMs = 0;
    const warn = createMixedWarning(log, 'paced', () => nowMs);
    warn();
    warn();
    expect(told).toMatchObject([
      { level: 40, pacing: 'paced', advice: expect.stringContaining('the same TCBATCH_PACING') },
    ]);
    nowMs = 600_000;
    warn();
    expect(told).toHaveLength(2);
  });
});
