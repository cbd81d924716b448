import type { ActionDefinition, Bought } from '../../shared/actions/action.ts';
import { targetOf } from '../../shared/actions/target.ts';
import { unreachable } from '../../shared/errors.ts';
import { followedOf } from '../../shared/follow-ups/follow-up-for.ts';
import { noteBought } from '../../shared/ledger/bought-targets.ts';
import { claimIfFree, noteLook, proveUnsent } from '../../shared/ledger/look.ts';
import { settle } from '../../shared/ledger/settle.ts';
import { type Params, purchaseId } from '../../shared/purchase.ts';
import { enqueue, withQueue } from '../../shared/queues.ts';
import { noteBeside } from '../note-beside.ts';
import type { Conclusion } from './conclude.ts';
import { mayStillArrive } from './may-still-arrive.ts';
import { nextLookMs } from './next-look.ts';
import { type LookRoom, lineOf, type Question, refOf } from './room.ts';

/** What the provider shows may lag behind what it did: only looks that are this many, over this long, prove an absence. */
const looksThatProve = 4;
const spanThatProvesMs = 30_000;

/** Carries out what a look concluded: settles, queues what is proved not to be executed, or notes the look. */
export async function actOnConclusion(
  room: LookRoom,
  question: Question,
  definition: ActionDefinition,
  conclusion: Conclusion,
): Promise<void> {
  switch (conclusion.kind) {
    case 'bought':
      return settleBought(room, question, { definition, bought: conclusion.bought });
    case 'no-trace': {
      const { seen, refusedAs } = conclusion;
      const noted = await note(room, question, true, seen);
      const isSeen = noted !== null && noted.looks >= looksThatProve && noted.sinceMs >= spanThatProvesMs;
      const isProxied = room.isProxied(definition);
      const isProved = isSeen && !mayStillArrive(Date.now() - question.sentAtMs, { isProxied });
      // What nothing tells apart is not bought again by a machine's conclusion from an absence, but by a person's.
      const mayQueue = definition.safety.kind !== 'neither' || room.requeueProved === true;
      if (isProved && refusedAs !== undefined) await settleRefused(room, question, { code: refusedAs, seen });
      else if (isProved && mayQueue) await queueAgain(room, question);
      return;
    }
    case 'unclear':
      await note(room, question, false, conclusion.seen);
      return;
    default:
      unreachable(conclusion);
  }
}

async function settleBought(
  { ledger, log }: LookRoom,
  question: Question,
  { definition, bought }: { readonly definition: ActionDefinition; readonly bought: Bought },
): Promise<void> {
  const { run, record } = question;
  const ids = [...bought.resourceIds, ...(bought.orderId === null ? [] : [bought.orderId])];
  // Another looker, or its own answer, may have found whose it is meanwhile; the next look will see that.
  if (!(await claimIfFree(ledger, lineOf(question), ids, purchaseId(run, record)))) return;
  await noteBeside(
    ledger,
    { run, row: record.row, index: record.index },
    { bought, followed: followedOf(record) },
  );
  const ending = { state: 'succeeded', bought, requestId: record.requestId } as const;
  const target = targetOf(definition, JSON.parse(record.body) as Params);
  if (target !== null) await noteBought(ledger, [{ ...lineOf(question), target, run }]);
  await settle(ledger, { ...refOf(question), by: 'reconcile', ending });
  log.info({ run, purchase: purchaseId(run, record) }, 'Purchase in doubt found to be bought');
}

async function settleRefused(
  { ledger, log }: LookRoom,
  question: Question,
  { code, seen }: { readonly code: string; readonly seen: string },
): Promise<void> {
  const { run, record } = question;
  const ending = {
    state: 'failed',
    code,
    message: seen,
    requestId: record.requestId,
    unpaidOrder: false,
  } as const;
  await settle(ledger, { ...refOf(question), by: 'reconcile', ending });
  log.info(
    { run, purchase: purchaseId(run, record), code },
    'Purchase in doubt found to be refused for good',
  );
}

async function queueAgain({ ledger, log }: LookRoom, question: Question): Promise<void> {
  const { run, record } = question;
  if ((await proveUnsent(ledger, refOf(question))) !== 'queued') return;
  await withQueue(ledger.redis, ledger.prefix, lineOf(question), (queue) => enqueue(queue, run, [record]));
  log.info({ run, purchase: purchaseId(run, record) }, 'Purchase in doubt proved not executed, queued again');
}

function note({ ledger }: LookRoom, question: Question, isWithoutTrace: boolean, seen: string) {
  const nextInMs = nextLookMs(Date.now() - question.sentAtMs);
  return noteLook(ledger, { ...refOf(question), nextInMs, isWithoutTrace, seen });
}
