import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActionLine, PurchaseDetail, PurchasePage, RunStatus } from '../../src/web/api-types.ts';
import { checkedRows, fail, fillRun, loseAnswer, succeed } from '../support/ledger.ts';
import { openSiteAlone, type Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSiteAlone();
});
afterAll(() => site.close());

const page = (run: string, query: string) => site.read<PurchasePage>(`/api/runs/${run}/purchases?${query}`);
const positions = ({ purchases }: PurchasePage) => purchases.map(({ row, index }) => `${row}.${index}`);

function post(path: string, body: unknown = {}): Promise<Response> {
  return site.ask(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
}

describe('the purchases of a run', () => {
  it('are paged through in row order, over rows with a Count and over parts of the ledger', async () => {
    const rows = checkedRows(1203, (row) =>
      row === 2 ? { action: 'CreatePlan', params: { PlanType: 'basic' }, count: 700 } : {},
    );
    const run = await fillRun(site.ledger, rows);
    const seen: string[] = [];
    let from: string | null = '1';
    while (from !== null) {
      const some: PurchasePage = await page(run, `from=${from}&limit=500`);
      expect(some.total).toBe(1902);
      seen.push(...positions(some));
      from = some.next;
    }
    const report = await (await site.ask(`/api/runs/${run}/report?format=jsonl`)).text();
    const all = report
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(seen).toEqual(all.map(({ row, index }) => `${row}.${index}`));
    expect(positions(await page(run, 'from=2.699&limit=4'))).toEqual(['2.699', '2.700', '3.1', '4.1']);
    expect((await page(run, 'from=5000')).purchases).toEqual([]);
  });

  it('are found by state, code, action and text, and counted where the ledger counts', async () => {
    const run = await fillRun(
      site.ledger,
      checkedRows(600, (row) => ({ reference: `Customer-${row}`, notes: { '#Site': `shop ${row}` } })),
    );
    await succeed(site.ledger, run, { row: 3, index: 1 }, { orderId: 'order-of-3' });
    await fail(site.ledger, run, { row: 599, index: 1 }, 'FailedOperation.DomainIsLocked');
    await loseAnswer(site.ledger, run, { row: 7, index: 1 });
    expect(await page(run, 'state=failed')).toMatchObject({ matching: 1, purchases: [{ row: 599 }] });
    expect(await page(run, 'state=failed&state=succeeded')).toMatchObject({ matching: 2, scanned: 600 });
    expect(await page(run, 'state=in-doubt')).toMatchObject({
      matching: 1,
      scanned: 1,
      purchases: [{ row: 7 }],
    });
    expect(await page(run, 'state=cancelled')).toMatchObject({ matching: 0, scanned: 0, next: null });
    expect(positions(await page(run, 'code=FailedOperation.DomainIsLocked'))).toEqual(['599.1']);
    expect((await page(run, 'action=CreatePlan')).purchases).toEqual([]);
    for (const text of ['ORDER-of-3', 'customer-3&limit=1', 'site-3.example', 'shop%203&limit=1']) {
      expect(positions(await page(run, `search=${text}`))).toEqual(['3.1']);
    }
    expect(await page(run, 'search=customer-3')).toMatchObject({ matching: null });
    for (const wrong of ['from=0', 'from=x', 'limit=0', 'limit=501', 'state=lost']) {
      expect((await site.ask(`/api/runs/${run}/purchases?${wrong}`)).status).toBe(400);
    }
  });
});

describe('one purchase', () => {
  it('is told with its steps and the evidence, and settled by a person', async () => {
    const run = await fillRun(site.ledger, checkedRows(2));
    const { attemptId } = await loseAnswer(site.ledger, run, { row: 2, index: 1 });
    const address = `/api/runs/${run}/purchases/2/1`;
    const detail = await site.read<PurchaseDetail>(address);
    expect(detail).toMatchObject({
      purchase: { row: 2, state: 'in-doubt', traceId: attemptId },
      history: [
        { from: 'queued', to: 'sending' },
        { from: 'sending', to: 'in-doubt', code: 'Transport.Timeout' },
      ],
      isHistoryWhole: true,
      evidence: { looks: 0, seen: 'No answer came.' },
      deeds: [],
    });
    const resolve = (body: unknown) => post(`${address}/resolve`, body);
    expect((await resolve({ finding: 'perhaps' })).status).toBe(400);
    expect((await resolve({ finding: 'not-purchased', orderId: 'x' })).status).toBe(400);
    const settled = await resolve({ finding: 'succeeded', orderId: 'order-2' });
    expect(await settled.json()).toMatchObject({
      purchase: { state: 'succeeded', orderId: 'order-2', settledBy: 'person' },
      evidence: null,
      deeds: [{ who: 'api', what: 'resolve 2.1 succeeded as order order-2' }],
    });
    const late = await resolve({ finding: 'not-purchased' });
    expect(late.status).toBe(409);
    expect(await late.json()).toMatchObject({ code: 'not-in-doubt' });
    expect((await site.ask(`/api/runs/${run}/purchases/3/1`)).status).toBe(404);
    expect((await site.ask(`/api/runs/${run}/purchases/0/1`)).status).toBe(400);
  });
});

describe('a hand on a run', () => {
  it('pauses, resumes, retries and cancels, and is written down', async () => {
    const run = await fillRun(site.ledger, checkedRows(4));
    await fail(site.ledger, run, { row: 1, index: 1 }, 'FailedOperation.DomainIsLocked');
    await fail(site.ledger, run, { row: 2, index: 1 }, 'InvalidParameter');
    const act = async (name: string, body?: unknown) => {
      const answer = await post(`/api/runs/${run}/${name}`, body);
      expect(answer.status).toBe(200);
      return (await answer.json()) as RunStatus & { retried?: object };
    };
    expect(await act('pause', { reason: 'lunch' })).toMatchObject({ state: 'paused' });
    expect(await act('resume')).toMatchObject({ state: 'running' });
    expect(await act('retry', { codes: ['InvalidParameter'] })).toMatchObject({
      counts: { queued: 3, failed: 1 },
      retried: { queued: 1 },
    });
    expect(await act('retry', { rows: [1] })).toMatchObject({ counts: { queued: 4 } });
    expect(await act('cancel')).toMatchObject({ state: 'cancelled', counts: { cancelled: 4 } });
    expect((await post(`/api/runs/${run}/resume`)).status).toBe(409);
    expect((await post('/api/runs/rnobody/pause')).status).toBe(404);
    const audit = await site.read<{ what: string; why: string | null }[]>(`/api/runs/${run}/audit`);
    expect(audit.map(({ what }) => what.split(' ')[0])).toEqual([
      'pause',
      'resume',
      'retry',
      'retry',
      'cancel',
    ]);
    expect(audit[0]?.why).toBe('lunch');
  });

  it('holds and releases an action, which the metrics tell too', async () => {
    const held = (await (
      await post('/api/actions/CreatePlan/hold', { reason: 'budget' })
    ).json()) as ActionLine;
    expect(held).toMatchObject({ action: 'CreatePlan', held: { code: 'Person', reason: 'budget' } });
    const metrics = await (await site.ask('/metrics')).text();
    expect(metrics).toContain('tcbatch_line_held{action="CreatePlan",account="default"} 1');
    expect(metrics).toContain(
      'tcbatch_purchases{action="CreatePackageOrder",account="default",state="in-doubt"}',
    );
    expect(await (await post('/api/actions/CreatePlan/release')).json()).toMatchObject({ held: null });
    const rated = await post('/api/actions/CreatePlan/rate', { rate: 5 });
    expect(await rated.json()).toMatchObject({ rate: { set: 5, byHand: 5 } });
    expect((await post('/api/actions/CreatePlan/rate', { rate: 21 })).status).toBe(422);
    const usual = await post('/api/actions/CreatePlan/rate', { rate: 'default' });
    expect(await usual.json()).toMatchObject({ rate: { set: 20, byHand: null } });
    const deeds = await site.read<{ what: string }[]>('/api/actions/CreatePlan/audit');
    expect(deeds.map(({ what }) => what)).toEqual(['hold', 'release', 'rate 5', 'rate default']);
    const wrong = await post('/api/actions/CreatePlann/hold');
    expect(wrong.status).toBe(404);
    expect(await wrong.json()).toMatchObject({ advice: expect.stringContaining('CreatePlan?') });
  });
});
