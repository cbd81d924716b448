import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ErrorMeaning } from '../../src/shared/actions/action.ts';
import { findAction } from '../../src/shared/actions/index.ts';
import { ruleForCode } from '../../src/shared/actions/rule-for-code.ts';
import { readHold, releaseLine } from '../../src/shared/ledger/line-hold.ts';
import { defaultAccount } from '../../src/shared/line.ts';
import type { FaultRule } from '../../src/simulator/fault-rule.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { expectBooksBalance } from './invariants.ts';
import { purchaseOf, type Rig, untilAtRest, withRig } from './rig.ts';
import { type BoughtAction, bought, rowsOf } from './rows.ts';

vi.setConfig({ maxConcurrency: 6 });

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

/** One code, answered once to one row's call, which was carried out all the same or was not. */
interface Case {
  readonly code: string;
  readonly meaning: ErrorMeaning;
  readonly executed: boolean;
}

const unlisted = ['Brand.New', 'LimitExceeded.NeverHeardOf', 'FailedOperation.NeverHeardOf'];

function casesOf(action: BoughtAction): Case[] {
  const definition = findAction(action);
  if (!definition) throw new Error(`Cannot list codes as the action is unknown: got ${action}`);
  return [...Object.keys(definition.errors), ...unlisted].flatMap((code): Case[] => {
    const { meaning } = ruleForCode(definition, code);
    // Only of an unknown meaning may it be both.
    return meaning === 'unknown'
      ? [true, false].map((executed) => ({ code, meaning, executed }))
      : [{ code, meaning, executed: false }];
  });
}

for (const action of bought) {
  test.concurrent(`API | every code in the catalogue, and some that are not | ${action}`, () =>
    withRig(redis, { ratePerSecond: null }, async (rig) => {
      const cases = casesOf(action);
      const rows = cases.map((_, i) => distinctRow(action, i));
      rig.simulator.setFaults(cases.map((one, i) => faultFor(action, one, rows[i] ?? {})));
      const run = await rig.submit(rows);
      await rig.startWorker({ concurrency: 32 });
      await untilAtRestReleasing(rig, run, action);
      await expectBooksBalance(rig, run);
      for (const [i, one] of cases.entries()) {
        const { state, errorCode, unpaidOrder } = await purchaseOf(rig, run, i + 1);
        expect({ code: one.code, executed: one.executed, state }).toEqual({
          code: one.code,
          executed: one.executed,
          state: stateAfter(action, one),
        });
        if (state === 'failed') expect(errorCode).toBe(one.code);
        expect(unpaidOrder).toBe(one.meaning === 'unpaid');
      }
    }));

  test.concurrent(`API | an unknown code, until the line is held, released | ${action}`, () =>
    withRig(redis, {}, async (rig) => {
      const run = await rig.submit(Array.from({ length: 8 }, (_, i) => distinctRow(action, i)));
      const fault = { kind: 'code', code: 'Brand.New', executed: true } as const;
      rig.simulator.setFaults([{ action, match: { times: 5 }, fault }]);
      await rig.startWorker();
      const line = { action, account: defaultAccount };
      await until('the line is held', async () => (await readHold(rig.ledger, line)) !== null);
      expect((await readHold(rig.ledger, line))?.code).toBe('Brand.New');
      await releaseLine(rig.ledger, line);
      await untilAtRest(rig, run);
      await expectBooksBalance(rig, run);
      expect(rig.simulator.executed()).toHaveLength(8);
    }));

  test.concurrent(`API | a burst of RequestLimitExceeded | ${action}`, () =>
    withRig(redis, {}, async (rig) => {
      const run = await rig.submit(rowsOf(action, 30));
      const fault = { kind: 'code', code: 'RequestLimitExceeded' } as const;
      rig.simulator.setFaults([{ action, match: { times: 12 }, fault }]);
      await rig.startWorker({ concurrency: 16 });
      await untilAtRest(rig, run);
      await expectBooksBalance(rig, run);
      expect(rig.simulator.executed()).toHaveLength(30);
    }));

  for (const [name, clockOffsetMs] of [
    ['10 minutes ahead', -600_000],
    ['10 minutes behind', 600_000],
    ['4 minutes ahead', -240_000],
    ['4 minutes behind', 240_000],
  ] as const) {
    test.concurrent(`API | our clock ${name} | ${action}`, () =>
      withRig(redis, { clockOffsetMs }, async (rig) => {
        const run = await rig.submit(rowsOf(action, 3));
        await rig.startWorker();
        await untilAtRest(rig, run);
        await expectBooksBalance(rig, run);
        expect(rig.simulator.executed()).toHaveLength(3);
      }));

    test.concurrent(`API | our clock ${name}, an answer lost | ${action}`, () =>
      withRig(redis, { clockOffsetMs, tokenLifetimeMs: 1_000 }, async (rig) => {
        const run = await rig.submit(rowsOf(action, 3));
        // Its token lives for a second, so that nothing but a look can settle it.
        rig.simulator.setFaults([
          { action, match: { params: firstSent(action), times: 1 }, fault: { kind: 'drop-after' } },
        ]);
        await rig.startWorker({ environment: { TCBATCH_TOKEN_WINDOW_MS: '1000' } });
        await until('every call was made', () => rig.simulator.executed().length >= 3);
        // Looks that see what was bought at a time that cannot be must not conclude that it was not.
        await until('it is settled, or left to a person', async () => {
          const { state, errorMessage } = await purchaseOf(rig, run);
          return state === 'succeeded' || /a person has to decide/.test(errorMessage ?? '');
        });
        await expectBooksBalance(rig, run);
        expect(rig.simulator.executed()).toHaveLength(3);
      }));
  }
}

/** What tells the first row's call apart; plans are equal, and any of them will do. */
function firstSent(action: BoughtAction): Record<string, unknown> {
  return action === 'CreatePackageOrder' ? { Domain: 'site-1.example' } : {};
}

/** Rows that the simulator can tell apart, and the looks as well. */
function distinctRow(action: BoughtAction, i: number): Record<string, unknown> {
  switch (action) {
    case 'CreatePackageOrder':
      return { Action: action, Domain: `code-${i}.example`, Grade: 'DPG_PROFESSIONAL' };
    case 'CreateInstance':
      return { ...rowsOf(action, 1)[0], Parameter: JSON.stringify({ pid: i }) };
    case 'CreatePlan': {
      const types = ['personal', 'basic', 'standard'];
      const periods = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24, 36];
      return {
        Action: action,
        PlanType: types[i % 3],
        PrepaidPlanParam: {
          Period: periods[Math.floor(i / 3) % 14],
          RenewFlag: Math.floor(i / 42) % 2 === 0 ? 'off' : 'on',
        },
        ...(i < 84 ? {} : { AutoUseVoucher: 'true' }),
      };
    }
  }
}

function faultFor(
  action: BoughtAction,
  { code, executed }: Case,
  { Action: _action, ...params }: Record<string, unknown>,
): FaultRule {
  return { action, match: { params, times: 1 }, fault: { kind: 'code', code, executed } };
}

/** What becomes of a purchase to which a code was answered once. */
function stateAfter(action: BoughtAction, { meaning, executed }: Case): string {
  if (meaning === 'refused' || meaning === 'unpaid') return 'failed';
  // Nothing proves that a plan was not bought.
  return meaning === 'unknown' && !executed && action === 'CreatePlan' ? 'in-doubt' : 'succeeded';
}

/** Releases the line whenever a code has held it, as a person would who has seen to the cause. */
async function untilAtRestReleasing(rig: Rig, run: string, action: BoughtAction): Promise<void> {
  let isOver = false;
  const releasing = until('the run is over', async () => {
    await releaseLine(rig.ledger, { action, account: defaultAccount });
    return isOver;
  });
  await untilAtRest(rig, run).finally(() => {
    isOver = true;
  });
  await releasing;
}
