import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admit } from '../../../src/shared/ledger/admit.ts';
import { checkFence } from '../../../src/shared/ledger/fence.ts';
import type { Ledger } from '../../../src/shared/ledger/ledger.ts';
import { readCounts } from '../../../src/shared/ledger/read-counts.ts';
import { readPurchase, readPurchases } from '../../../src/shared/ledger/read-purchases.ts';
import {
  changePhase,
  claimManifest,
  createRun,
  discardRun,
  listActiveRuns,
  listRuns,
  readPhase,
  readRun,
  sealRun,
  timesSubmitted,
} from '../../../src/shared/ledger/runs.ts';
import { collect } from '../../support/collect.ts';
import { checkedRow, checkedRows, fillRun, open, testLedger } from '../../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { purchaseAt } from './purchase-at.ts';

let redis: TestRedis;
let ledger: Ledger;
beforeAll(async () => {
  redis = await startTestRedis();
  ledger = testLedger(redis);
});
afterAll(() => redis.stop());

function unsealed(rows: number): Promise<string> {
  return fillRun(ledger, checkedRows(rows), { isSealed: false });
}

/** The purchase of a row that a test admitted, as a producer admits it once more. */
async function admissionAt(run: string, row: number, differences: { body?: string } = {}) {
  const purchase = { ...(await purchaseAt(ledger, run, row)), account: 'default', ...differences };
  return { purchase, rowCount: 1 };
}

describe('admit', () => {
  test('adds a purchase once, however often it is admitted', async () => {
    const run = await unsealed(2);
    expect(await admit(ledger, run, [await admissionAt(run, 1), await admissionAt(run, 2)])).toBe(0);
    expect((await readCounts(ledger, run)).byState.queued).toBe(2);
  });

  test('refuses another purchase at the same place', async () => {
    const run = await unsealed(1);
    const other = await admissionAt(run, 1, { body: '{"Domain":"other.example"}' });
    await expect(admit(ledger, run, [other])).rejects.toThrow('CONFLICT');
  });

  test('admits nothing of a batch in which one is another purchase', async () => {
    const run = await unsealed(2);
    const other = await admissionAt(run, 2, { body: '{"Domain":"other.example"}' });
    const late = await admissionAt(run, 1);
    const third = { ...late, purchase: { ...late.purchase, row: 3 } };
    await expect(admit(ledger, run, [third, other])).rejects.toThrow('CONFLICT');
    expect((await readCounts(ledger, run)).byState.queued).toBe(2);
  });

  test('takes the notes and the line of the file as it is read last', async () => {
    const run = await unsealed(2);
    const known = await admissionAt(run, 2);
    const moved = { ...known, purchase: { ...known.purchase, line: 7, notes: { '#Team': 'blue' } } };
    expect(await admit(ledger, run, [await admissionAt(run, 1), moved])).toBe(0);
    expect(await purchaseAt(ledger, run, 2)).toMatchObject({ line: 7, notes: { '#Team': 'blue' } });
    expect((await readCounts(ledger, run)).byState.queued).toBe(2);
  });

  test('adds what is missing between what is there', async () => {
    const run = await unsealed(3);
    const known = await Promise.all([1, 2, 3].map((row) => admissionAt(run, row)));
    const more = known.map(({ purchase, rowCount }) => ({
      purchase: { ...purchase, row: purchase.row + 2 },
      rowCount,
    }));
    // Row 3 is there already, with its own body.
    const [third] = known.slice(2);
    if (third) more[0] = third;
    expect(await admit(ledger, run, more)).toBe(2);
    expect((await readCounts(ledger, run)).byState.queued).toBe(5);
  });

  test('admits a row with Count that asks for more than one call takes', async () => {
    const run = await fillRun(ledger, [checkedRow(1, { action: 'CreatePlan', params: {}, count: 2500 })]);
    expect((await readCounts(ledger, run)).byState.queued).toBe(2500);
    expect(await readPurchase(ledger, run, { row: 1, index: 2500 })).toMatchObject({ state: 'queued' });
    expect(await collect(readPurchases(ledger, run))).toHaveLength(2500);
  });

  test('admits the purchases of several actions side by side', async () => {
    const rows = checkedRows(6, (row) => (row % 2 === 0 ? { action: 'CreatePlan', params: {} } : {}));
    const { byLine } = await readCounts(ledger, await fillRun(ledger, rows));
    expect(byLine.get('CreatePlan')?.queued).toBe(3);
    expect(byLine.get('CreatePackageOrder')?.queued).toBe(3);
  });

  test('adds nothing to a run that is sealed', async () => {
    const run = await fillRun(ledger, [checkedRow(1)]);
    const late = await admissionAt(run, 1);
    expect(await admit(ledger, run, [{ ...late, purchase: { ...late.purchase, row: 2 } }])).toBe(0);
    expect((await readCounts(ledger, run)).byState.queued).toBe(1);
  });
});

describe('createRun', () => {
  const newRun = {
    run: 'r0123456789ab',
    name: null,
    manifest: 'rows.csv',
    manifestHash: 'hash',
    lines: [],
    total: 1,
    rows: 1,
  };

  test('writes a run down of which a worker knew before', async () => {
    const fresh = testLedger(redis);
    // A run is listed before it is written, and workers ask about all that are listed.
    expect((await checkFence(fresh, newRun.run)).wholeness).toBe('whole');
    expect(await readRun(fresh, newRun.run)).toBeNull();
    expect(await createRun(fresh, newRun)).toBe('submitting');
    expect(await readRun(fresh, newRun.run)).toMatchObject({ phase: 'submitting', total: 1 });
  });

  test('leaves a run that is there as it is', async () => {
    const fresh = testLedger(redis);
    await createRun(fresh, newRun);
    expect(await createRun(fresh, { ...newRun, name: 'another' })).toBe('submitting');
    expect(await readRun(fresh, newRun.run)).toMatchObject({ name: null });
  });
});

describe('sealRun', () => {
  test('refuses a run of which a purchase is missing', async () => {
    const run = await unsealed(2);
    await expect(sealRun(ledger, run, { total: 3, rows: 3, noteNames: [] })).rejects.toThrow('INCOMPLETE');
    expect(await readPhase(ledger, run)).toBe('submitting');
  });

  test('leaves a run alone that another producer sealed, be it paused or half bought', async () => {
    const run = await fillRun(ledger, checkedRows(2));
    await open(ledger, run, 1);
    await changePhase(ledger, run, 'paused');
    await sealRun(ledger, run, { total: 2, rows: 2, noteNames: [] });
    expect(await readPhase(ledger, run)).toBe('paused');
  });

  test('refuses a run that another producer discarded', async () => {
    const run = await unsealed(1);
    await discardRun(ledger, run);
    await expect(sealRun(ledger, run, { total: 1, rows: 1, noteNames: [] })).rejects.toThrow('DISCARDED');
    expect(await readRun(ledger, run)).toBeNull();
  });
});

describe('discardRun', () => {
  test('forgets a run that was never sealed, with all of its purchases', async () => {
    const run = await unsealed(1001);
    await discardRun(ledger, run);
    expect(await readRun(ledger, run)).toBeNull();
    expect(await readPurchase(ledger, run, { row: 1, index: 1 })).toBeNull();
    expect(await readPurchase(ledger, run, { row: 1001, index: 1 })).toBeNull();
    expect((await readCounts(ledger, run)).byState.queued).toBe(0);
    expect(await listRuns(ledger)).not.toContain(run);
    expect(await listActiveRuns(ledger)).not.toContain(run);
  });

  test('leaves a run alone that another producer sealed meanwhile', async () => {
    const run = await fillRun(ledger, checkedRows(1));
    await discardRun(ledger, run);
    expect((await purchaseAt(ledger, run, 1)).state).toBe('queued');
    expect(await listRuns(ledger)).toContain(run);
  });
});

describe('changePhase', () => {
  test('leaves a cancelled run cancelled', async () => {
    const run = await fillRun(ledger, [checkedRow(1)]);
    await changePhase(ledger, run, 'cancelled');
    expect(await changePhase(ledger, run, 'running')).toEqual({ phase: 'cancelled', before: 'cancelled' });
  });

  test('starts no run whose submission was cut short', async () => {
    const run = await unsealed(1);
    expect(await changePhase(ledger, run, 'running')).toMatchObject({ phase: 'submitting' });
  });

  test('knows no run that nobody submitted', async () => {
    expect(await changePhase(ledger, 'r000000000000', 'paused')).toBeNull();
    expect(await readRun(ledger, 'r000000000000')).toBeNull();
  });
});

describe('claimManifest', () => {
  test('gives two that claim at once the same number', async () => {
    const claims = await Promise.all([claimManifest(ledger, 'hash', 0), claimManifest(ledger, 'hash', 0)]);
    expect(claims).toEqual([1, 1]);
    expect(await claimManifest(ledger, 'hash', 1)).toBe(2);
    expect(await timesSubmitted(ledger, 'hash')).toBe(2);
  });
});
