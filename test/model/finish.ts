import { happen } from './happen.ts';
import { must } from './invariants.ts';
import { rowAt } from './snapshot.ts';
import type { World } from './world.ts';

/** More events than any purchase needs to come to its end. */
const patience = 8;

/**
 * Ends a story well: every open attempt is answered, a person settles what is in doubt, workers buy what is queued.
 * Throws when a purchase does not come to an end by these means, as it would be stuck.
 */
export async function finishStory(world: World): Promise<void> {
  await happen(world, { step: 'resume' });
  for (const place of world.purchases.keys()) {
    for (let i = 0; i < patience && !isSettled(world, place); i += 1) await help(world, place);
    must(isSettled(world, place), `${nameOf(world, place)} comes to its end with everybody's help`);
  }
}

async function help(world: World, place: number): Promise<void> {
  const { state, attemptId } = recordOf(world, place);
  switch (state) {
    case 'sending': {
      const attempt = world.attempts.findLastIndex(({ intent }) => intent.attemptId === attemptId);
      return happen(world, { step: 'answer', attempt: world.attempts.length - 1 - attempt });
    }
    case 'in-doubt':
      await happen(world, { step: 'look' });
      return tellOf(world, place);
    case 'queued': {
      // A run that was cancelled in the middle of cancelling: saying it again finishes it.
      if (world.now.phase === 'cancelled') return happen(world, { step: 'cancel' });
      const delivery = {
        fate: 'bought',
        isOverdue: false,
        isTokenAlive: true,
        isExpiryKnown: true,
        isConsentLost: false,
      } as const;
      return happen(world, { step: 'deliver', purchase: place, ...delivery });
    }
    default:
      return;
  }
}

async function tellOf(world: World, place: number): Promise<void> {
  const seen = world.looks.findLastIndex(({ purchase }) => purchase === place);
  await happen(world, { step: 'tell', look: world.looks.length - 1 - seen, as: 'person' });
}

function isSettled(world: World, place: number): boolean {
  return ['succeeded', 'failed', 'cancelled', 'skipped'].includes(recordOf(world, place).state);
}

function nameOf(world: World, place: number): string {
  const { row, index, state } = recordOf(world, place);
  return `purchase ${row}.${index} (${state})`;
}

function recordOf(world: World, place: number) {
  const purchase = world.purchases[place];
  if (!purchase) throw new Error(`Cannot find purchase as the model has none at ${place}`);
  return rowAt(world.now, purchase);
}
