import { targetOf } from '../shared/actions/target.ts';
import { unreachable } from '../shared/errors.ts';
import { lineName } from '../shared/line.ts';
import { purchaseId } from '../shared/purchase.ts';
import type { Bench, Disposition, OwnAttempt } from './bench.ts';
import type { SentAnswer, Verdict } from './classify-answer.ts';
import type { Learned } from './learned.ts';
import { noteMiss, noteOddAnswer } from './line-trouble.ts';
import { recordLearned } from './record-learned.ts';
import { refusesKey } from './refuses-key.ts';
import { stopLine } from './stop-line.ts';
import { untilWritten } from './until-written.ts';

/** A token may be sent again promptly; a moment's pause lets the provider finish what it may be doing. */
const resendDelayMs = 2000;

type PutBackVerdict = Extract<Verdict, { verdict: 'put-back' }>;
type DoubtVerdict = Extract<Verdict, { verdict: 'in-doubt' }>;

/** Carries a verdict out: writes it to the ledger, and tells the line what concerns more than this purchase. */
export async function actOnVerdict(
  bench: Bench,
  attempt: OwnAttempt,
  verdict: Verdict,
  answer: SentAnswer,
): Promise<Disposition | 'again'> {
  switch (verdict.verdict) {
    case 'succeeded': {
      const { bought, requestId } = verdict;
      const { run, row, index, attemptId, followed } = attempt;
      const line = lineName(bench.line);
      const ref = { run, row, index, attemptId };
      return conclude(bench, attempt, { kind: 'succeeded', line, ...ref, bought, requestId, followed });
    }
    case 'failed': {
      const { code, message, requestId, unpaidOrder, holdsLine } = verdict;
      const explained = { code, message, requestId, unpaidOrder: unpaidOrder !== null };
      const [, disposition] = await Promise.all([
        holdsLine ? stopLine(bench, code) : null,
        conclude(bench, attempt, { kind: 'failed', ...refOf(attempt), ...explained }),
      ]);
      return disposition;
    }
    case 'put-back':
      return putBackFor(bench, attempt, verdict, answer);
    case 'in-doubt':
      return putInDoubt(bench, attempt, verdict);
    default:
      return unreachable(verdict);
  }
}

async function conclude(bench: Bench, attempt: OwnAttempt, learned: Learned): Promise<Disposition> {
  const recorded = recordLearned(bench, learned);
  // It was answered as calls are: whatever went wrong in a row is counted from nothing again.
  bench.desk.forgetTroubles();
  if (learned.kind === 'succeeded') rememberTarget(bench, attempt);
  const reply = await recorded;
  if (reply === 'refused' || reply === 'unknown') {
    bench.log.error({ ...logged(attempt), learned }, 'An answer came for an attempt that is no longer open');
  }
  if (reply === 'twice') bench.log.error({ ...logged(attempt), learned }, 'Purchase bought twice');
  return { kind: 'done' };
}

/** For people who plan the next run, and for whoever looks before it buys; the purchase itself is settled without it. */
function rememberTarget({ desk, definition, line }: Bench, { run, body }: OwnAttempt): void {
  const { action, account } = line;
  const target = targetOf(definition, JSON.parse(body));
  if (target !== null) desk.noteBought({ action, account, target, run });
}

async function putBackFor(
  bench: Bench,
  attempt: OwnAttempt,
  verdict: PutBackVerdict,
  answer: SentAnswer,
): Promise<Disposition | 'again'> {
  const { cause, code, message, requestId } = verdict;
  const wasSent = cause !== 'not-sent';
  // The line first: what others are about to send matters more than this purchase's record. But no longer than that:
  // while Redis is away, the journal has to have the answer.
  await Promise.all([
    tellLine(bench, verdict, answer),
    recordLearned(bench, { kind: 'put-back', ...refOf(attempt), wasSent, code, message, requestId }),
  ]);
  return 'again';
}

/** What a call that was turned away means for all others. */
async function tellLine(
  bench: Bench,
  { cause, code, message }: PutBackVerdict,
  answer: SentAnswer,
): Promise<void> {
  switch (cause) {
    case 'slow-down':
      return untilWritten(bench.log, () => bench.pacer.slowDown());
    case 'line-stopped':
      if (refusesKey(code) && (await bench.call.replaceCredentials(answer))) return;
      return stopLine(bench, code);
    case 'clock-wrong':
      if (bench.call.correctClock(answer.kind === 'answered' ? answer.dateHeader : null)) return;
      return stopLine(bench, code);
    case 'not-sent':
      return untilWritten(bench.log, () => noteMiss(bench.ledger, bench.line, code, message));
    default:
      return unreachable(cause);
  }
}

async function putInDoubt(bench: Bench, attempt: OwnAttempt, verdict: DoubtVerdict): Promise<Disposition> {
  const { code, message, requestId, isUnknownCode } = verdict;
  await recordLearned(bench, { kind: 'in-doubt', ...refOf(attempt), code, message, requestId });
  bench.log.warn({ ...logged(attempt), code }, 'Purchase in doubt');
  if (isUnknownCode) await untilWritten(bench.log, () => noteOddAnswer(bench.ledger, bench.line, code));
  const mayResend = bench.definition.safety.kind === 'token';
  return mayResend ? { kind: 'deliver-again', delayMs: resendDelayMs } : { kind: 'done' };
}

function refOf({ run, row, index, attemptId }: OwnAttempt) {
  return { run, row, index, attemptId };
}

/** The body stays out of the log: it is the user's, and the ledger has it. */
function logged({ run, row, index, attemptId }: OwnAttempt) {
  return { run, purchase: purchaseId(run, { row, index }), attempt: attemptId };
}
