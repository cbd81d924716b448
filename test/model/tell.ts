import { isDeepStrictEqual } from 'node:util';
import { noteLook, proveUnsent } from '../../src/shared/ledger/look.ts';
import { settle } from '../../src/shared/ledger/settle.ts';
import type { AttemptRef } from '../../src/shared/ledger/transition.ts';
import { must } from './invariants.ts';
import { readSnapshot, rowAt } from './snapshot.ts';
import { bought, refOf, refusal } from './work.ts';
import type { ModelLook, World } from './world.ts';

type Teller = 'person' | 'reconcile' | 'proof' | 'note';

/** Somebody looks at the provider for all that is in doubt. What they see is true when they see it. */
export function look({ purchases, now, provider, looks }: World): void {
  for (const [place, purchase] of purchases.entries()) {
    const { state, attemptId } = rowAt(now, purchase);
    if (state !== 'in-doubt' || attemptId === null) continue;
    looks.push({ purchase: place, attemptId, wasBought: provider.timesBought(place) > 0 });
  }
}

/** They say what they saw, maybe long after; the ledger has to know whether it still counts. */
export async function tell(world: World, seen: ModelLook | undefined, as: Teller): Promise<void> {
  if (!seen) return;
  const attempt = refOf(world, seen.purchase, seen.attemptId);
  const before = rowAt(world.now, attempt);
  await tellLedger(world, { seen, attempt, as });
  if (before.attemptId === seen.attemptId && before.state === 'in-doubt') return;
  const after = rowAt(await readSnapshot(world.ledger, world.run), attempt);
  const isNote = as === 'note' && before.attemptId === seen.attemptId;
  must(
    isNote || isDeepStrictEqual(after, before),
    'a look counts for the attempt it was about, while in doubt',
  );
}

interface Telling {
  readonly seen: ModelLook;
  readonly attempt: AttemptRef;
  readonly as: Teller;
}

async function tellLedger(world: World, { seen, attempt, as }: Telling): Promise<void> {
  switch (as) {
    case 'person':
    case 'reconcile': {
      const ending = seen.wasBought ? bought : refusal(false);
      const settled = await settle(world.ledger, { ...attempt, by: as, ending });
      if (seen.wasBought && settled === 'settled') world.knownBought.add(seen.purchase);
      return;
    }
    case 'proof':
      if (!seen.wasBought) await proveUnsent(world.ledger, attempt);
      return;
    case 'note':
      await noteLook(world.ledger, { ...attempt, nextInMs: 1000, isWithoutTrace: true, seen: 'Looked.' });
      return;
  }
}
