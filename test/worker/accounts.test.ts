import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { simulatedPair } from '../../src/shared/accounts/simulated-pair.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { readHold, releaseLine } from '../../src/shared/ledger/line-hold.ts';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { readPurchases } from '../../src/shared/ledger/read-purchases.ts';
import type { CheckedRow } from '../../src/shared/purchase.ts';
import { requeueRun } from '../../src/shared/requeue.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import type { RunningWorker } from '../../src/worker/start-worker.ts';
import { collect } from '../support/collect.ts';
import { checkedRows, fillRun, testLedger } from '../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { startTestWorker, untilCounts, untilFinished } from '../support/worker.ts';

let redis: TestRedis;
let ledger: Ledger;
let simulator: Simulator;
let folder: string;
let worker: RunningWorker | null = null;

beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  ledger = testLedger(redis);
  simulator = await startSimulator({ otherAccounts: { acme: simulatedPair('acme') } });
  folder = mkdtempSync(join(tmpdir(), 'tcbatch-accounts-'));
});
afterEach(async () => {
  await worker?.close();
  worker = null;
  await simulator.close();
  rmSync(folder, { recursive: true });
});

/** A worker of the default account and of acme, whose key stands in variables of its own. */
function startBoth(secretKey: string): Promise<RunningWorker> {
  const path = join(folder, 'config.json');
  const env = { secretId: 'ACME_ID', secretKey: 'ACME_KEY' };
  writeFileSync(path, JSON.stringify({ accounts: { acme: { credentials: { env } } } }));
  return startTestWorker(ledger, simulator, {
    TCBATCH_CONFIG: path,
    ACME_ID: simulatedPair('acme').secretId,
    ACME_KEY: secretKey,
  });
}

const ofBoth = (row: number): Partial<CheckedRow> => (row % 2 === 0 ? { account: 'acme' } : {});

describe('a worker of two accounts', () => {
  test('buys each row with the key of its account', async () => {
    const run = await fillRun(ledger, checkedRows(20, ofBoth));
    await requeueRun(ledger, run);
    worker = await startBoth(simulatedPair('acme').secretKey);
    await untilFinished(ledger, run);
    const sold = simulator.executed();
    expect(sold).toHaveLength(20);
    const payers = new Map(sold.map(({ params, account = 'default' }) => [params.Domain, account]));
    for (const { body, account } of await collect(readPurchases(ledger, run))) {
      expect(payers.get(JSON.parse(body).Domain)).toBe(account);
    }
  });

  test('holds the line of the one whose key is wrong while the other finishes, and goes on once released', async () => {
    const run = await fillRun(ledger, checkedRows(20, ofBoth));
    await requeueRun(ledger, run);
    worker = await startBoth('a wrong key'.replaceAll(' ', '-'));
    await untilCounts(ledger, run, ({ succeeded }) => succeeded === 10);
    const acme = { action: 'CreatePackageOrder', account: 'acme' };
    await untilCounts(ledger, run, ({ sending }) => sending === 0);
    expect(await readHold(ledger, acme)).toMatchObject({ ...acme, code: 'AuthFailure.SignatureFailure' });
    expect(await readHold(ledger, { ...acme, account: 'default' })).toBeNull();
    const { byLine } = await readCounts(ledger, run);
    expect(byLine.get('CreatePackageOrder')).toMatchObject({ succeeded: 10 });
    expect(byLine.get('CreatePackageOrder.acme')).toMatchObject({ queued: 10, failed: 0 });

    await worker.close();
    worker = await startBoth(simulatedPair('acme').secretKey);
    await releaseLine(ledger, acme);
    await untilFinished(ledger, run);
    expect(simulator.executed()).toHaveLength(20);
  });

  test('settles the doubts of each account by what that account shows', async () => {
    const rows = checkedRows(2, (row) => ({
      ...ofBoth(row),
      action: 'CreatePlan',
      params: { PlanType: 'basic' },
    }));
    const run = await fillRun(ledger, rows);
    await requeueRun(ledger, run);
    simulator.setFaults([{ action: 'CreatePlan', fault: { kind: 'drop-after' } }]);
    worker = await startBoth(simulatedPair('acme').secretKey);
    await untilCounts(ledger, run, ({ succeeded }) => succeeded === 2);
    const plans = new Map(
      simulator.executed().map(({ account = 'default', resourceIds }) => [account, resourceIds]),
    );
    for (const { account, resourceIds } of await collect(readPurchases(ledger, run))) {
      expect(resourceIds).toEqual(plans.get(account));
    }
  });
});
