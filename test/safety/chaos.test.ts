import { expect, test } from 'vitest';
import { resolvePurchase } from '../../src/control/resolve-purchase.ts';
import { readPurchases } from '../../src/shared/ledger/read-purchases.ts';
import type { PurchaseRecord } from '../../src/shared/ledger/record.ts';
import type { FaultRule } from '../../src/simulator/fault-rule.ts';
import { expectBooksBalance } from '../faults/invariants.ts';
import { lookUntil, type Rig, untilAtRest, withRig } from '../faults/rig.ts';
import { collect } from '../support/collect.ts';
import { withRedis } from '../support/redis.ts';
import { mixedRows } from './mixed-rows.ts';
import { workInStorm } from './storm.ts';

const size = 500;

/** Of every ten answers two are lost: of one the call was executed, of the other it was not. */
const everyFifthLost: readonly FaultRule[] = [
  { match: { every: 10 }, fault: { kind: 'drop-before' } },
  { match: { every: 5 }, fault: { kind: 'drop-after' } },
];

test(
  `${size} purchases outlast lost answers, killed workers and a killed Redis: none bought twice, none lost`,
  () =>
    withRedis((redis) =>
      withRig(redis, { faults: everyFifthLost }, async (rig) => {
        const run = await rig.submit(mixedRows(size));
        const options = { workers: 3, killEveryMs: 2000, soldBetween: 25, killRedisAt: [0.7, 0.3] };
        const { workersKilled, redisKilled, crew } = await workInStorm(rig, run, options);
        expect(redisKilled).toBe(2);
        expect(workersKilled).toBeGreaterThan(1);

        rig.simulator.setFaults([]);
        await lookUntil(rig, run, untilAtRest(rig, run));
        for (const worker of crew) worker.kill('SIGTERM');
        expect(await Promise.all(crew.map(async ({ ended }) => (await ended).code))).toEqual(
          crew.map(() => 0),
        );

        await expectBooksBalance(rig, run);
        await expectDoubtsExplained(rig, run);
        await settleByHand(rig, run);
        await expectBooksBalance(rig, run);
        const { code, stdout } = await rig.run('verify', run, '--json');
        expect(JSON.parse(stdout)).toMatchObject({ balanced: true, total: size, differences: [] });
        expect(code).toBe(0);
      }),
    ),
  600_000,
);

/** What no look could prove is a plan, as nothing tells one from another, and the report says what was seen. */
async function expectDoubtsExplained(rig: Rig, run: string): Promise<void> {
  for (const { action, errorCode, errorMessage } of await doubtsOf(rig, run)) {
    expect(action).toBe('CreatePlan');
    expect(errorCode).toMatch(/^(Transport|Client)\./);
    expect(errorMessage).toMatch(/^Looked: /);
  }
}

/**
 * A person with the console before them: each plan that nobody holds is one of the purchases in doubt. Where a look
 * proved a plan and could not read its order, the purchase holds the plan alone.
 */
async function settleByHand(rig: Rig, run: string): Promise<void> {
  const purchases = await collect(readPurchases(rig.ledger, run));
  const held = new Set(purchases.flatMap(({ orderId, resourceIds }) => [orderId, ...resourceIds]));
  for (const { row, index, body } of await doubtsOf(rig, run)) {
    const order = rig.simulator
      .executed()
      .find(
        ({ params, orderId, resourceIds }) =>
          JSON.stringify(params) === body && ![orderId, ...resourceIds].some((id) => held.has(id)),
      );
    held.add(order?.orderId ?? null);
    const finding = order
      ? ({ kind: 'succeeded', orderId: order.orderId } as const)
      : ({ kind: 'not-purchased' } as const);
    await resolvePurchase(rig.ledger, { run, row, index }, finding, { who: 'a person', why: null });
  }
}

async function doubtsOf({ ledger }: Rig, run: string): Promise<PurchaseRecord[]> {
  return (await collect(readPurchases(ledger, run))).filter(({ state }) => state === 'in-doubt');
}
