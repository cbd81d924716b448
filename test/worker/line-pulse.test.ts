import { setImmediate } from 'node:timers/promises';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handsNeeded } from '../../src/shared/hands-needed.ts';
import { type CrewMember, readCrew } from '../../src/shared/ledger/crew.ts';
import { createLatencyGauge } from '../../src/worker/latency-gauge.ts';
import { isNews, startLinePulse } from '../../src/worker/line-pulse.ts';
import { testLedger } from '../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const line = { action: 'CreatePlan', account: 'default' };

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

function member(roundTripMs: number): CrewMember {
  return { concurrency: 4, pacing: 'paced', rate: 20, latency: { slotWaitMs: 5, roundTripMs } };
}

describe('the pulse of a line', () => {
  it('tells the line who works it, warns once of too few in hand, and leaves with the worker', async () => {
    const ledger = testLedger(redis);
    const lines: Record<string, unknown>[] = [];
    const log = pino({}, { write: (text) => lines.push(JSON.parse(text)) });
    const pulse = startLinePulse({ ledger, line, worker: 'one', self: () => member(500), log });
    while (lines.length === 0) await setImmediate();
    expect(await readCrew(ledger, line)).toEqual([member(500)]);
    expect(lines).toMatchObject([
      { level: 40, roundTripMs: 500, concurrency: 4, needed: 11, advice: expect.stringContaining('14') },
    ]);
    await pulse.close();
    expect(await readCrew(ledger, line)).toEqual([]);
  });

  it('has news when another latency asks for a fifth more, or the workers are others', () => {
    const of = (crew: readonly CrewMember[]) => {
      const hands = handsNeeded(crew, null);
      if (!hands) throw new Error('Cannot tell of a crew that has seen nothing');
      return hands;
    };
    const before = of([member(500)]);
    expect(isNews(null, before)).toBe(true);
    expect(isNews(before, of([member(550)]))).toBe(false);
    expect(isNews(before, of([member(800)]))).toBe(true);
    expect(isNews(before, of([member(500), member(500)]))).toBe(true);
  });
});

describe('the latency gauge', () => {
  it('says nothing before it has seen enough calls, and then follows them', () => {
    const gauge = createLatencyGauge();
    for (let n = 0; n < 15; n += 1) gauge.note({ slotWaitMs: 5, roundTripMs: 100 });
    expect(gauge.seen()).toBeNull();
    gauge.note({ slotWaitMs: 5, roundTripMs: 100 });
    expect(gauge.seen()).toEqual({ slotWaitMs: 5, roundTripMs: 100 });
    for (let n = 0; n < 100; n += 1) gauge.note({ slotWaitMs: 5, roundTripMs: 300 });
    expect(gauge.seen()?.roundTripMs).toBeGreaterThan(295);
  });
});
