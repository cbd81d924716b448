import { admit } from '../../src/shared/ledger/admit.ts';
import { cancelQueued, requeueFailed } from '../../src/shared/ledger/change-many.ts';
import { expireAttempt } from '../../src/shared/ledger/doubt.ts';
import { changePhase } from '../../src/shared/ledger/runs.ts';
import { checkArrows } from './arrows.ts';
import { checkInvariants, must } from './invariants.ts';
import { passOver } from './pass-over.ts';
import { readSnapshot, rowAt } from './snapshot.ts';
import type { Step } from './story.ts';
import { look, tell } from './tell.ts';
import { answer, answerTogether, askAgain, deliver, deliverTogether, longMs } from './work.ts';
import type { ModelAttempt, World } from './world.ts';

/** Lets one event happen, then checks all that must hold. */
export async function happen(world: World, step: Step): Promise<void> {
  const before = world.now;
  await apply(world, step);
  world.now = await readSnapshot(world.ledger, world.run);
  checkInvariants(world, world.now);
  checkArrows(before, world.now, step);
}

async function apply(world: World, step: Step): Promise<void> {
  const { ledger, run, purchases } = world;
  switch (step.step) {
    case 'deliver':
      return deliver(world, step);
    case 'deliver-together':
      return deliverTogether(world, step.deliveries);
    case 'ask-again':
      return askAgain(world, world.attempts.at(-1 - step.attempt));
    case 'answer':
      return answer(world, world.attempts.at(-1 - step.attempt));
    case 'answer-together':
      return answerTogether(world, attemptsAt(world, step.attempts));
    case 'expire':
      return expire(world);
    case 'look':
      return look(world);
    case 'tell':
      return tell(world, world.looks.at(-1 - step.look), step.as);
    case 'pass-over':
      return passOver(world, step);
    case 'pause':
      await changePhase(ledger, run, 'paused');
      return;
    case 'resume':
      await changePhase(ledger, run, 'running');
      return;
    case 'cancel':
      await changePhase(ledger, run, 'cancelled');
      await cancelQueued(ledger, run, purchases);
      return;
    case 'retry':
      await requeueFailed(ledger, run, purchases, step);
      return;
    case 'admit-again':
      return admitAgain(world);
  }
}

function attemptsAt({ attempts }: World, places: readonly number[]): ModelAttempt[] {
  return places.flatMap((place) => attempts.at(-1 - place) ?? []);
}

async function expire({ ledger, run, purchases, now }: World): Promise<void> {
  for (const { row, index } of purchases) {
    const { state, deadlineMs } = rowAt(now, { row, index });
    const isOverdue = state === 'sending' && deadlineMs !== null && deadlineMs < Date.now() + longMs / 2;
    const expired = await expireAttempt(ledger, { run, row, index });
    must((expired === 'in-doubt') === isOverdue, 'an attempt is given up after its deadline and not before');
  }
}

/** A producer that was killed before it heard that it was done submits once more. */
async function admitAgain({ ledger, run, purchases }: World): Promise<void> {
  const admissions = purchases.map((purchase) => ({
    purchase: { ...purchase, account: 'default' },
    rowCount: purchase.row === 1 ? 2 : 1,
  }));
  await admit(ledger, run, admissions);
}
