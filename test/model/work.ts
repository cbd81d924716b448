import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { findAction } from '../../src/shared/actions/index.ts';
import { doubt } from '../../src/shared/ledger/doubt.ts';
import { openAttempt } from '../../src/shared/ledger/open-attempt.ts';
import { putBack } from '../../src/shared/ledger/put-back.ts';
import { type Ending, settle } from '../../src/shared/ledger/settle.ts';
import type { AttemptRef } from '../../src/shared/ledger/transition.ts';
import { must } from './invariants.ts';
import { readSnapshot, rowAt } from './snapshot.ts';
import type { Fate, Step } from './story.ts';
import type { ModelAttempt, World } from './world.ts';

type Delivery = Extract<Step, { step: 'deliver' }>;

/** Longer than any story takes, and already over. */
export const longMs = 3_600_000;
const overMs = -1;

/** A worker asks whether it may send, and sends when it hears that it may. Whatever the queue says, it asks. */
export async function deliver(world: World, delivery: Delivery): Promise<void> {
  const purchase = world.purchases[delivery.purchase];
  if (!purchase) return;
  const isResendable = hasToken(world, delivery.purchase) && delivery.isTokenAlive;
  const attempt: ModelAttempt = {
    purchase: delivery.purchase,
    intent: {
      run: world.run,
      row: purchase.row,
      index: purchase.index,
      attemptId: randomUUID(),
      worker: 'model',
      deadlineInMs: delivery.isOverdue ? overMs : longMs,
      tokenWindowMs: isResendable ? longMs : 0,
    },
    fate: delivery.fate,
    isSent: false,
    isAccepted: false,
    isGivenUp: false,
  };
  world.attempts.push(attempt);
  await ask(world, attempt, { isConsentLost: delivery.isConsentLost });
}

/** The connection broke before the ledger's consent arrived, and the client sends the question once more. */
export async function askAgain(world: World, attempt: ModelAttempt | undefined): Promise<void> {
  if (!attempt || attempt.isSent || attempt.isGivenUp) return;
  await ask(world, attempt, { isConsentLost: false });
}

async function ask(
  world: World,
  attempt: ModelAttempt,
  { isConsentLost }: { readonly isConsentLost: boolean },
): Promise<void> {
  const { intent } = attempt;
  const before = rowAt(world.now, intent);
  const isOwn = before.state === 'sending' && before.attemptId === intent.attemptId;
  const isResend = before.state === 'in-doubt' && intent.tokenWindowMs > 0;
  const mayOpen = world.now.phase === 'running' && (before.state === 'queued' || isResend);
  const opened = await openAttempt(world.ledger, intent);
  must(
    (opened.kind === 'opened') === (isOwn || mayOpen),
    `a purchase ${before.state} in a run ${world.now.phase} is ${isOwn || mayOpen ? '' : 'not '}sent`,
  );
  if (opened.kind === 'refused' || isConsentLost) return;
  attempt.isSent = true;
  if (attempt.fate === 'bought' || attempt.fate === 'bought-answer-lost') {
    world.provider.execute(attempt.purchase, { hasToken: hasToken(world, attempt.purchase) });
  }
}

/** Its worker writes down what became of an attempt; one that never heard a consent says that it sent nothing. */
export async function answer(world: World, attempt: ModelAttempt | undefined): Promise<void> {
  if (!attempt) return;
  if (!attempt.isSent) attempt.isGivenUp = true;
  const fate = attempt.isSent ? attempt.fate : 'never-left';
  const before = rowAt(world.now, attempt.intent);
  const reply = await tellLedger(world, attempt, fate);
  const isLast = before.attemptId === attempt.intent.attemptId;
  if (attempt.isAccepted || !(isLast || fate === 'bought')) {
    const after = rowAt(await readSnapshot(world.ledger, world.run), attempt.intent);
    const sentence = 'an answer counts once, and one of an attempt that another followed only if it bought';
    must(isDeepStrictEqual(after, before), sentence);
  }
  // A refusal that leaves an earlier attempt in doubt may be said again, as it settles nothing.
  const isWeak = reply === 'in-doubt' && (fate === 'refused' || fate === 'left-unpaid');
  if (reply !== 'refused' && !isWeak) attempt.isAccepted = true;
}

async function tellLedger(world: World, { purchase, intent }: ModelAttempt, fate: Fate): Promise<string> {
  const { ledger } = world;
  switch (fate) {
    case 'bought':
      // Whatever the ledger makes of it: from here on it has been told.
      world.knownBought.add(purchase);
      return settle(ledger, { ...intent, by: 'answer', ending: bought });
    case 'refused':
    case 'left-unpaid':
      return settle(ledger, { ...intent, by: 'answer', ending: refusal(fate === 'left-unpaid') });
    case 'turned-away':
      return putBack(ledger, { ...intent, ...told('RequestLimitExceeded'), wasSent: true });
    case 'never-left':
      return putBack(ledger, { ...intent, code: null, message: null, requestId: null, wasSent: false });
    case 'bought-answer-lost':
    case 'not-bought-answer-lost':
      return doubt(ledger, { ...intent, ...told('Transport.Timeout'), requestId: null });
  }
}

/** What an answer that says so makes of a purchase; also what a person found. */
export const bought: Ending = {
  state: 'succeeded',
  bought: { orderId: 'order', resourceIds: ['resource'], delivery: 'pending' },
  requestId: 'request',
};

export function refusal(unpaidOrder: boolean): Ending {
  return { state: 'failed', ...told('InvalidParameter'), unpaidOrder };
}

function told(code: string) {
  return { code, message: `The provider's words on ${code}.`, requestId: 'request' };
}

function hasToken({ purchases }: World, place: number): boolean {
  const action = purchases[place]?.action ?? '';
  return findAction(action)?.safety.kind === 'token';
}

/** The attempt that a record stands by. */
export function refOf(world: World, place: number, attemptId: string): AttemptRef {
  const { row, index } = world.purchases[place] ?? { row: 0, index: 0 };
  return { run: world.run, row, index, attemptId };
}
