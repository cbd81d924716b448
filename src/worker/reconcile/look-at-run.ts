import type { ActionDefinition, SafetyKind } from '../../shared/actions/action.ts';
import { findAction, isFollowUpAction } from '../../shared/actions/index.ts';
import { followedOf } from '../../shared/follow-ups/follow-up-for.ts';
import { complete, noteLook } from '../../shared/ledger/look.ts';
import { readOpenQuestions, readPurchase, readSending } from '../../shared/ledger/read-purchases.ts';
import { listActiveRuns } from '../../shared/ledger/runs.ts';
import { lineName } from '../../shared/line.ts';
import type { Params, Position } from '../../shared/purchase.ts';
import { purchaseId } from '../../shared/purchase.ts';
import { noteBeside } from '../note-beside.ts';
import { actOnConclusion } from './act-on-conclusion.ts';
import type { Conclusion } from './conclude.ts';
import { lookAtDomain } from './look-at-domain.ts';
import { lookAtRenewal } from './look-at-renewal.ts';
import { lookAtSite, lookForHandOver } from './look-at-site.ts';
import { lookAtSwitch } from './look-at-switch.ts';
import { lookForDelivery, lookForOrders, lookForUnpaidOrder } from './look-for-orders.ts';
import { lookForPlans } from './look-for-plans.ts';
import { nextLookMs } from './next-look.ts';
import { planSpec } from './plans.ts';
import { resendToken } from './resend-token.ts';
import { type LookRoom, lineOf, type Question, questionOf, refOf } from './room.ts';
import type { UnderWay } from './under-way.ts';

/** Looks up the given purchases of a run, settles those that can be proved, and notes when to look at the others. */
export async function lookAtRun(room: LookRoom, run: string, positions: readonly Position[]): Promise<void> {
  const settledTogether = new Set<string>();
  for (const position of positions) {
    if (settledTogether.has(purchaseId(run, position))) continue;
    const question = await ask(room, run, position);
    const definition = question ? findAction(question.record.action) : undefined;
    if (!question || !definition) continue;
    const eyes = room.inAccount(question.record.account);
    if (question.record.state === 'in-doubt') {
      for (const id of await lookIntoDoubt(eyes, question, definition)) settledTogether.add(id);
    } else {
      await completeSettled(eyes, question);
    }
  }
}

async function ask(room: LookRoom, run: string, position: Position): Promise<Question | null> {
  const record = await readPurchase(room.ledger, run, position);
  return record === null ? null : questionOf(run, record);
}

/** Looks into a doubt, together with those that nothing tells apart from it. Returns the ids that were looked into. */
async function lookIntoDoubt(
  room: LookRoom,
  question: Question,
  definition: ActionDefinition,
): Promise<readonly string[]> {
  const { safety } = definition;
  const line = lineOf(question);
  if (safety.kind === 'token' && (await resendToken(room, question, line))) return [];
  const alone = await lookAlone(room, question, safety);
  if (alone) {
    await actOnConclusion(room, question, definition, alone);
    return [];
  }
  const doubts = await equalDoubts(room, question);
  const underWay: UnderWay = {
    openSinceMs: () => openLike(room, question),
    areSameDoubts: async (known) => sameIds(known, await equalDoubts(room, question)),
  };
  const conclusions =
    safety.kind === 'neither'
      ? await lookForPlans(room, { line, readBack: safety.readBack, doubts, underWay, nowMs: Date.now() })
      : await lookForOrders(room, { line, doubts, underWay });
  return actOnAll(room, doubts, definition, conclusions);
}

/** Looks into what its own resource tells; null for what can only be counted together with others like it. */
async function lookAlone(room: LookRoom, question: Question, safety: SafetyKind): Promise<Conclusion | null> {
  switch (safety.kind) {
    case 'natural-key':
      return isFollowUpAction(question.record.action)
        ? lookAtSite(room, question)
        : lookAtDomain(room, question, safety.readBack);
    case 'sets-state':
      return lookAtSwitch(room, question, safety);
    default:
      return safety.renewal ? lookAtRenewal(room, question, safety.renewal) : null;
  }
}

async function actOnAll(
  room: LookRoom,
  doubts: readonly Question[],
  definition: ActionDefinition,
  conclusions: ReadonlyMap<string, Conclusion>,
): Promise<string[]> {
  const looked: string[] = [];
  for (const doubt of doubts) {
    const id = purchaseId(doubt.run, doubt.record);
    const conclusion = conclusions.get(id);
    if (conclusion) await actOnConclusion(room, doubt, definition, conclusion);
    looked.push(id);
  }
  return looked;
}

/** The doubts of all runs that nothing tells apart from this one: what is new at the provider may be any one's. */
async function equalDoubts(room: LookRoom, question: Question): Promise<Question[]> {
  const equal: Question[] = [];
  for (const run of await runsWith(room, question.run)) {
    for (const position of await readOpenQuestions(room.ledger, run)) {
      const other = await ask(room, run, position);
      if (other?.record.state === 'in-doubt' && isEqual(other, question)) equal.push(other);
    }
  }
  return equal.sort((a, b) => a.sentAtMs - b.sentAtMs);
}

/** When the open attempts were sent that may yet bring what this doubt's look would count. */
async function openLike(room: LookRoom, question: Question): Promise<number[]> {
  const sentAtMs: number[] = [];
  for (const run of await runsWith(room, question.run)) {
    for (const position of await readSending(room.ledger, run)) {
      const other = await ask(room, run, position);
      if (other?.record.state === 'sending' && isSameKind(other, question)) sentAtMs.push(other.sentAtMs);
    }
  }
  return sentAtMs;
}

async function runsWith({ ledger }: LookRoom, run: string): Promise<Set<string>> {
  return new Set([run, ...(await listActiveRuns(ledger))]);
}

function sameIds(a: readonly Question[], b: readonly Question[]): boolean {
  const idsOf = (questions: readonly Question[]) =>
    questions.map(({ run, record, attemptId }) => `${purchaseId(run, record)} ${attemptId}`).sort();
  return JSON.stringify(idsOf(a)) === JSON.stringify(idsOf(b));
}

/** What a plan's period and renewal were is not always shown, so every plan of the type counts. */
function isSameKind(a: Question, b: Question): boolean {
  if (a.record.action !== 'CreatePlan') return isEqual(a, b);
  return isSameLine(a, b) && a.params.PlanType === b.params.PlanType;
}

function isEqual(a: Question, b: Question): boolean {
  return isSameLine(a, b) && specOf(a.record.action, a.params) === specOf(b.record.action, b.params);
}

/** What one account bought is never another's. */
function isSameLine(a: Question, b: Question): boolean {
  return lineName(lineOf(a)) === lineName(lineOf(b));
}

function specOf(action: string, params: Params): string {
  if (action === 'CreatePlan') return JSON.stringify(planSpec(params));
  return JSON.stringify([params.ProductCode, params.SubProductCode]);
}

/** A settled purchase that lacks something: what was delivered, or the order that is left to be paid. */
async function completeSettled(room: LookRoom, question: Question): Promise<void> {
  const { record } = question;
  if (record.state === 'succeeded') {
    const delivery = isFollowUpAction(question.record.action)
      ? await lookForHandOver(room, question)
      : await lookForDelivery(room, question);
    if (delivery) {
      await noteBeside(room.ledger, refOf(question), { bought: delivery, followed: followedOf(record) });
      return void (await complete(room.ledger, refOf(question), delivery));
    }
  } else {
    const orderId = await lookForUnpaidOrder(room, lineOf(question), question);
    if (orderId !== null) return void (await complete(room.ledger, refOf(question), { orderId }));
  }
  const nextInMs = nextLookMs(Date.now() - question.sentAtMs);
  await noteLook(room.ledger, { ...refOf(question), nextInMs, isWithoutTrace: false, seen: '' });
}
