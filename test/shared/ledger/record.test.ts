import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelQueued } from '../../../src/shared/ledger/change-many.ts';
import { runKeys } from '../../../src/shared/ledger/keys.ts';
import type { Ledger } from '../../../src/shared/ledger/ledger.ts';
import { openAttempt } from '../../../src/shared/ledger/open-attempt.ts';
import { parseRecord } from '../../../src/shared/ledger/record.ts';
import { settle } from '../../../src/shared/ledger/settle.ts';
import { checkedRow, fillRun, loseAnswer, open, testLedger } from '../../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { purchaseAt } from './purchase-at.ts';

const at = { row: 1, index: 1 };
const sending = { worker: 'w', deadlineInMs: 30_000, tokenWindowMs: 0 };

let redis: TestRedis;
let ledger: Ledger;
beforeAll(async () => {
  redis = await startTestRedis();
  ledger = testLedger(redis);
});
afterAll(() => redis.stop());

describe('a record', () => {
  test('gives back what was admitted, whatever characters it has', async () => {
    const odd = 'a\tb\n"c"\\ é 🎉 \u2028';
    const terms = { ifExpiresBefore: '2026-12-01', site: { zoneName: odd } };
    const wanted = { reference: odd, notes: { '#Odd': odd, '#Plain': '' }, line: 7, terms };
    const run = await fillRun(ledger, [checkedRow(1, wanted)]);
    expect(await purchaseAt(ledger, run, 1)).toMatchObject({ ...wanted, state: 'queued', attempts: 0 });
  });

  test('gives back what was bought, whatever characters the provider sent', async () => {
    const run = await fillRun(ledger, [checkedRow(1)]);
    const attempt = await open(ledger, run, 1);
    const odd = 'x\ty\n"z"\\/ 订单';
    const bought = { orderId: odd, resourceIds: [odd, ''], delivery: 'pending' } as const;
    await settle(ledger, {
      ...attempt,
      by: 'answer',
      ending: { state: 'succeeded', bought, requestId: odd },
    });
    expect(await purchaseAt(ledger, run, 1)).toMatchObject({
      ...bought,
      requestId: odd,
      settledBy: 'answer',
    });
  });

  test('holds the times of each step in their order', async () => {
    const run = await fillRun(ledger, [checkedRow(1)]);
    const attempt = await loseAnswer(ledger, run, at);
    const ending = {
      state: 'failed',
      code: 'Other',
      message: '',
      requestId: null,
      unpaidOrder: false,
    } as const;
    await settle(ledger, { ...attempt, by: 'person', ending });
    const { queuedAtMs, firstSentAtMs, sentAtMs, settledAtMs } = await purchaseAt(ledger, run, 1);
    const times = [queuedAtMs, Number(firstSentAtMs), Number(sentAtMs), Number(settledAtMs)];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(queuedAtMs).toBeGreaterThan(1_500_000_000_000);
  });
});

describe('a record of another version', () => {
  const older = '{"s":"queued","a":"CreatePackageOrder","q":1790000000000}\n{}\n{"line":2}';
  const newer = '[3,"queued","CreatePackageOrder",1790000000000,0]\n{}\n2\n\n';

  test.each([older, newer])('is not read: %j', (stored) => {
    expect(() => parseRecord(at, stored)).toThrow("another version's");
  });

  test.each([older, newer])('is neither sent nor changed: %j', async (stored) => {
    const run = await fillRun(ledger, [checkedRow(1)]);
    const bucket = runKeys(ledger.prefix, run).bucket(1);
    await ledger.redis.hset(bucket, '1', stored);
    await expect(openAttempt(ledger, { run, ...at, attemptId: 'a', ...sending })).rejects.toThrow('FORM');
    await expect(cancelQueued(ledger, run, [at])).rejects.toThrow('FORM');
    expect(await ledger.redis.hget(bucket, '1')).toBe(stored);
  });
});

describe('parseRecord', () => {
  const head = [
    'queued',
    'CreatePackageOrder',
    1_790_000_000_000,
    0,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
  ];
  const storedAs = (...differences: [number, unknown][]) => {
    const stored: unknown[] = [2, ...head];
    for (const [place, value] of differences) stored[place] = value;
    return `${JSON.stringify(stored)}\n{}\n2\n\n`;
  };

  test('reads what the scripts write', () => {
    expect(parseRecord(at, storedAs())).toMatchObject({ state: 'queued', line: 2, reference: null });
  });

  test.each([
    ['a state nobody knows', storedAs([1, 'bought'])],
    ['a state that every object has', storedAs([1, 'constructor'])],
    ['a time that is a text', storedAs([3, '1790000000000'])],
    ['an attempt that is a number', storedAs([8, 1])],
    ['a delivery nobody knows', storedAs([10, 'late'])],
    ['others that are no object', storedAs([12, 'e'])],
    ['a resource that is no text', storedAs([12, { l: [1] }])],
    ['a line too many', `${storedAs()}\n`],
    ['a line too few', storedAs().slice(0, -1)],
    ['no number of a line', storedAs().replace('\n2\n', '\n\n')],
    ['no line at all', ''],
  ])('refuses %s', (_what, stored) => {
    expect(() => parseRecord(at, stored)).toThrow();
  });
});
