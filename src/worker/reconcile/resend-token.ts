import { noteLook } from '../../shared/ledger/look.ts';
import type { Line } from '../../shared/line.ts';
import { enqueue, withQueue } from '../../shared/queues.ts';
import { type LookRoom, type Question, refOf } from './room.ts';

/** By then a resend that its own delivery had in mind has been sent, or its delivery was lost. */
const nextInMs = 15_000;

/** While its ClientToken lives, a purchase in doubt is settled by sending the same bytes again: it goes to its queue. */
export async function resendToken(room: LookRoom, question: Question, line: Line): Promise<boolean> {
  const { ledger, tokenWindowMs } = room;
  const { run, record, sentAtMs } = question;
  if (Date.now() >= (record.firstSentAtMs ?? sentAtMs) + tokenWindowMs) return false;
  await withQueue(ledger.redis, ledger.prefix, line, (queue) => enqueue(queue, run, [record]));
  const seen = 'Sending the same bytes with the same ClientToken again.';
  await noteLook(ledger, { ...refOf(question), nextInMs, isWithoutTrace: false, seen });
  return true;
}
