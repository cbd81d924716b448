import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companionOf } from '../../src/shared/follow-ups/companion.ts';
import { queueFollowUp } from '../../src/shared/follow-ups/queue-follow-up.ts';
import { noteHandOver } from '../../src/shared/ledger/hand-overs.ts';
import type { PurchaseDetail, PurchasePage, RunStatus } from '../../src/web/api-types.ts';
import { fail, succeed } from '../support/ledger.ts';
import { submitRows } from '../support/manifest.ts';
import { openSiteAlone, type Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSiteAlone();
});
afterAll(() => site.close());

const rowOf = (row: number) => ({ Action: 'CreatePlan', PlanType: 'basic', ZoneName: `site-${row}.example` });
const handOver = {
  nameServers: [],
  verification: { dns: { subdomain: 'a', recordType: 'TXT', recordValue: 'b' }, file: null },
};

/** A run of four: its first site stands, its second failed, its third waits for its plan; its fourth has no site. */
async function openRun(): Promise<string> {
  const { ledger } = site;
  // Two equal manifests would be one run.
  const last = { Action: 'CreatePlan', PlanType: 'basic', Reference: randomUUID() };
  const rows = [rowOf(1), rowOf(2), rowOf(3), last];
  const { run } = await submitRows(ledger, rows);
  const buy = async (row: number) => {
    const followed = { row, index: 1, line: row + 1, account: 'default', reference: null };
    const site = { zoneName: `site-${row}.example` };
    await queueFollowUp(ledger, run, { followed: { ...followed, site }, planId: `edgeone-${row}` });
    await succeed(ledger, run, { row, index: 1 }, { orderId: `D${row}`, resourceIds: [`edgeone-${row}`] });
  };
  await buy(1);
  await buy(2);
  const companion = companionOf(run);
  await noteHandOver(ledger, { run: companion, row: 1, index: 1 }, handOver);
  await succeed(ledger, companion, { row: 1, index: 1 }, { resourceIds: ['zone-1'] });
  await fail(ledger, companion, { row: 2, index: 1 }, 'OperationDenied.DomainIsBlocked');
  return run;
}

describe('what follows the purchases of a run', () => {
  it('stands on the line of each, with what to hand on', async () => {
    const run = await openRun();
    const { purchases } = await site.read<PurchasePage>(`/api/runs/${run}/purchases`);
    expect(purchases.map(({ followUp }) => followUp)).toMatchObject([
      { action: 'CreateZone', state: 'succeeded', zoneId: 'zone-1', ...handOver, attempts: 1 },
      {
        state: 'failed',
        errorCode: 'OperationDenied.DomainIsBlocked',
        remedy: expect.stringContaining('Ask Tencent Cloud support'),
      },
      { state: 'waiting', zoneId: null, attempts: 0 },
      null,
    ]);
    const detail = await site.read<PurchaseDetail>(`/api/runs/${run}/purchases/1/1`);
    expect(detail.purchase.followUp).toEqual(purchases[0]?.followUp);
    const report = await (await site.ask(`/api/runs/${run}/report?format=jsonl`)).text();
    expect(report.split('\n').map((line) => line && JSON.parse(line).followUp)).toEqual([
      ...purchases.map(({ followUp }) => followUp),
      '',
    ]);
  });

  it('keeps a run from being finished, and is counted beside its purchases', async () => {
    const run = await openRun();
    const { counts, total, followUps } = await site.read<RunStatus>(`/api/runs/${run}`);
    expect({ total, succeeded: counts.succeeded, queued: counts.queued }).toEqual({
      total: 4,
      succeeded: 2,
      queued: 2,
    });
    expect(followUps).toMatchObject({
      total: 3,
      counts: { succeeded: 1, failed: 1, queued: 0 },
      errors: [{ code: 'OperationDenied.DomainIsBlocked', count: 1 }],
    });
    const runs = await site.read<RunStatus[]>('/api/runs');
    expect(runs.map((each) => each.run)).not.toContain(companionOf(run));
  });

  it('is tried again alone, paused and cancelled with its run', async () => {
    const run = await openRun();
    const post = async (verb: string, body: unknown = {}) => {
      const answer = await site.ask(`/api/runs/${run}/${verb}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      });
      return (await answer.json()) as RunStatus & { readonly retried?: unknown };
    };
    const { retried, followUps } = await post('retry', { followUpsOnly: true });
    expect(retried).toEqual({ queued: 0, followUps: 1, leftUnpaid: 0 });
    expect(followUps?.counts).toMatchObject({ queued: 1, failed: 0 });
    expect(await post('pause')).toMatchObject({ state: 'paused' });
    expect(await post('resume')).toMatchObject({ state: 'running' });
    expect(await post('cancel')).toMatchObject({
      state: 'cancelled',
      counts: { succeeded: 2, cancelled: 2 },
      followUps: { counts: { succeeded: 1, cancelled: 1 } },
    });
  });
});
