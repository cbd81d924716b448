import { expect, test } from 'vitest';
import { readReport } from '../../src/report/read-report.ts';
import { readStatuses } from '../../src/report/read-status.ts';
import { findBought, noteBought } from '../../src/shared/ledger/bought-targets.ts';
import { cancelQueued, requeueFailed } from '../../src/shared/ledger/change-many.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { claim, claimIfFree, readClaims, takeDueLooks } from '../../src/shared/ledger/look.ts';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import {
  changePhase,
  claimManifest,
  discardRun,
  listActiveRuns,
  listRuns,
  readRun,
} from '../../src/shared/ledger/runs.ts';
import { collect } from '../support/collect.ts';
import {
  checkedRow,
  checkedRows,
  fail,
  fillRun,
  loseAnswer,
  open,
  sendBack,
  succeed,
} from '../support/ledger.ts';
import type { Place } from './place.ts';

const line = { action: 'CreatePlan', account: 'default' };

/** Rows of two buckets, the last one three times. */
const rows = [
  ...checkedRows(1000),
  checkedRow(1001, { action: 'CreatePlan', params: { PlanType: 'basic' }, count: 3 }),
];

/** One purchase of each state, and one that came back to `queued` in each way. */
async function fillWithEveryState(ledger: Ledger): Promise<string> {
  const run = await fillRun(ledger, rows, { name: 'every state' });
  await succeed(ledger, run, { row: 1, index: 1 });
  await fail(ledger, run, { row: 2, index: 1 }, 'InvalidParameter');
  await loseAnswer(ledger, run, { row: 3, index: 1 });
  await open(ledger, run, 4);
  await sendBack(ledger, run, { row: 5, index: 1 }, 'RequestLimitExceeded');
  await fail(ledger, run, { row: 6, index: 1 }, 'InvalidParameter');
  await requeueFailed(ledger, run, [{ row: 6, index: 1 }]);
  await cancelQueued(ledger, run, [{ row: 7, index: 1 }]);
  await succeed(ledger, run, { row: 1001, index: 2 }, { orderId: 'deal-1', resourceIds: ['edgeone-1'] });
  return run;
}

/** What the ledger has to do wherever it lies. */
export function ledgerTests(place: () => Place): void {
  test('counts every purchase in the one state that it is in', async () => {
    const ledger = await place().newLedger();
    const run = await fillWithEveryState(ledger);
    const { byState, byLine, errors } = await readCounts(ledger, run);
    expect(byState).toMatchObject({
      queued: 997,
      sending: 1,
      succeeded: 2,
      failed: 1,
      'in-doubt': 1,
      cancelled: 1,
    });
    expect(byLine.get('CreatePlan')).toMatchObject({ queued: 2, succeeded: 1 });
    expect(errors.map(({ state, code, count }) => [state, code, count])).toEqual([
      ['failed', 'InvalidParameter', 1],
      ['in-doubt', 'Transport.Timeout', 1],
    ]);
    expect((await readStatuses(ledger)).map(({ name, total }) => [name, total])).toEqual([
      ['every state', 1003],
    ]);
  });

  test('is reported in row order, across its buckets', async () => {
    const ledger = await place().newLedger();
    const run = await fillWithEveryState(ledger);
    const lines = await collect(readReport(ledger, run));
    expect(lines.map(({ row, index }) => `${row}.${index}`)).toEqual([
      ...Array.from({ length: 1000 }, (_, i) => `${i + 1}.1`),
      ...[1, 2, 3].map((index) => `1001.${index}`),
    ]);
    expect(lines.slice(0, 7).map(({ state, attempts }) => [state, attempts])).toEqual([
      ['succeeded', 1],
      ['failed', 1],
      ['in-doubt', 1],
      ['sending', 1],
      ['queued', 1],
      ['queued', 1],
      ['cancelled', 0],
    ]);
    expect(lines.at(-2)).toMatchObject({ state: 'succeeded', orderId: 'deal-1', resourceIds: ['edgeone-1'] });
  });

  test('lets one of many who ask open an attempt', async () => {
    const ledger = await place().newLedger();
    const others = [await place().connect(), await place().connect()];
    const run = await fillRun(ledger, checkedRows(1));
    const asked = [ledger.redis, ...others].map((redis) => open({ ...ledger, redis }, run, 1));
    const opened = (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled');
    expect(opened).toHaveLength(1);
  });

  test('gives each open question to one who looks, and each order to one purchase', async () => {
    const ledger = await place().newLedger();
    const run = await fillWithEveryState(ledger);
    const options = { limit: 20, leaseMs: 60_000 };
    expect(await takeDueLooks(ledger, run, options)).toEqual([{ row: 3, index: 1 }]);
    expect(await takeDueLooks(ledger, run, options)).toEqual([]);
    await claim(ledger, line, ['plan-1'], 'first');
    expect(await claimIfFree(ledger, line, ['plan-2', 'plan-1'], 'second')).toBe(false);
    expect(await readClaims(ledger, line, ['plan-1', 'plan-2'])).toEqual(['first', null]);
  });

  test('remembers runs, manifests and what was bought for which target', async () => {
    const ledger = await place().newLedger();
    const [first, second] = [
      await fillRun(ledger, checkedRows(1)),
      await fillRun(ledger, rows, { isSealed: false }),
    ];
    expect(new Set(await listRuns(ledger))).toEqual(new Set([first, second]));
    await changePhase(ledger, first, 'paused');
    await discardRun(ledger, second);
    expect(await readRun(ledger, first)).toMatchObject({ phase: 'paused', total: 1 });
    expect(await readRun(ledger, second)).toBeNull();
    expect(await listActiveRuns(ledger)).toEqual([first]);
    expect([await claimManifest(ledger, 'hash', 0), await claimManifest(ledger, 'hash', 0)]).toEqual([1, 1]);

    const targets = Array.from({ length: 50 }, (_, i) => ({
      action: 'CreatePackageOrder',
      account: 'default',
      target: `site-${i}`,
    }));
    await noteBought(
      ledger,
      targets.slice(0, 40).map((target) => ({ ...target, run: first })),
    );
    const bought = await findBought(ledger, targets);
    expect(bought).toEqual(targets.map((_, i) => (i < 40 ? first : null)));
  });
}
