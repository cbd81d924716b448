import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import type { ExecutedPurchase } from '../../src/simulator/account.ts';
import type { Workplace } from '../support/processes.ts';
import { type TestRedis, withRedis } from '../support/redis.ts';
import { openPlace } from './place.ts';
import { submit, withShop } from './shop.ts';

const example = new URL('../../deploy/redis-acl.conf', import.meta.url);
const password = randomBytes(12).toString('hex');

interface AclRedis {
  readonly url: string;
  readonly admin: Redis;
  readonly user: Redis;
}

/** Lends a Redis with the users of the example as it stands, but for their passwords. */
async function withAclRedis(body: (redis: AclRedis) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tcbatch-acl-'));
  const include = join(folder, 'redis-acl.conf');
  const digest = createHash('sha256').update(password).digest('hex');
  const users = (await readFile(example, 'utf8')).replace(/DIGEST-OF-THE-PASSWORD-OF-\w+/g, digest);
  await writeFile(include, users);
  const lend = async ({ port }: TestRedis) => {
    const login = (username: string) => new Redis({ port, username, password });
    const [admin, user] = [login('admin'), login('tcbatch')];
    try {
      await body({ url: `redis://tcbatch:${password}@127.0.0.1:${port}`, admin, user });
    } finally {
      admin.disconnect();
      user.disconnect();
    }
  };
  await withRedis(lend, { settings: { include } }).finally(() => rm(folder, { recursive: true }));
}

test(
  'the example of users for Redis lets the main job, the doctor and every hand on a run do all they do',
  () =>
    withAclRedis(async ({ url, admin }) => {
      const place = await openPlace(async () => ({ environment: { REDIS_URL: url }, stop: async () => {} }));
      await withShop(place, 'tcbatch', async (shop) => {
        const { workplace, simulator } = shop;
        // Of each action one answer is lost and one call refused, so that looks and `retry` have work.
        const lost = { match: { every: 5 }, fault: { kind: 'drop-after' } } as const;
        const refused = { match: { every: 7 }, fault: { kind: 'code', code: 'InvalidParameter' } } as const;
        simulator.setFaults([lost, refused]);
        const run = await submit(shop, 30);
        await expectFine(workplace, [
          ['pause', run],
          ['hold', 'CreatePlan', '--reason', 'to look'],
          ['rate', 'CreatePlan', '10'],
          ['resume', run],
          ['release', 'CreatePlan'],
        ]);
        const worker = workplace.start(['worker']);
        await worker.says('stderr', /"msg":"Working"/);
        await workplace.run(['status', run, '--watch']);
        simulator.setFaults([]);
        for (const command of ['reconcile', 'retry', 'report', 'status', 'cancel']) {
          expect((await workplace.run([command, run])).code, command).not.toBe(1);
        }
        worker.kill('SIGTERM');
        expect((await worker.ended).code).toBe(0);
        await settleByHand(workplace, run, simulator.executed());
        await expectFine(workplace, [['doctor'], ['runs'], ['verify', run]]);
        expect(simulator.executed().length).toBeGreaterThan(20);
      });
      await place.close();
      // Redis itself says whether anything was asked for that is not granted.
      expect(await admin.call('ACL', 'LOG')).toEqual([]);
    }),
  120_000,
);

test('the example of users for Redis refuses what tcbatch never needs', () =>
  withAclRedis(async ({ user, url }) => {
    const refused = [
      ['FLUSHALL'],
      ['FLUSHDB'],
      ['CONFIG', 'SET', 'appendonly', 'no'],
      ['CONFIG', 'REWRITE'],
      ['KEYS', '*'],
      ['SCAN', '0'],
      ['SHUTDOWN'],
      ['ACL', 'LIST'],
      ['REPLICAOF', 'NO', 'ONE'],
      ['SAVE'],
      ['MONITOR'],
      ['SCRIPT', 'FLUSH'],
      ['FUNCTION', 'FLUSH'],
      ['MODULE', 'LIST'],
      ['CLIENT', 'KILL', 'TYPE', 'normal'],
      ['SWAPDB', '0', '1'],
      ['SET', 'other', '1'],
      ['GET', 'other:{runs}:by-time'],
      ['SET', 'tcbatch2:{runs}:by-time', '1'],
      ['EVAL', "return redis.call('GET', 'other')", '0'],
      ['PUBLISH', 'other', '1'],
    ];
    for (const [command = '', ...values] of refused) {
      await expect(user.call(command, ...values), [command, ...values].join(' ')).rejects.toThrow(
        /NOPERM|ACL failure|The user executing the script can't/,
      );
    }
    expect(await user.set('tcbatch:{runs}:mine', '1')).toBe('OK');
    await expectShut(url.replace(`tcbatch:${password}@`, ''));
  }));

/** Nobody gets in without a name. */
async function expectShut(url: string): Promise<void> {
  const nobody = new Redis(url, { retryStrategy: () => null });
  nobody.on('error', () => {});
  await expect(nobody.get('tcbatch:{runs}:mine')).rejects.toThrow();
  nobody.disconnect();
}

async function expectFine(workplace: Workplace, commands: readonly (readonly string[])[]): Promise<void> {
  for (const command of commands) {
    const { code, stderr } = await workplace.run(command);
    expect(code, `${command.join(' ')}: ${stderr}`).toBe(0);
  }
}

/** Each purchase in doubt was made when the simulator sold something that no other purchase holds. */
async function settleByHand(
  workplace: Workplace,
  run: string,
  sold: readonly ExecutedPurchase[],
): Promise<void> {
  const { stdout } = await workplace.run(['report', run, '--format', 'json']);
  const lines = JSON.parse(stdout) as { row: number; state: string; orderId: string | null }[];
  const held = new Set(lines.map(({ orderId }) => orderId));
  const free = sold.filter(({ orderId }) => orderId !== null && !held.has(orderId));
  for (const { row } of lines.filter(({ state }) => state === 'in-doubt')) {
    const orderId = free.pop()?.orderId;
    const finding = orderId ? ['--succeeded', '--order-id', orderId] : ['--not-purchased'];
    await expectFine(workplace, [['resolve', run, String(row), ...finding]]);
  }
}
