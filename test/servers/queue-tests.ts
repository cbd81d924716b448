import { expect, test } from 'vitest';
import { cancelRun, pauseRun, resumeRun } from '../../src/control/change-run.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { withQueue } from '../../src/shared/queues.ts';
import { requeueRun } from '../../src/shared/requeue.ts';
import { mixedRows } from '../safety/mixed-rows.ts';
import { submitRows } from '../support/manifest.ts';
import type { Place } from './place.ts';

const actions = ['CreatePackageOrder', 'CreatePlan', 'CreateInstance'];
const hand = { who: 'tester', why: null };

/** How many jobs wait in each line's queue. */
function waiting({ redis, prefix }: Ledger): Promise<number[]> {
  const count = (action: string) =>
    withQueue(redis, prefix, { action, account: 'default' }, (queue) => queue.getWaitingCount());
  return Promise.all(actions.map(count));
}

/** What the queues have to do wherever they lie, together with the ledger. */
export function queueTests(place: () => Place): void {
  test('takes in a run of all actions once, however often it is submitted', async () => {
    const ledger = await place().newLedger();
    const { run } = await submitRows(ledger, mixedRows(1800));
    expect(await submitRows(ledger, mixedRows(1800))).toMatchObject({ run, existing: true });
    await requeueRun(ledger, run);
    expect(await waiting(ledger)).toEqual([600, 600, 600]);
  });

  test('lets go of a run that is paused, takes it back when it is resumed, and ends it when it is cancelled', async () => {
    const ledger = await place().newLedger();
    const { run } = await submitRows(ledger, mixedRows(600));
    await pauseRun(ledger, run, hand);
    expect(await waiting(ledger)).toEqual([0, 0, 0]);
    await resumeRun(ledger, run, hand);
    expect(await waiting(ledger)).toEqual([200, 200, 200]);
    expect(await cancelRun(ledger, run, hand)).toBe(600);
    expect(await waiting(ledger)).toEqual([0, 0, 0]);
    expect((await readCounts(ledger, run)).byState).toMatchObject({ cancelled: 600, queued: 0 });
  });
}
