import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { listRuns } from '../../src/shared/ledger/runs.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { scriptBytes } from '../support/script-bytes.ts';
import type { LinkTrap } from '../support/tcp-proxy.ts';
import { expectBooksBalance, expectQueued } from './invariants.ts';
import { atAdmit } from './points.ts';
import { kill, type Rig, untilAtRest, withRig } from './rig.ts';
import { type BoughtAction, bought, rowsOf } from './rows.ts';

vi.setConfig({ maxConcurrency: 6 });

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

/** Admitted in batches of 500, and queued in batches of 500. */
const manyRows = 1800;

const moments: readonly { readonly name: string; readonly trap: Omit<LinkTrap, 'act'> }[] = [
  atScript('before the manifest is claimed', 'src/shared/ledger/claim-manifest.lua'),
  atScript(
    'before the run is written',
    'src/shared/redis/server-facts.lua',
    'src/shared/ledger/create-run.lua',
  ),
  ...[1, 2, 3, 4].map((nth) =>
    atScript(
      `at batch ${nth} of the purchases`,
      'src/shared/ledger/record.lua',
      'src/shared/ledger/admit.lua',
      nth,
    ),
  ),
  atScript('before the run is sealed', 'src/shared/ledger/seal-run.lua'),
  {
    name: 'after the run is sealed',
    trap: { direction: 'answer', bytes: ['$6\r\nsealed'], when: 'before' },
  },
  // The id of a job; a batch is added as one transaction.
  ...[3, 800, 1799].map((row) => ({
    name: `while row ${row} is queued`,
    trap: { direction: 'request', bytes: [`-${row}-1`], when: 'after' } as const,
  })),
];

function atScript(name: string, ...where: readonly (string | number)[]): (typeof moments)[number] {
  const paths = where.filter((part): part is string => typeof part === 'string');
  const nth = where.find((part): part is number => typeof part === 'number') ?? 1;
  return { name, trap: { direction: 'request', bytes: scriptBytes(...paths), nth, when: 'before' } };
}

for (const { name, trap } of moments) {
  test.concurrent(`producer kill -9 | ${name} | CreatePackageOrder`, () =>
    withRig(redis, {}, async (rig) => {
      const path = await writeRows(rig, 'CreatePackageOrder', manyRows);
      const died = rig.redisProxy.set({
        ...trap,
        act: async (link) => {
          await kill(first);
          link.reset();
        },
      });
      const first = rig.place.start(['submit', path, '--yes']);
      await died;

      const again = await rig.run('submit', path, '--yes');
      expect(again).toMatchObject({ code: 0 });
      expect(await listRuns(rig.ledger)).toEqual([again.stdout.trim()]);
      await expectQueued(rig, again.stdout.trim(), manyRows);
    }));
}

for (const action of bought) {
  test.concurrent(`producer kill -9 | while a worker works, before the run is sealed | ${action}`, () =>
    withRig(redis, {}, async (rig) => {
      const path = await writeRows(rig, action, 9);
      await rig.startWorker({ isFree: true, concurrency: 4 });
      const { trap } = atScript('', 'src/shared/ledger/seal-run.lua');
      const died = rig.redisProxy.set({ ...trap, act: () => kill(first) });
      const first = rig.place.start(['submit', path, '--yes']);
      await died;
      expect(rig.simulator.executed(), 'half a manifest buys nothing').toEqual([]);

      const again = await rig.run('submit', path, '--yes');
      expect(again).toMatchObject({ code: 0 });
      await untilAtRest(rig, again.stdout.trim());
      await expectBooksBalance(rig, again.stdout.trim());
      expect(rig.simulator.executed()).toHaveLength(9);
    }));

  test.concurrent(`producer two at once | both about to admit | ${action}`, () =>
    withRig(redis, {}, async (rig) => {
      const path = await writeRows(rig, action, 700);
      const both = atAdmit(rig, async () => {
        const second = atAdmit(rig, () => {});
        other = rig.place.start(['submit', path, '--yes']);
        await second;
      });
      let other = rig.place.start(['--version']);
      const one = rig.place.start(['submit', path, '--yes']);
      await both;
      const ended = await Promise.all([one.ended, other.ended]);
      expect(ended.map(({ code }) => code)).toEqual([0, 0]);
      const [run, ...others] = new Set(ended.map(({ stdout }) => stdout.trim()));
      expect(others).toEqual([]);
      await expectQueued(rig, run ?? '', 700);
    }));

  test.concurrent(`producer same manifest again | before, during and after the work | ${action}`, () =>
    withRig(redis, {}, async (rig) => {
      const path = await writeRows(rig, action, 6);
      const submit = async () => JSON.parse((await rig.run('submit', path, '--yes', '--json')).stdout);
      const { run } = await submit();
      expect(await submit()).toEqual({ run, existing: true, total: 6 });
      await rig.startWorker();
      expect(await submit()).toEqual({ run, existing: true, total: 6 });
      await untilAtRest(rig, run);
      expect(await submit()).toEqual({ run, existing: true, total: 6 });
      await untilAtRest(rig, run);
      await expectBooksBalance(rig, run);
      expect(rig.simulator.executed()).toHaveLength(6);
    }));
}

function writeRows({ place }: Rig, action: BoughtAction, count: number): Promise<string> {
  const lines = rowsOf(action, count).map((row) => JSON.stringify(row));
  return place.write('rows.jsonl', lines.join('\n'));
}
