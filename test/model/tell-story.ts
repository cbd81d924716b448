import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { finishStory } from './finish.ts';
import { happen } from './happen.ts';
import type { Story } from './story.ts';
import { createWorld } from './world.ts';

/** Lets a story happen to a new run on a real ledger. Throws at the first event after which something is wrong. */
export async function tellStory(ledger: Ledger, story: Story): Promise<void> {
  const world = await createWorld(ledger);
  for (const step of story) await happen(world, step);
  await finishStory(world);
}
