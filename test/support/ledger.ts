import { randomUUID } from 'node:crypto';
import type { Bought } from '../../src/shared/actions/action.ts';
import { deriveClientToken } from '../../src/shared/actions/client-token.ts';
import { freezeBody } from '../../src/shared/actions/freeze-body.ts';
import { findAction } from '../../src/shared/actions/index.ts';
import { type Admission, admit } from '../../src/shared/ledger/admit.ts';
import { doubt } from '../../src/shared/ledger/doubt.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { openAttempt } from '../../src/shared/ledger/open-attempt.ts';
import { putBack } from '../../src/shared/ledger/put-back.ts';
import { createRun, type RunRecord, readRun, runIdFor, sealRun } from '../../src/shared/ledger/runs.ts';
import { type Ending, settle } from '../../src/shared/ledger/settle.ts';
import type { AttemptRef } from '../../src/shared/ledger/transition.ts';
import { type Line, lineName } from '../../src/shared/line.ts';
import type { SettledBy } from '../../src/shared/outcome.ts';
import type { CheckedRow, Params, Position } from '../../src/shared/purchase.ts';
import type { TestRedis } from './redis.ts';
import { testPrefix } from './redis.ts';

/** A ledger of one test's own on a shared redis-server. */
export function testLedger(redis: TestRedis): Ledger {
  return { redis: redis.connect(), prefix: testPrefix() };
}

/** A checked row as the manifest's check gives it: a DNSPod plan for a domain of its own, unless told otherwise. */
export function checkedRow(row: number, differences: Partial<CheckedRow> = {}): CheckedRow {
  return {
    row,
    line: row + 1,
    action: 'CreatePackageOrder',
    account: 'default',
    reference: null,
    params: { Domain: `site-${row}.example`, Grade: 'DPG_PROFESSIONAL' },
    notes: {},
    terms: {},
    count: 1,
    ...differences,
  };
}

/** `count` rows, from 1, all made by `differences`. */
export function checkedRows(
  count: number,
  differences: (row: number) => Partial<CheckedRow> = () => ({}),
): CheckedRow[] {
  return Array.from({ length: count }, (_, i) => checkedRow(i + 1, differences(i + 1)));
}

/** Params of an instance, as short as the action allows. */
export function instanceParams(differences: Params = {}): Params {
  return {
    ProductCode: 'p_cloudfirewall',
    SubProductCode: 'sp_cloudfirewall_svv1',
    RegionCode: 'ap-guangzhou',
    ZoneCode: 'ap-guangzhou-6',
    PayMode: 'PrePay',
    Parameter: '{"pid":1}',
    ...differences,
  };
}

export interface TestRunOptions {
  readonly name?: string | null;
  readonly manifest?: string;
  /** False leaves the run as a submission cut short would. */
  readonly isSealed?: boolean;
}

/** Writes a run of these rows through the ledger's own transitions. Returns its id. */
export async function fillRun(
  ledger: Ledger,
  rows: readonly CheckedRow[],
  { name = null, manifest = 'manifest.csv', isSealed = true }: TestRunOptions = {},
): Promise<string> {
  const manifestHash = randomUUID();
  const run = runIdFor(manifestHash, 1);
  const admissions = rows.flatMap((row) => admissionsOf(run, row));
  const size = { total: admissions.length, rows: rows.length };
  await createRun(ledger, { run, name, manifest, manifestHash, lines: linesOf(rows), ...size });
  await admit(ledger, run, admissions);
  const noteNames = [...new Set(rows.flatMap(({ notes }) => Object.keys(notes)))];
  if (isSealed) await sealRun(ledger, run, { ...size, noteNames });
  return run;
}

/** The run's record; throws when there is none. */
export async function knownRecord(ledger: Ledger, run: string): Promise<RunRecord> {
  const record = await readRun(ledger, run);
  if (!record) throw new Error(`Cannot read run of a test as it was never written: got ${run}`);
  return record;
}

/** Opens an attempt as a worker does before it sends a call; throws when the ledger forbids it. */
export async function open(ledger: Ledger, run: string, row: number, index = 1): Promise<AttemptRef> {
  const attempt = { run, row, index, attemptId: randomUUID() };
  const sending = { worker: 'test-worker', deadlineInMs: 30_000, tokenWindowMs: 0 };
  // As one that waits for a replica where there is one; nothing is sent here that could be lost.
  const opened = await openAttempt(ledger, { ...attempt, ...sending }, { replicas: 1 });
  if (opened.kind === 'opened') return attempt;
  throw new Error(
    `Cannot open attempt of row ${row}.${index} as the ledger forbids it: got ${JSON.stringify(opened)}`,
  );
}

/** Buys a purchase: an attempt, and an answer that it was bought. */
export async function succeed(
  ledger: Ledger,
  run: string,
  { row, index }: Position,
  bought: Partial<Bought> = {},
): Promise<AttemptRef> {
  const attempt = await open(ledger, run, row, index);
  const whole: Bought = { orderId: null, resourceIds: [], delivery: 'complete', ...bought };
  await settle(ledger, {
    ...attempt,
    by: 'answer',
    ending: { state: 'succeeded', bought: whole, requestId: `request-${row}` },
  });
  return attempt;
}

/** Has a purchase refused: an attempt, and an answer with this code. */
export async function fail(
  ledger: Ledger,
  run: string,
  { row, index }: Position,
  code: string,
  { unpaidOrder = false, message = `The API's words on ${code}` } = {},
): Promise<AttemptRef> {
  const attempt = await open(ledger, run, row, index);
  await settleFailed(ledger, attempt, 'answer', { code, message, unpaidOrder });
  return attempt;
}

/** Puts a purchase in doubt: an attempt whose answer was lost. */
export async function loseAnswer(
  ledger: Ledger,
  run: string,
  { row, index }: Position,
  code = 'Transport.Timeout',
): Promise<AttemptRef> {
  const attempt = await open(ledger, run, row, index);
  await doubt(ledger, { ...attempt, code, message: 'No answer came.', requestId: null });
  return attempt;
}

/** Puts a purchase back in its queue: an attempt, and an answer with a code that says it was not executed. */
export async function sendBack(
  ledger: Ledger,
  run: string,
  { row, index }: Position,
  code: string,
): Promise<AttemptRef> {
  const attempt = await open(ledger, run, row, index);
  await putBack(ledger, {
    ...attempt,
    wasSent: true,
    code,
    message: `The API's words on ${code}`,
    requestId: `request-${row}`,
  });
  return attempt;
}

/** Settles a purchase as not bought. */
export async function settleFailed(
  ledger: Ledger,
  attempt: AttemptRef,
  by: SettledBy,
  refusal: Pick<Extract<Ending, { state: 'failed' }>, 'code' | 'message' | 'unpaidOrder'>,
): Promise<void> {
  const ending: Ending = { state: 'failed', requestId: `request-${attempt.row}`, ...refusal };
  await settle(ledger, { ...attempt, by, ending });
}

function linesOf(rows: readonly CheckedRow[]): Line[] {
  return [
    ...new Map(
      rows.map(({ action, account }) => [lineName({ action, account }), { action, account }]),
    ).values(),
  ];
}

function admissionsOf(run: string, { count, params, ...row }: CheckedRow): Admission[] {
  const definition = findAction(row.action);
  if (!definition)
    throw new Error(`Cannot freeze purchase of a test as its action is unknown: got ${row.action}`);
  const needsToken = definition.safety.kind === 'token' && params.ClientToken === undefined;
  return Array.from({ length: count }, (_, i) => {
    const token = needsToken ? { ClientToken: deriveClientToken(run, row.row, i + 1) } : {};
    const body = freezeBody(definition, { ...params, ...token });
    return { purchase: { ...row, index: i + 1, body }, rowCount: count };
  });
}
