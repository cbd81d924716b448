import { addFollowUp } from '../ledger/add-follow-up.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { openCompanion } from '../ledger/open-companion.ts';
import { noteActive, readRun } from '../ledger/runs.ts';
import { enqueue, withQueue } from '../queues.ts';
import { companionOf } from './companion.ts';
import { type Followed, followUpFor } from './follow-up-for.ts';

/**
 * Writes down that a site is to be put on the plan that was bought, and queues it. To be called before the purchase is
 * settled as bought: then a settled purchase without what follows it cannot come to be. Doing it twice changes nothing.
 */
export async function queueFollowUp(
  ledger: Ledger,
  run: string,
  { followed, planId }: { readonly followed: Followed; readonly planId: string },
): Promise<void> {
  const followUp = followUpFor(followed, planId);
  const companion = companionOf(run);
  // Before, as a crash must not leave it to nobody; and after, as a worker may just have found nothing there to do.
  await noteActive(ledger, companion);
  let added = await addFollowUp(ledger, companion, followUp);
  if (added === 'unknown') {
    const record = await readRun(ledger, run);
    // Of what came from an archive nothing is ever sent.
    if (!record || record.phase === 'archived') return;
    await openCompanion(ledger, record);
    added = await addFollowUp(ledger, companion, followUp);
  }
  if (added === 'cancelled' || added === 'archived') return;
  await noteActive(ledger, companion);
  // A paused run is queued as a whole once it goes on; until then its jobs do nothing.
  await withQueue(ledger.redis, ledger.prefix, followUp, (queue) => enqueue(queue, companion, [followUp]));
}
