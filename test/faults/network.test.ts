import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readHold } from '../../src/shared/ledger/line-hold.ts';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { defaultAccount } from '../../src/shared/line.ts';
import type { Fault } from '../../src/simulator/fault-rule.ts';
import { startDeafServer } from '../support/deaf-server.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { expectBooksBalance } from './invariants.ts';
import { atPoint } from './points.ts';
import { purchaseOf, type Rig, untilAtRest, withRig } from './rig.ts';
import { type BoughtAction, bought, lastBytes, rowsOf } from './rows.ts';

vi.setConfig({ maxConcurrency: 6 });

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

/** What befalls the first call, and whether the provider carried it out. */
const lostAnswers: readonly {
  readonly name: string;
  readonly isExecuted: boolean;
  readonly arrange: (rig: Rig, action: BoughtAction) => unknown;
}[] = [
  {
    name: 'reset before the request',
    isExecuted: false,
    arrange: ({ apiProxy }, action) =>
      apiProxy.set({
        direction: 'request',
        bytes: [`X-TC-Action: ${action}`],
        when: 'before',
        act: (link) => link.reset(),
      }),
  },
  {
    name: 'reset after the request',
    isExecuted: true,
    arrange: ({ apiProxy, simulator }, action) =>
      apiProxy.set({
        direction: 'request',
        bytes: [lastBytes[action]],
        when: 'after',
        act: async (link) => {
          link.hold('answer');
          await until('the provider has sold it', () => simulator.executed().length > 0);
          link.reset();
        },
      }),
  },
  {
    name: 'stale kept-alive connection',
    isExecuted: false,
    arrange: ({ apiProxy }, action) =>
      apiProxy.set({
        direction: 'request',
        bytes: [`X-TC-Action: ${action}`],
        nth: 2,
        when: 'before',
        act: (link) => link.end(),
      }),
  },
  spoilt('answer cut short', { kind: 'cut', bytes: 20 }, true),
  spoilt('answer after the deadline', { kind: 'late', ms: 5_000 }, true),
  spoilt('executed after the deadline', { kind: 'latency', ms: 6_000 }, true),
  spoilt('502 with HTML, executed', { kind: 'html', status: 502, executed: true }, true),
  spoilt('502 with HTML, not executed', { kind: 'html', status: 502 }, false),
  spoilt('200 with HTML, executed', { kind: 'html', status: 200, executed: true }, true),
  spoilt('200 with HTML, not executed', { kind: 'html', status: 200 }, false),
  spoilt('empty 200, executed', { kind: 'empty', executed: true }, true),
  spoilt('empty 200, not executed', { kind: 'empty' }, false),
];

function spoilt(name: string, fault: Fault, isExecuted: boolean): (typeof lostAnswers)[number] {
  return {
    name,
    isExecuted,
    arrange: ({ simulator }, action) => simulator.setFaults([{ action, match: { times: 1 }, fault }]),
  };
}

for (const { name, isExecuted, arrange } of lostAnswers) {
  for (const action of bought) {
    test.concurrent(`network | ${name} | ${action}`, () =>
      withRig(redis, {}, async (rig) => {
        const run = await rig.submit(rowsOf(action, 3));
        void arrange(rig, action);
        await rig.startWorker();
        // A plan that leaves no trace may still come to light: it is a person's to say that it will not.
        const isLost = !isExecuted && action === 'CreatePlan';
        if (!isLost) await untilNoneInDoubt(rig, run);
        await untilAtRest(rig, run);
        await expectBooksBalance(rig, run);
        const states = await Promise.all([1, 2, 3].map((row) => purchaseOf(rig, run, row)));
        expect(states.filter(({ state }) => state === 'in-doubt')).toHaveLength(isLost ? 1 : 0);
        expect(rig.simulator.executed()).toHaveLength(isLost ? 2 : 3);
      }));
  }
}

for (const action of bought) {
  test.concurrent(`network | refused | ${action}`, () =>
    withRig(redis, {}, async (rig) => {
      const run = await rig.submit(rowsOf(action, 3));
      const refused = atPoint(rig, { point: 'after the intent, before the send', action }, () =>
        rig.apiProxy.refuse(),
      );
      await rig.startWorker();
      await refused;
      await untilMissed(rig, run);
      await rig.apiProxy.accept();
      await untilAtRest(rig, run);
      await expectBooksBalance(rig, run);
      expect(rig.simulator.executed()).toHaveLength(3);
    }));

  test.concurrent(`network | refused until the line is held, released | ${action}`, () =>
    withRig(redis, {}, async (rig) => {
      const run = await rig.submit(rowsOf(action, 3));
      await rig.apiProxy.refuse();
      await rig.startWorker();
      const line = { action, account: defaultAccount };
      await until('the line is held', async () => (await readHold(rig.ledger, line)) !== null);
      await rig.apiProxy.accept();
      expect(await rig.run('release', action)).toMatchObject({ code: 0 });
      await untilAtRest(rig, run);
      await expectBooksBalance(rig, run);
      expect(rig.simulator.executed()).toHaveLength(3);
    }));

  test.concurrent(`network | connect timeout | ${action}`, () =>
    withRig(redis, {}, async (rig) => {
      const run = await rig.submit(rowsOf(action, 3));
      const deaf = await startDeafServer(rig.simulator.port);
      try {
        await rig.startWorker({ environment: { TCBATCH_ENDPOINT: `http://127.0.0.1:${deaf.port}` } });
        await untilMissed(rig, run);
        deaf.hear();
        await untilAtRest(rig, run);
        await expectBooksBalance(rig, run);
        expect(rig.simulator.executed()).toHaveLength(3);
      } finally {
        await deaf.close();
      }
    }));
}

/** All three are settled: what came to light late included. */
function untilNoneInDoubt({ ledger }: Rig, run: string): Promise<void> {
  return until('nothing is in doubt', async () => {
    const { byState } = await readCounts(ledger, run);
    return byState.succeeded + byState.failed === 3;
  });
}

function untilMissed(rig: Rig, run: string): Promise<void> {
  return until('a call could not be sent', async () => {
    // Any of the three: a slot that passed on a busy machine leaves the first for later.
    const purchases = await Promise.all([1, 2, 3].map((row) => purchaseOf(rig, run, row)));
    return purchases.some(({ errorCode }) => errorCode === 'Transport.ConnectFailed');
  });
}
