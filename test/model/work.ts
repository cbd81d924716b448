import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { findAction } from '../../src/shared/actions/index.ts';
import { doubt } from '../../src/shared/ledger/doubt.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { putBack } from '../../src/shared/ledger/put-back.ts';
import type { Ending } from '../../src/shared/ledger/settle.ts';
import type { AttemptRef } from '../../src/shared/ledger/transition.ts';
import { openAttempts, settleAll } from '../support/together.ts';
import { must } from './invariants.ts';
import { readSnapshot, rowAt, type Snapshot } from './snapshot.ts';
import type { Delivery, Fate } from './story.ts';
import type { ModelAttempt, World } from './world.ts';

/** Longer than any story takes, and already over. */
export const longMs = 3_600_000;
const overMs = -1;

/** A worker asks whether it may send, and sends when it hears that it may. Whatever the queue says, it asks. */
export function deliver(world: World, delivery: Delivery): Promise<void> {
  return deliverTogether(world, [delivery]);
}

/** The same for several at once, maybe for one purchase twice: what is asked together is answered one by one. */
export async function deliverTogether(world: World, deliveries: readonly Delivery[]): Promise<void> {
  const attempts = deliveries.flatMap((delivery) => attemptOf(world, delivery));
  world.attempts.push(...attempts);
  await ask(
    world,
    attempts,
    deliveries.map(({ isConsentLost }) => isConsentLost),
  );
}

/** The connection broke before the ledger's consent arrived, and the client sends the question once more. */
export async function askAgain(world: World, attempt: ModelAttempt | undefined): Promise<void> {
  if (!attempt || attempt.isSent || attempt.isGivenUp) return;
  await ask(world, [attempt], [false]);
}

function attemptOf(world: World, delivery: Delivery): ModelAttempt[] {
  const purchase = world.purchases[delivery.purchase];
  if (!purchase) return [];
  const isResendable = hasToken(world, delivery.purchase) && delivery.isTokenAlive;
  const intent = {
    run: world.run,
    row: purchase.row,
    index: purchase.index,
    attemptId: randomUUID(),
    worker: 'model',
    deadlineInMs: delivery.isOverdue ? overMs : longMs,
    tokenWindowMs: isResendable ? longMs : 0,
    // Never the same twice, so that one is not taken for another.
    expiryBeforeMs: delivery.isExpiryKnown ? world.attempts.length + 1 : null,
  };
  const { fate } = delivery;
  return [{ purchase: delivery.purchase, intent, fate, isSent: false, isAccepted: false, isGivenUp: false }];
}

async function ask(
  world: World,
  attempts: readonly ModelAttempt[],
  areConsentsLost: readonly boolean[],
): Promise<void> {
  const intents = attempts.map(({ intent }) => intent);
  const replies = await Promise.all(openAttempts(world.ledger, intents));
  const taken = new Set<number>();
  for (const [i, attempt] of attempts.entries()) {
    const isOpened = replies[i]?.kind === 'opened';
    const { state, mayOpen } = foresee(world, attempt);
    const isAllowed = mayOpen && !taken.has(attempt.purchase);
    const sentence = `a purchase ${state} in a run ${world.now.phase} is ${isAllowed ? '' : 'not '}sent`;
    must(isOpened === isAllowed, sentence);
    if (isOpened) taken.add(attempt.purchase);
    if (isOpened && state === 'queued')
      world.expiries.set(attempt.purchase, attempt.intent.expiryBeforeMs ?? null);
    if (isOpened && !areConsentsLost[i]) send(world, attempt);
  }
}

/** Whether the ledger has to consent to an attempt that is asked for alone. */
function foresee(world: World, { intent }: ModelAttempt) {
  const { state, attemptId } = rowAt(world.now, intent);
  const isOwn = state === 'sending' && attemptId === intent.attemptId;
  const isResend = state === 'in-doubt' && intent.tokenWindowMs > 0;
  return { state, mayOpen: isOwn || (world.now.phase === 'running' && (state === 'queued' || isResend)) };
}

function send(world: World, attempt: ModelAttempt): void {
  attempt.isSent = true;
  if (attempt.fate === 'bought' || attempt.fate === 'bought-answer-lost') {
    world.provider.execute(attempt.purchase, { hasToken: hasToken(world, attempt.purchase) });
  }
}

/** Its worker writes down what became of an attempt; one that never heard a consent says that it sent nothing. */
export async function answer(world: World, attempt: ModelAttempt | undefined): Promise<void> {
  if (attempt) await answerTogether(world, [attempt]);
}

/** Several at once, each for a purchase of its own. */
export async function answerTogether(world: World, given: readonly ModelAttempt[]): Promise<void> {
  const attempts = [...new Map(given.map((attempt) => [attempt.purchase, attempt])).values()];
  for (const attempt of attempts) if (!attempt.isSent) attempt.isGivenUp = true;
  const replies = await tellLedger(world, attempts);
  const after = await readSnapshot(world.ledger, world.run);
  for (const [i, attempt] of attempts.entries()) noteAnswered(world, attempt, { reply: replies[i], after });
}

function noteAnswered(
  world: World,
  attempt: ModelAttempt,
  { reply, after }: { readonly reply: string | undefined; readonly after: Snapshot },
): void {
  const fate = fateOf(attempt);
  const before = rowAt(world.now, attempt.intent);
  const isLast = before.attemptId === attempt.intent.attemptId;
  if (attempt.isAccepted || !(isLast || fate === 'bought')) {
    const sentence = 'an answer counts once, and one of an attempt that another followed only if it bought';
    must(isDeepStrictEqual(rowAt(after, attempt.intent), before), sentence);
  }
  // A refusal that leaves an earlier attempt in doubt may be said again, as it settles nothing.
  const isWeak = reply === 'in-doubt' && (fate === 'refused' || fate === 'left-unpaid');
  if (reply !== 'refused' && !isWeak) attempt.isAccepted = true;
}

function fateOf({ isSent, fate }: ModelAttempt): Fate {
  return isSent ? fate : 'never-left';
}

/** Those that end a purchase are told together, as a worker does. */
async function tellLedger(world: World, attempts: readonly ModelAttempt[]): Promise<string[]> {
  const endings = attempts.flatMap((attempt) => {
    const ending = endingOf(fateOf(attempt));
    return ending ? [{ attempt, ending }] : [];
  });
  // Whatever the ledger makes of it: from here on it has been told.
  for (const { attempt, ending } of endings) if (ending === bought) world.knownBought.add(attempt.purchase);
  const settlements = endings.map(({ attempt, ending }) => ({
    ...attempt.intent,
    by: 'answer' as const,
    ending,
  }));
  const settled = settleAll(world.ledger, settlements);
  return Promise.all(
    attempts.map((attempt) => {
      const place = endings.findIndex((one) => one.attempt === attempt);
      return settled[place] ?? tellUnsettled(world.ledger, attempt);
    }),
  );
}

function endingOf(fate: Fate): Ending | null {
  if (fate === 'bought') return bought;
  return fate === 'refused' || fate === 'left-unpaid' ? refusal(fate === 'left-unpaid') : null;
}

function tellUnsettled(ledger: Ledger, attempt: ModelAttempt): Promise<string> {
  const { intent } = attempt;
  switch (fateOf(attempt)) {
    case 'turned-away':
      return putBack(ledger, { ...intent, ...told('RequestLimitExceeded'), wasSent: true });
    case 'never-left':
      return putBack(ledger, { ...intent, code: null, message: null, requestId: null, wasSent: false });
    default:
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
