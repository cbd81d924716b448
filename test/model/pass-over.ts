import { isDeepStrictEqual } from 'node:util';
import { noteWaiting } from '../../src/shared/ledger/pass-over.ts';
import { passOverAll } from '../support/together.ts';
import { must } from './invariants.ts';
import { readSnapshot, rowAt } from './snapshot.ts';
import type { Step } from './story.ts';
import type { World } from './world.ts';

type PassOverStep = Extract<Step, { step: 'pass-over' }>;

/** A worker looked before the call; what it says of it counts for a purchase that is queued in a run that runs. */
export async function passOver(world: World, { purchase: place, as }: PassOverStep): Promise<void> {
  const purchase = world.purchases[place];
  if (!purchase) return;
  const ref = { run: world.run, row: purchase.row, index: purchase.index };
  const before = rowAt(world.now, ref);
  if (as === 'waiting') {
    await noteWaiting(world.ledger, ref, 'Waits.');
    if (before.state === 'queued') return;
    const after = rowAt(await readSnapshot(world.ledger, world.run), ref);
    return must(isDeepStrictEqual(after, before), 'only what is queued waits');
  }
  const code = 'InvalidParameterValue.DomainNotExists';
  const ending = as === 'skipped' ? { state: as, seen: 'Looked.' } : { state: as, code, seen: 'Looked.' };
  const [passed] = await Promise.all(passOverAll(world.ledger, [{ ...ref, ending }]));
  const mayPass = before.state === 'queued' && world.now.phase === 'running';
  must(
    (passed === 'passed') === mayPass,
    `a purchase ${before.state} in a run ${world.now.phase} is passed over`,
  );
}
