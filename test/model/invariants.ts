import { fieldOf } from '../../src/shared/ledger/keys.ts';
import type { PurchaseRecord } from '../../src/shared/ledger/record.ts';
import { purchaseStates } from '../../src/shared/outcome.ts';
import { rowAt, type Snapshot } from './snapshot.ts';
import type { World } from './world.ts';

/** Throws, saying which one, when a snapshot breaks what must hold at every moment. */
export function checkInvariants(world: World, snapshot: Snapshot): void {
  checkCounts(snapshot);
  checkErrorCounts(snapshot);
  checkIndexes(snapshot);
  const hasQueued = [...snapshot.rows.values()].some(({ state }) => state === 'queued');
  must(snapshot.phase !== 'cancelled' || !hasQueued, 'nothing is queued in a run that was cancelled');
  must(snapshot.rows.size === world.purchases.length, 'every purchase is there, and no other');
  for (const [place, purchase] of world.purchases.entries()) {
    const record = rowAt(snapshot, purchase);
    must(record.body === purchase.body, `the bytes of ${fieldOf(record)} never change`);
    checkShape(record);
    checkExpiry(record, world.expiries.get(place) ?? null);
    checkMoney(record, world.provider.timesBought(place), world.knownBought.has(place));
  }
}

/** Throws with the sentence that should have been true. */
export function must(isTrue: boolean, sentence: string): asserts isTrue {
  if (!isTrue) throw new Error(`It does not hold that ${sentence}`);
}

/** What the ledger says of a purchase is never more than what is so at the provider. */
function checkMoney(record: PurchaseRecord, timesBought: number, isKnownBought: boolean): void {
  const name = `${fieldOf(record)} (${record.state})`;
  must(timesBought <= 1, `${name} is bought once at most, not ${timesBought} times`);
  if (['queued', 'failed', 'cancelled', 'skipped'].includes(record.state))
    must(timesBought === 0, `${name} is not bought`);
  if (record.state === 'succeeded') must(timesBought === 1, `${name} is bought`);
  if (isKnownBought) must(record.state === 'succeeded', `${name}, known to be bought, is succeeded`);
}

/** Whatever the state, its record holds what the next hand on it needs, and nothing of an earlier state. */
function checkShape(record: PurchaseRecord): void {
  const { state } = record;
  const name = `${fieldOf(record)} (${state})`;
  const isSent = state === 'sending' || state === 'in-doubt';
  const isSettled = ['succeeded', 'failed', 'cancelled', 'skipped'].includes(state);
  must((record.deadlineMs !== null) === (state === 'sending'), `${name} has a deadline while it is sent`);
  must((record.worker !== null) === (state === 'sending'), `${name} has a worker while it is sent`);
  if (isSent) {
    must(record.attemptId !== null, `${name} has an attempt to be settled by`);
    must(record.sentAtMs !== null && record.firstSentAtMs !== null, `${name} has a time to look from`);
    must(record.attempts > 0, `${name} was attempted`);
  }
  if (state === 'in-doubt') must(record.errorCode !== null, `${name} says why`);
  if (state === 'failed') must(record.errorCode !== null, `${name} says why`);
  if (state === 'succeeded') must(record.errorCode === null, `${name} has no error`);
  if (state === 'skipped') must(record.errorCode === null, `${name} has no error`);
  if (record.unpaidOrder) must(isSent || state === 'failed', `${name} leaves no order unpaid`);
  must((record.settledAtMs !== null) === isSettled, `${name} has a time of settlement when it is settled`);
  must(record.attempts >= 0, `${name} was not attempted fewer than no times`);
}

/** What may have been renewed is compared with the date before the first call that may have done so. */
function checkExpiry(record: PurchaseRecord, expiryMs: number | null): void {
  if (record.state !== 'sending' && record.state !== 'in-doubt') return;
  must(record.expiryBeforeMs === expiryMs, `${fieldOf(record)} keeps the expiry before its first open call`);
}

function checkCounts({ rows, counts }: Snapshot): void {
  const expected = new Map<string, number>();
  for (const { action, state, delivery } of rows.values()) {
    expected.set(state, (expected.get(state) ?? 0) + 1);
    if (state === 'succeeded' && delivery === 'pending')
      expected.set('pending', (expected.get('pending') ?? 0) + 1);
    expected.set(`${action}/${state}`, (expected.get(`${action}/${state}`) ?? 0) + 1);
  }
  mustEqual(counts, expected, 'counts by state and action equal the rows');
  for (const field of Object.keys(counts)) {
    const state = field.split('/').at(-1);
    must(
      state === 'pending' || purchaseStates.some((known) => known === state),
      `${field} counts a state, or deliveries`,
    );
  }
}

function checkErrorCounts({ rows, errors }: Snapshot): void {
  const expected = new Map<string, number>();
  for (const { action, state, errorCode } of rows.values()) {
    if (errorCode === null || !(state === 'failed' || state === 'in-doubt')) continue;
    const field = `${state}|${action}|${errorCode}`;
    expected.set(field, (expected.get(field) ?? 0) + 1);
  }
  mustEqual(errors, expected, 'counts of errors equal the rows');
}

function mustEqual(
  stored: Readonly<Record<string, string>>,
  expected: ReadonlyMap<string, number>,
  sentence: string,
): void {
  const fields = new Set([...Object.keys(stored), ...expected.keys()]);
  for (const field of fields) {
    const [has, should] = [Number(stored[field] ?? 0), expected.get(field) ?? 0];
    must(has === should, `${sentence}: ${field} is ${has} instead of ${should}`);
  }
}

function checkIndexes({ rows, open, questions, isFinished, counts }: Snapshot): void {
  const records = [...rows.entries()];
  const sending = records.filter(([, { state }]) => state === 'sending');
  const openNow = sending.map(([field, { deadlineMs }]) => `${field}@${deadlineMs}`).sort();
  const openIndex = open.flatMap((field, i) => (i % 2 === 0 ? [`${field}@${open[i + 1]}`] : [])).sort();
  must(openIndex.join() === openNow.join(), `open attempts ${openNow} are indexed, got ${openIndex}`);

  const asked = records.filter(([, record]) => isOpenQuestion(record)).map(([field]) => field);
  must(
    [...questions].sort().join() === asked.sort().join(),
    `questions ${asked} are indexed, got ${questions}`,
  );

  const isBusy = records.some(([, { state }]) => state === 'queued' || state === 'sending');
  // Nothing was ever counted out of a run that nobody touched yet.
  const wasTouched = Object.keys(counts).length > 0;
  if (wasTouched) must(isFinished === !isBusy, 'a run is finished while nothing is queued or being sent');
}

function isOpenQuestion({ state, delivery, unpaidOrder, orderId }: PurchaseRecord): boolean {
  if (state === 'in-doubt') return true;
  return state === 'succeeded' ? delivery === 'pending' : state === 'failed' && unpaidOrder && !orderId;
}
