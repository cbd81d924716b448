import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readReport } from '../../src/report/read-report.ts';
import { deriveClientToken } from '../../src/shared/actions/client-token.ts';
import { cancelQueued } from '../../src/shared/ledger/change-many.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import type { ReportLine } from '../../src/shared/outcome.ts';
import { collect } from '../support/collect.ts';
import {
  checkedRow,
  checkedRows,
  fail,
  fillRun,
  instanceParams,
  loseAnswer,
  open,
  sendBack,
  settleFailed,
  succeed,
  testLedger,
} from '../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
let ledger: Ledger;

beforeAll(async () => {
  redis = await startTestRedis();
  ledger = testLedger(redis);
});
afterAll(() => redis.stop());

const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe('readReport', () => {
  it('shows every promised field of a purchase that was bought, in the promised order', async () => {
    const plan = checkedRow(1, {
      action: 'CreatePlan',
      reference: 'customer-1',
      params: { PlanType: 'basic', PrepaidPlanParam: { Period: 12 } },
      notes: { '#Customer': 'Ada' },
    });
    const run = await fillRun(ledger, [plan]);
    const { attemptId } = await succeed(
      ledger,
      run,
      { row: 1, index: 1 },
      { orderId: 'D1', resourceIds: ['edgeone-1'] },
    );
    const line = await onlyLine(run);
    expect(line).toEqual({
      run,
      row: 1,
      line: 2,
      index: 1,
      reference: 'customer-1',
      action: 'CreatePlan',
      params: { PlanType: 'basic', PrepaidPlanParam: { Period: 12 } },
      notes: { '#Customer': 'Ada' },
      state: 'succeeded',
      orderId: 'D1',
      resourceIds: ['edgeone-1'],
      delivery: 'complete',
      requestId: 'request-1',
      traceId: attemptId,
      errorCode: null,
      errorMessage: null,
      errorScope: null,
      remedy: null,
      unpaidOrder: null,
      attempts: 1,
      queuedAt: isoTime,
      sentAt: isoTime,
      settledAt: isoTime,
      settledBy: 'answer',
      account: 'default',
      followUp: null,
    });
    expect(Object.keys(line).join(' ')).toBe(
      'run row line index reference action params notes state orderId resourceIds delivery requestId traceId ' +
        'errorCode errorMessage errorScope remedy unpaidOrder attempts queuedAt sentAt settledAt settledBy account followUp',
    );
  });

  it('shows nothing of a call for a purchase that was never sent', async () => {
    const run = await fillRun(ledger, checkedRows(2));
    await cancelQueued(ledger, run, [{ row: 2, index: 1 }]);
    const [queued, cancelled] = await allLines(run);
    const neverSent = {
      orderId: null,
      resourceIds: [],
      delivery: null,
      requestId: null,
      traceId: null,
      errorCode: null,
      errorScope: null,
      remedy: null,
      attempts: 0,
      sentAt: null,
      settledBy: null,
    };
    expect(queued).toMatchObject({ ...neverSent, state: 'queued', queuedAt: isoTime, settledAt: null });
    expect(cancelled).toMatchObject({ ...neverSent, state: 'cancelled', settledAt: isoTime });
  });

  it('says who has to act, and how, on a refused purchase', async () => {
    const run = await fillRun(ledger, checkedRows(1));
    await fail(ledger, run, { row: 1, index: 1 }, 'InvalidParameter');
    expect(await onlyLine(run)).toMatchObject({
      state: 'failed',
      errorCode: 'InvalidParameter',
      errorMessage: "The API's words on InvalidParameter",
      errorScope: 'row',
      remedy: expect.stringMatching(/^Correct the parameter .*\.$/),
      unpaidOrder: null,
      settledBy: 'answer',
      account: 'default',
    });
  });

  it('tells of an order that may wait to be paid', async () => {
    const run = await fillRun(ledger, [
      checkedRow(1, { action: 'CreatePlan', params: { PlanType: 'basic' } }),
    ]);
    const code = 'FailedOperation.InsufficientAccountBalance';
    await fail(ledger, run, { row: 1, index: 1 }, code, { unpaidOrder: true });
    expect(await onlyLine(run)).toMatchObject({ unpaidOrder: 'possible', errorScope: 'account' });
  });

  it('says why a purchase waits again in its queue', async () => {
    const run = await fillRun(ledger, checkedRows(1));
    await sendBack(ledger, run, { row: 1, index: 1 }, 'RequestLimitExceeded');
    expect(await onlyLine(run)).toMatchObject({
      state: 'queued',
      errorCode: 'RequestLimitExceeded',
      errorScope: 'account',
      attempts: 1,
      requestId: 'request-1',
      sentAt: isoTime,
      settledAt: null,
    });
  });

  it('has a purchase in doubt looked up, and one found not bought retried', async () => {
    const run = await fillRun(ledger, checkedRows(2));
    await loseAnswer(ledger, run, { row: 1, index: 1 });
    const attempt = await loseAnswer(ledger, run, { row: 2, index: 1 });
    const found = { code: 'Transport.Timeout', message: 'Found not bought.', unpaidOrder: false };
    await settleFailed(ledger, attempt, 'person', found);
    const [inDoubt, failed] = await allLines(run);
    expect(inDoubt).toMatchObject({ state: 'in-doubt', remedy: expect.stringContaining('Look in') });
    expect(failed).toMatchObject({
      state: 'failed',
      settledBy: 'person',
      remedy: expect.stringContaining('Retry the row'),
    });
  });

  it('shows the params as they were sent, a derived ClientToken included', async () => {
    const row = checkedRow(1, { action: 'CreateInstance', params: instanceParams(), count: 2 });
    const run = await fillRun(ledger, [row]);
    const lines = await allLines(run);
    expect(lines.map(({ row, index, params }) => [row, index, params.ClientToken])).toEqual([
      [1, 1, deriveClientToken(run, 1, 1)],
      [1, 2, deriveClientToken(run, 1, 2)],
    ]);
    expect(lines[0]?.params).toMatchObject({ Parameter: '{"pid":1}' });
  });

  it('keeps the order of rows over rows with Count and over the ledger’s buckets', async () => {
    const rows = checkedRows(2100, (row) =>
      row % 700 === 0 ? { action: 'CreatePlan', params: { PlanType: 'basic' }, count: 3 } : {},
    );
    const run = await fillRun(ledger, rows);
    const expected = rows.flatMap(({ row, count }) =>
      Array.from({ length: count }, (_, i) => `${row}.${i + 1}`),
    );
    const lines = await allLines(run);
    expect(lines.map(({ row, index }) => `${row}.${index}`)).toEqual(expected);
    expect(lines).toHaveLength(2106);
  });

  it('is empty for a run nobody knows', async () => {
    expect(await allLines('r000000000000')).toEqual([]);
  });

  it('shows a purchase that is being sent as such', async () => {
    const run = await fillRun(ledger, checkedRows(1));
    const { attemptId } = await open(ledger, run, 1);
    expect(await onlyLine(run)).toMatchObject({
      state: 'sending',
      traceId: attemptId,
      sentAt: isoTime,
      attempts: 1,
    });
  });
});

async function allLines(run: string): Promise<ReportLine[]> {
  return collect(readReport(ledger, run));
}

async function onlyLine(run: string): Promise<ReportLine> {
  const [line, ...others] = await allLines(run);
  if (!line || others.length > 0) throw new Error(`Cannot take the only line of run ${run}`);
  return line;
}
