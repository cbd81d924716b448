import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodeFor } from '../../src/report/exit-code.ts';
import { readReport } from '../../src/report/read-report.ts';
import { readStatus, readStatuses } from '../../src/report/read-status.ts';
import { cancelQueued } from '../../src/shared/ledger/change-many.ts';
import { lineKeys } from '../../src/shared/ledger/keys.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { holdLine } from '../../src/shared/ledger/line-hold.ts';
import { setLineRate } from '../../src/shared/ledger/line-rate.ts';
import { changePhase, noteActive, noteQueuedAnew } from '../../src/shared/ledger/runs.ts';
import { purchaseStates } from '../../src/shared/outcome.ts';
import {
  checkedRow,
  checkedRows,
  fail,
  fillRun,
  loseAnswer,
  open,
  succeed,
  testLedger,
} from '../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;

beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

describe('readStatus', () => {
  it('is null for a run nobody knows', async () => {
    expect(await readStatus(testLedger(redis), 'r000000000000')).toBeNull();
  });

  it('shows a run that has just been submitted', async () => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, checkedRows(381), { name: 'July', manifest: 'july.csv' });
    expect(await readStatus(ledger, run)).toEqual({
      run,
      name: 'July',
      labels: {},
      startsAt: null,
      manifest: 'july.csv',
      state: 'running',
      total: 381,
      counts: { queued: 381, sending: 0, succeeded: 0, failed: 0, 'in-doubt': 0, cancelled: 0, skipped: 0 },
      errors: [],
      pendingDeliveries: 0,
      held: [],
      rate: { CreatePackageOrder: 0 },
      etaSeconds: 20,
      submittedAt: expect.stringMatching(/Z$/),
      finishedAt: null,
    });
  });

  it('is submitting until the last purchase is in', async () => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, checkedRows(2), { isSealed: false });
    expect(await readStatus(ledger, run)).toMatchObject({ state: 'submitting', etaSeconds: null });
  });

  it('counts what the report shows', async () => {
    const ledger = testLedger(redis);
    const run = await mixedRun(ledger);
    const counts = Object.fromEntries(purchaseStates.map((state) => [state, 0]));
    for await (const { state } of readReport(ledger, run)) counts[state] = (counts[state] ?? 0) + 1;
    const status = await readStatus(ledger, run);
    expect(status?.counts).toEqual(counts);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(status?.total);
  });

  it('groups errors by code over all actions, the largest group first', async () => {
    const ledger = testLedger(redis);
    const run = await mixedRun(ledger);
    const status = await readStatus(ledger, run);
    expect(status?.errors).toEqual([
      { code: 'InvalidParameter', scope: 'row', count: 2, remedy: expect.stringContaining('Correct') },
      { code: 'Transport.Timeout', scope: 'row', count: 1, remedy: expect.stringContaining('Look in') },
    ]);
    expect(status?.rate).toEqual({ CreatePackageOrder: expect.any(Number), CreatePlan: expect.any(Number) });
    expect(status?.rate.CreatePackageOrder).toBeGreaterThan(0);
  });

  it('waits for what other runs queued before, unless they are paused', async () => {
    const ledger = testLedger(redis);
    const earlier = await fillRun(ledger, checkedRows(381));
    await noteActive(ledger, earlier);
    const run = await fillRun(ledger, checkedRows(381));
    await noteActive(ledger, run);
    expect(await readStatus(ledger, earlier)).toMatchObject({ etaSeconds: 20 });
    expect(await readStatus(ledger, run)).toMatchObject({ etaSeconds: 40 });
    await changePhase(ledger, earlier, 'paused');
    expect(await readStatus(ledger, run)).toMatchObject({ etaSeconds: 20 });
    await changePhase(ledger, earlier, 'running');
    await noteQueuedAnew(ledger, earlier);
    expect(await readStatus(ledger, earlier)).toMatchObject({ etaSeconds: 40 });
    expect(await readStatus(ledger, run)).toMatchObject({ etaSeconds: 20 });
  });

  it('takes the rate that was set by hand, and how much wider the spacing is', async () => {
    const ledger = testLedger(redis);
    const line = { action: 'CreatePackageOrder', account: 'default' };
    const run = await fillRun(ledger, checkedRows(381));
    await setLineRate(ledger, line, 5);
    expect(await readStatus(ledger, run)).toMatchObject({ etaSeconds: 80 });
    await setLineRate(ledger, line, null);
    await ledger.redis.hset(lineKeys(ledger.prefix, 'CreatePackageOrder').pacer, 'widen', 2);
    expect(await readStatus(ledger, run)).toMatchObject({ etaSeconds: 40 });
  });

  it('is held, with the reason, as long as purchases wait behind a stopped line', async () => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, checkedRows(2));
    const hold = { code: 'UnauthorizedOperation', reason: 'Grant the right.' };
    await holdLine(ledger, { action: 'CreatePackageOrder', account: 'default' }, hold);
    const held = await readStatus(ledger, run);
    expect(held).toMatchObject({
      state: 'held',
      etaSeconds: null,
      held: [{ action: 'CreatePackageOrder', ...hold, since: expect.stringMatching(/Z$/) }],
    });
    expect(held && exitCodeFor(held)).toBe(5);
    await cancelQueued(ledger, run, [{ row: 1, index: 1 }]);
    await cancelQueued(ledger, run, [{ row: 2, index: 1 }]);
    expect(await readStatus(ledger, run)).toMatchObject({ state: 'finished', held: [hold] });
  });

  it('is not held by the line of an action that has nothing queued', async () => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, [
      checkedRow(1),
      checkedRow(2, { action: 'CreatePlan', params: { PlanType: 'basic' } }),
    ]);
    await succeed(ledger, run, { row: 2, index: 1 });
    await holdLine(
      ledger,
      { action: 'CreatePlan', account: 'default' },
      { code: 'Person', reason: 'Lunch.' },
    );
    expect(await readStatus(ledger, run)).toMatchObject({
      state: 'running',
      held: [{ action: 'CreatePlan' }],
    });
  });

  it('follows a run through a pause to its end', async () => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, checkedRows(2));
    await changePhase(ledger, run, 'paused');
    expect(await readStatus(ledger, run)).toMatchObject({
      state: 'paused',
      etaSeconds: null,
      finishedAt: null,
    });
    await changePhase(ledger, run, 'running');
    await succeed(ledger, run, { row: 1, index: 1 });
    await succeed(ledger, run, { row: 2, index: 1 });
    const finished = await readStatus(ledger, run);
    expect(finished).toMatchObject({
      state: 'finished',
      etaSeconds: 0,
      finishedAt: expect.stringMatching(/Z$/),
    });
    expect(finished && exitCodeFor(finished)).toBe(0);
  });

  it('calls a run cancelled once the last call in flight has its answer', async () => {
    const ledger = testLedger(redis);
    const run = await fillRun(ledger, checkedRows(2));
    await open(ledger, run, 1);
    await changePhase(ledger, run, 'cancelled');
    await cancelQueued(ledger, run, [{ row: 2, index: 1 }]);
    expect(await readStatus(ledger, run)).toMatchObject({ state: 'running', finishedAt: null });
  });
});

describe('readStatuses', () => {
  it('gives the newest run first', async () => {
    const ledger = testLedger(redis);
    const runs: string[] = [];
    for (const name of ['first', 'second', 'third']) {
      const run = await fillRun(ledger, checkedRows(1), { name });
      // Runs of one millisecond have no order; the register is told when each of them came.
      await ledger.redis.zadd(`${ledger.prefix}:{runs}:by-time`, runs.length + 1, run);
      runs.push(run);
    }
    const statuses = await readStatuses(ledger);
    expect(statuses.map(({ run }) => run)).toEqual(runs.reverse());
    expect(statuses.map(({ name }) => name)).toEqual(['third', 'second', 'first']);
  });
});

/** One purchase in every state that this version reaches, over two actions. */
async function mixedRun(ledger: Ledger): Promise<string> {
  const run = await fillRun(ledger, [
    ...checkedRows(6),
    checkedRow(7, { action: 'CreatePlan', params: { PlanType: 'basic' }, count: 2 }),
  ]);
  await succeed(ledger, run, { row: 1, index: 1 });
  await fail(ledger, run, { row: 2, index: 1 }, 'InvalidParameter');
  await fail(ledger, run, { row: 7, index: 2 }, 'InvalidParameter');
  await loseAnswer(ledger, run, { row: 3, index: 1 });
  await open(ledger, run, 4);
  await cancelQueued(ledger, run, [{ row: 5, index: 1 }]);
  return run;
}
