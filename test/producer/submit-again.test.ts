import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runFor } from '../../src/producer/run-for.ts';
import { runKeys } from '../../src/shared/ledger/keys.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { changePhase, listRuns, readRun } from '../../src/shared/ledger/runs.ts';
import { testLedger } from '../support/ledger.ts';
import { submitRows } from '../support/manifest.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const rows = [{ Action: 'CreatePackageOrder', Domain: 'one.example', Grade: 'DPG_PROFESSIONAL' }];

let redis: TestRedis;
let ledger: Ledger;
beforeAll(async () => {
  redis = await startTestRedis();
});
beforeEach(() => {
  ledger = testLedger(redis);
});
afterAll(() => redis.stop());

/** Leaves a run as a submission does that was cut short after the seal. */
function cutQueueing(run: string): Promise<number> {
  return ledger.redis.hdel(runKeys(ledger.prefix, run).run, 'enqueued');
}

test('submitRun buys a manifest again when it is told to', async () => {
  const first = await submitRows(ledger, rows);
  const again = await submitRows(ledger, rows, { again: true });
  expect(again).toMatchObject({ existing: false, total: 1 });
  expect(again.run).not.toBe(first.run);
});

test('runFor tells of a run that would be bought beside one that is not finished', async () => {
  const { run } = await submitRows(ledger, rows);
  const manifestHash = (await readRun(ledger, run))?.manifestHash ?? '';
  expect(await runFor(ledger, manifestHash, true)).toMatchObject({ besideRun: run });
  expect(await runFor(ledger, manifestHash, false)).toMatchObject({ run, besideRun: null });
  await ledger.redis.hset(runKeys(ledger.prefix, run).run, 'finishedAt', Date.now());
  expect(await runFor(ledger, manifestHash, true)).toMatchObject({ besideRun: null });
});

test('submitRun that buys again and is cut short finishes the same run when it is repeated', async () => {
  await submitRows(ledger, rows);
  const again = await submitRows(ledger, rows, { again: true });
  await cutQueueing(again.run);
  const repeated = await submitRows(ledger, rows, { again: true });
  expect(repeated).toEqual({ run: again.run, existing: true, total: 1 });
  expect(await listRuns(ledger)).toHaveLength(2);
});

test('submitRun buys again what was cut short and somebody paused meanwhile', async () => {
  const first = await submitRows(ledger, rows);
  await cutQueueing(first.run);
  await changePhase(ledger, first.run, 'paused');
  expect(await submitRows(ledger, rows, { again: true })).toMatchObject({ existing: false });
});
