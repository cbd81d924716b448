import { randomUUID } from 'node:crypto';
import type { Answer } from '../shared/answer.ts';
import { followedOf } from '../shared/follow-ups/follow-up-for.ts';
import { expireAttempt } from '../shared/ledger/doubt.ts';
import { putBack } from '../shared/ledger/put-back.ts';
import type { PurchaseRecord } from '../shared/ledger/record.ts';
import type { PurchaseRef } from '../shared/ledger/transition.ts';
import { actOnVerdict } from './act-on-verdict.ts';
import type { Bench, Disposition, OwnAttempt } from './bench.ts';
import { classifyAnswer } from './classify-answer.ts';
import { lookAheadOf } from './look-first/look-ahead.ts';
import type { Slot } from './slot-queue.ts';
import { stopLine } from './stop-line.ts';
import { takePurchase } from './take-purchase.ts';
import { untilWritten } from './until-written.ts';

/** From the intent to the send, and from the answer to its record. */
const beforeAndAfterCallMs = 3000;

/** How soon a purchase is tried again whose run waits for a look after a failover. */
const whileFencedMs = 1000;

/** Works one delivery of a purchase: as many calls as it takes, as few as the ledger allows. */
export async function processPurchase(bench: Bench, purchase: PurchaseRef): Promise<Disposition> {
  const ahead = lookAheadOf(bench, purchase);
  for (;;) {
    const taken = await take(bench, purchase);
    if (taken.kind !== 'send') return taken;

    const baseline = await bench.prepareRun(purchase.run);
    if (baseline.kind === 'refused') await stopLine(bench, baseline.code);
    const ready = await ahead.look(taken.record);
    if (ready.kind !== 'go' && ready.kind !== 'held') return ready;
    // Comes only once the line is released.
    const slot = await bench.pacer.nextSlot();
    if (slot === null) return { kind: 'back-to-queue' };
    if (baseline.kind === 'refused' || ready.kind === 'held' || ahead.isOutdated()) {
      await slot.close({ wasSent: false });
      continue;
    }

    const connection = bench.call.prepare();
    const attempt = await open(bench, purchase, taken, ready.expiryBeforeMs);
    const isOpen = typeof attempt !== 'string';
    const answer = isOpen ? await sendInSlot(bench, slot, attempt, connection.ready) : tooLate;
    connection.release();
    // Not waited for: while Redis is away, the answer has to reach the journal. A lease that stays open lets nobody send.
    void slot.close({ wasSent: answer.kind !== 'too-late' }).catch(() => {});
    // By our clock its token still lived; by that of Redis, which decides, it does not, nor will it if asked again.
    if (attempt === 'stays-in-doubt') return { kind: 'done' };
    if (attempt === 'fenced') return { kind: 'deliver-again', delayMs: whileFencedMs };
    if (!isOpen || answer.kind === 'too-late') continue;

    const verdict = classifyAnswer(bench.definition, answer);
    bench.meter.noteVerdict(verdict);
    const disposition = await actOnVerdict(bench, attempt, verdict, answer);
    if (disposition !== 'again') return disposition;
  }
}

const tooLate = { kind: 'too-late' } as const;

type Allowed = Sendable | Disposition;
type Sendable = { readonly kind: 'send'; readonly record: PurchaseRecord } & Pick<
  OwnAttempt,
  'body' | 'followed'
>;

/** May this be sent? An attempt past its deadline is put in doubt on the way, as nobody will answer for it. */
async function take(bench: Bench, purchase: PurchaseRef): Promise<Allowed> {
  const { record, phase } = await bench.desk.read(purchase);
  const taken = takePurchase(record, {
    phase,
    safety: bench.definition.safety.kind,
    tokenWindowMs: bench.tokenWindowMs,
    nowMs: Date.now(),
  });
  switch (taken.kind) {
    case 'await-deadline':
      await expireAttempt(bench.ledger, purchase);
      return { kind: 'deliver-again', delayMs: taken.delayMs };
    case 'send':
      if (record === null) return { kind: 'done' };
      return { kind: 'send', record, body: taken.body, followed: followedOf(record) };
    default:
      return taken;
  }
}

/** Writes the intent down and waits until it is on disk. Nothing is sent unless there is an attempt. */
async function open(
  bench: Bench,
  purchase: PurchaseRef,
  { body, followed }: Sendable,
  expiryBeforeMs: number | null,
): Promise<OwnAttempt | 'not-open' | 'stays-in-doubt' | 'fenced'> {
  const { run, row, index } = purchase;
  const attemptId = randomUUID();
  const attempt = { run, row, index, attemptId, body, followed };
  const intent = {
    run,
    row,
    index,
    attemptId,
    worker: bench.worker,
    deadlineInMs: bench.requestTimeoutMs + beforeAndAfterCallMs,
    tokenWindowMs: bench.definition.safety.kind === 'token' ? bench.tokenWindowMs : 0,
    expiryBeforeMs,
  };
  try {
    const opened = await bench.desk.open(intent);
    if (opened.kind === 'opened') return attempt;
    if (opened.kind === 'fenced') {
      // Written to the server that failed, and asked again of the one that took its place, it may stand open there.
      await giveUp(bench, attempt);
      return 'fenced';
    }
    return opened.state === 'in-doubt' && opened.phase === 'running' ? 'stays-in-doubt' : 'not-open';
  } catch (error) {
    bench.log.error({ err: error, attempt: attempt.attemptId }, 'Intent not surely on disk, nothing is sent');
    await giveUp(bench, attempt);
    return 'not-open';
  }
}

/** Sends at the slot's moment; when that has passed, the attempt is given up and nothing is sent. */
async function sendInSlot(
  bench: Bench,
  slot: Slot,
  attempt: OwnAttempt,
  connected: Promise<Answer | null>,
): Promise<Answer> {
  // A connection that took long to fail has missed the slot as well; but nothing is ever told of a missed slot.
  const failure = await connected;
  if (failure) return failure;
  const { body, attemptId: traceId } = attempt;
  const answer = (await slot.reach())
    ? await bench.call.send({ body, traceId, isTimely: slot.isTimely })
    : tooLate;
  if (answer.kind === 'too-late') await giveUp(bench, attempt);
  return answer;
}

/** Closes an attempt of which not one byte was sent. */
async function giveUp(bench: Bench, attempt: OwnAttempt): Promise<void> {
  const { run, row, index, attemptId } = attempt;
  const notSent = { run, row, index, attemptId, wasSent: false, code: null, message: null, requestId: null };
  bench.recent.note({ kind: 'put-back', ...notSent });
  await untilWritten(bench.log, () => putBack(bench.ledger, notSent));
}
