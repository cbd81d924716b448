import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { checkFence } from '../../src/shared/ledger/fence.ts';
import { readHold } from '../../src/shared/ledger/line-hold.ts';
import { defaultAccount } from '../../src/shared/line.ts';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.ts';
import { withRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { expectBooksBalance, expectQueued } from './invariants.ts';
import { outages } from './outages.ts';
import { atAdmit, atPoint } from './points.ts';
import { kill, purchaseOf, type Rig, untilAtRest, withRig } from './rig.ts';
import { bought, rowsOf } from './rows.ts';

vi.setConfig({ maxConcurrency: 6 });

/** How long each outage lasts where nothing tells that it was felt. */
const outageMs = 3_000;

const withOwnRedis = (body: (rig: Rig) => Promise<void>, options: SimulatorOptions = {}) =>
  withRedis((redis) => withRig(redis, options, body));

for (const outage of outages) {
  test.concurrent(`${outage.name} | during submit | CreatePackageOrder`, () =>
    withOwnRedis(async (rig) => {
      const rows = rowsOf('CreatePackageOrder', 1200);
      const path = await rig.place.write('rows.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
      const struck = atAdmit(rig, async () => void (await outage.begin(rig)));
      const first = rig.place.start(['submit', path, '--yes']);
      await struck;
      await Promise.race([first.ended, delay(outageMs)]);
      await outage.end(rig);
      await first.ended;

      const again = await rig.place.run(['submit', path, '--yes']);
      expect(again).toMatchObject({ code: 0 });
      await expectQueued(rig, again.stdout.trim(), rows.length);
    }));

  for (const action of bought) {
    test.concurrent(`${outage.name} | during work | ${action}`, () =>
      withOwnRedis(async (rig) => {
        const run = await rig.submit(rowsOf(action, 3));
        const struck = atPoint(rig, { point: 'before the intent', action }, async () => {
          await outage.begin(rig);
        });
        await rig.startWorker();
        await struck;
        await delay(outageMs);
        expect(rig.simulator.executed(), 'nothing is sent without a ledger').toEqual([]);
        await outage.end(rig);
        if (outage.isLikeFailover) {
          await untilOnlyHeld(rig, action, run);
          expect(rig.simulator.executed(), 'nothing is sent before a person looked').toEqual([]);
          expect(await rig.run('release', action)).toMatchObject({ code: 0 });
        }

        await untilAtRest(rig, run);
        await expectBooksBalance(rig, run);
        expect(rig.simulator.executed()).toHaveLength(3);
      }));

    test.concurrent(`${outage.name} | at settling | ${action}`, () =>
      withOwnRedis(async (rig) => {
        const run = await rig.submit(rowsOf(action, 3));
        await strikeBeforeAnswer(rig, action, outage.begin);
        expect(await keptAnswers(rig)).toHaveLength(1);
        await outage.end(rig);
        if (outage.isLikeFailover) await releaseAfterLook(rig, action, run);

        await untilAtRest(rig, run);
        await until('the journal is gone', async () => (await keptAnswers(rig)).length === 0);
        await expectBooksBalance(rig, run);
        expect((await purchaseOf(rig, run)).settledBy).toBe('answer');
        expect(rig.simulator.executed()).toHaveLength(3);
      }));
  }
}

for (const action of bought) {
  test.concurrent(`Redis away, then worker kill -9 | at settling | ${action}`, () =>
    withOwnRedis(async (rig) => {
      const run = await rig.submit(rowsOf(action, 3));
      const worker = await strikeBeforeAnswer(rig, action, ({ redisProxy }) => redisProxy.refuse());
      await kill(worker);
      await rig.startWorker({ isFree: true });

      await untilAtRest(rig, run);
      await expectBooksBalance(rig, run);
      expect(await keptAnswers(rig)).toEqual([]);
      expect((await purchaseOf(rig, run)).settledBy).toBe('answer');
      expect(rig.simulator.executed()).toHaveLength(3);
    }));
}

test.concurrent('Redis away, then worker kill -9, pacing strict | at settling | CreatePlan', () =>
  withOwnRedis(async (rig) => {
    const run = await rig.submit(rowsOf('CreatePlan', 3));
    const environment = { TCBATCH_PACING: 'strict' };
    const away = ({ redisProxy }: Rig) => redisProxy.refuse();
    await kill(await strikeBeforeAnswer(rig, 'CreatePlan', away, environment));
    await rig.startWorker({ isFree: true, environment });
    await untilAtRest(rig, run);
    await expectBooksBalance(rig, run);
    expect((await purchaseOf(rig, run)).settledBy).toBe('answer');
    expect(rig.simulator.executed()).toHaveLength(3);
  }));

// Each of them concerns the line as well, which has to be told in Redis.
const refusals = [
  { code: 'FailedOperation.InsufficientAccountBalance', state: 'failed', sold: 2 },
  { code: 'RequestLimitExceeded', state: 'succeeded', sold: 3 },
] as const;

for (const { code, state, sold } of refusals) {
  test.concurrent(`Redis away, then worker kill -9, refused as ${code} | at settling | CreatePlan`, () =>
    withOwnRedis(
      async (rig) => {
        const run = await rig.submit(rowsOf('CreatePlan', 3));
        await kill(await strikeBeforeAnswer(rig, 'CreatePlan', ({ redisProxy }) => redisProxy.refuse()));
        await rig.startWorker({ isFree: true });
        await untilAtRest(rig, run);
        await expectBooksBalance(rig, run);
        expect(await purchaseOf(rig, run)).toMatchObject({ state, settledBy: 'answer' });
        expect(rig.simulator.executed()).toHaveLength(sold);
      },
      { faults: [{ action: 'CreatePlan', match: { times: 1 }, fault: { kind: 'code', code } }] },
    ));
}

/** Lets an outage begin when a call is with the provider, and its answer arrive then; waits for it in the journal. */
async function strikeBeforeAnswer(
  rig: Rig,
  action: (typeof bought)[number],
  begin: (rig: Rig) => Promise<unknown>,
  environment: Readonly<Record<string, string>> = {},
) {
  const struck = atPoint(rig, { point: 'after the send', action }, async (link) => {
    link.hold('answer');
    await begin(rig);
    link.release('answer');
  });
  const worker = await rig.startWorker({ environment });
  await struck;
  await until('the answer is in the journal', async () => (await keptAnswers(rig)).length > 0);
  return worker;
}

/** A person is asked to look. What was learned is written by then, and nothing is sent until they say so. */
async function releaseAfterLook(rig: Rig, action: (typeof bought)[number], run: string): Promise<void> {
  await untilOnlyHeld(rig, action, run);
  expect(await purchaseOf(rig, run)).toMatchObject({ state: 'succeeded', settledBy: 'answer' });
  expect(rig.simulator.executed()).toHaveLength(1);
  const { stdout } = await rig.run('verify', run, '--json');
  expect(JSON.parse(stdout)).toMatchObject({ balanced: true, differences: [] });
  expect(await rig.run('release', action)).toMatchObject({ code: 0 });
}

async function untilOnlyHeld(rig: Rig, action: (typeof bought)[number], run: string): Promise<void> {
  const line = { action, account: defaultAccount };
  const isHeld = async () => (await readHold(rig.ledger, line))?.code === 'redis-failover';
  await until(`${action} is held`, isHeld);
  const isWhole = async () => (await checkFence(rig.ledger, run)).wholeness === 'whole';
  await until('only the hold stands in the way', isWhole);
}

async function keptAnswers({ place }: Rig): Promise<string[]> {
  const folder = join(place.folder, 'data', 'journal');
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  return texts.flatMap((text) => text.split('\n').filter((line) => line.length > 0));
}
