import { expect, test } from 'vitest';
import type { FaultRule } from '../../src/simulator/fault-rule.ts';
import { expectBooksBalance } from '../faults/invariants.ts';
import { kill, lookUntil, type Rig, untilAtRest, withRig } from '../faults/rig.ts';
import { withRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { untilCounts } from '../support/worker.ts';

const third = 333;
const stock = { plans: 1_000, instances: 1_000, expiring: third / 1_000 };

/** Every tenth answer is lost, after the call was executed. */
const everyTenthLost: readonly FaultRule[] = ['RenewPlan', 'RenewInstance'].map((action) => ({
  action,
  match: { every: 10 },
  fault: { kind: 'drop-after' },
}));

test(
  'what expires this month is renewed, exactly that and once, though answers are lost and a worker is killed',
  () =>
    withRedis((redis) =>
      withRig(redis, { stock, faults: everyTenthLost }, async (rig) => {
        const expiring = await rig.run('expiring', '--within', '30d', '--format', 'csv');
        expect(expiring.code).toBe(0);
        const wanted = idsIn(expiring.stdout);
        expect(wanted).toHaveLength(2 * third);

        const run = await submit(rig, expiring.stdout);
        const doomed = await rig.startWorker({ isFree: true, concurrency: 8 });
        const other = await rig.startWorker({ isFree: true, concurrency: 8 });
        await until('some are renewed', () => rig.simulator.executed().length > 100);
        await kill(doomed);
        await untilAtRest(rig, run);
        // What the killed worker had written down and not sent is queued again once a person takes looks for proof.
        const renewed = untilCounts(rig.ledger, run, ({ succeeded }) => succeeded === 2 * third);
        await lookUntil(rig, run, renewed, '--requeue-proved');
        expect(renewedBy(rig)).toEqual(wanted);
        await expectBooksBalance(rig, run);

        // The same file, on purpose: each is looked at, and found to expire later than it says.
        const again = await submit(rig, expiring.stdout, '--again');
        expect(again).not.toBe(run);
        await untilCounts(rig.ledger, again, ({ skipped }) => skipped === 2 * third);
        expect(await submit(rig, expiring.stdout)).toBe(again);
        expect(renewedBy(rig)).toEqual(wanted);

        const left = await rig.run('expiring', '--within', '30d', '--format', 'csv');
        expect(idsIn(left.stdout)).toEqual([]);
        other.kill('SIGTERM');
        expect((await other.ended).code).toBe(0);
      }),
    ),
  600_000,
);

/** Pipes a manifest into `submit` and gives the run. */
async function submit({ place }: Rig, manifest: string, ...options: readonly string[]): Promise<string> {
  const values = ['submit', '-', '--format', 'csv', '--yes', ...options];
  const { code, stdout, stderr } = await place.run(values, { input: manifest });
  expect(`${code} ${stderr}`).toMatch(/^0 /);
  return stdout.trim();
}

/** What a manifest renews, sorted. */
function idsIn(manifest: string): string[] {
  return (manifest.match(/\b(edgeone|cfw)-[a-z0-9]{12}\b/g) ?? []).sort();
}

/** What the provider renewed, once for each time it did, sorted. */
function renewedBy({ simulator }: Rig): string[] {
  return simulator
    .executed()
    .flatMap(({ resourceIds }) => resourceIds)
    .sort();
}
