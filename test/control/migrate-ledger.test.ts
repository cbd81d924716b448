import { readFileSync } from 'node:fs';
import { Worker } from 'bullmq';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrateLedger } from '../../src/control/migrate-ledger.ts';
import { readReport } from '../../src/report/read-report.ts';
import { changeFormat, readFormat, requireFormat } from '../../src/shared/ledger/keyspace-format.ts';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { queuePrefix } from '../../src/shared/queues.ts';
import { collect } from '../support/collect.ts';
import { checkedRow, fillRun, open, settleFailed, testLedger } from '../support/ledger.ts';
import { openWorkplace, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

type Stored =
  | { readonly hash: Record<string, string> }
  | { readonly zset: readonly string[] }
  | { readonly set: readonly string[] }
  | { readonly stream: readonly [string, string[]][] }
  | { readonly string: string };

/** Every key of a ledger as the last version before format 2 left it, under the prefix `old`. */
const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/ledger-format-1.json', import.meta.url), 'utf8'),
) as { readonly run: string; readonly keys: Readonly<Record<string, Stored>> };

let redis: TestRedis;
let ledger: Ledger;
let workplace: Workplace;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  ledger = testLedger(redis);
  workplace = await openWorkplace({ REDIS_URL: redis.url, TCBATCH_PREFIX: ledger.prefix });
});
afterEach(() => workplace.close());

async function writeFixture(): Promise<void> {
  for (const [key, stored] of Object.entries(fixture.keys)) {
    const name = key.replace(/^old/, ledger.prefix);
    if ('hash' in stored) await ledger.redis.hset(name, stored.hash);
    else if ('set' in stored) await ledger.redis.sadd(name, ...stored.set);
    else if ('string' in stored) await ledger.redis.set(name, stored.string);
    else if ('stream' in stored) {
      for (const [id, values] of stored.stream) await ledger.redis.xadd(name, id, ...values);
    } else {
      for (let i = 0; i < stored.zset.length; i += 2) {
        await ledger.redis.zadd(name, stored.zset[i + 1] ?? '', stored.zset[i] ?? '');
      }
    }
  }
}

const bodies = Object.fromEntries(
  Object.entries(fixture.keys).flatMap(([key, stored]) =>
    key.includes(':purchases:') && 'hash' in stored
      ? Object.entries(stored.hash).map(([field, record]) => [field, record.split('\n')[1]])
      : [],
  ),
);

describe('a ledger of format 1', () => {
  it('is used by no command before it is migrated, and says what to do', async () => {
    await writeFixture();
    expect(await readFormat(ledger)).toBe(1);
    for (const command of [
      ['runs'],
      ['status', fixture.run],
      ['report', fixture.run],
      ['pause', fixture.run],
    ]) {
      const refused = await workplace.run(command);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('as it must have format 2: got 1');
      expect(refused.stderr).toContain('tcbatch migrate');
    }
  });

  it('reads as it stood once it is migrated, its requests the same to the byte', async () => {
    await writeFixture();
    const migrated = await workplace.run(['migrate']);
    expect(migrated.stdout).toContain('10 purchases of 1 runs were taken over');
    expect(await readFormat(ledger)).toBe(2);
    const lines = await collect(readReport(ledger, fixture.run));
    const brief = lines.map(({ row, index, state, attempts }) => [row, index, state, attempts]);
    expect(brief).toEqual([
      [1, 1, 'succeeded', 1],
      [2, 1, 'failed', 1],
      [3, 1, 'in-doubt', 1],
      [4, 1, 'sending', 1],
      [5, 1, 'queued', 1],
      [6, 1, 'queued', 0],
      [7, 1, 'succeeded', 1],
      [7, 2, 'failed', 1],
      [7, 3, 'queued', 0],
      [8, 1, 'in-doubt', 1],
    ]);
    expect(lines[0]).toMatchObject({
      reference: 'first',
      notes: { '#Customer': 'Acme, "Ltd"\nünïcode' },
      settledBy: 'answer',
      requestId: 'request-1',
    });
    expect(lines[6]).toMatchObject({ orderId: 'deal-1', resourceIds: ['edgeone-1'], delivery: 'pending' });
    expect(lines[7]).toMatchObject({ unpaidOrder: 'possible' });
    for (const { row, index, params } of lines) {
      expect(params).toEqual(JSON.parse(bodies[index === 1 ? row : `${row}.${index}`] ?? ''));
    }
    const status = await workplace.run(['status', fixture.run, '--json']);
    expect(JSON.parse(status.stdout)).toMatchObject({ total: 10, name: 'July', labels: {}, startsAt: null });
    expect((await workplace.run(['migrate'])).stdout).toContain('the form of this version already');
  });

  it('is worked on by this version’s scripts afterwards: times, attempts and late answers', async () => {
    await writeFixture();
    await migrateLedger(ledger);
    const before = await collect(readReport(ledger, fixture.run));
    const opened = await open(ledger, fixture.run, 6);
    await settleFailed(ledger, opened, 'answer', { code: 'X', message: 'no', unpaidOrder: false });
    const stored = await ledger.redis.hget(`${ledger.prefix}:{${fixture.run}}:purchases:0`, '4');
    const attemptId = JSON.parse(stored?.split('\n')[0] ?? '')[8] as string;
    await settleFailed(ledger, { run: fixture.run, row: 4, index: 1, attemptId }, 'answer', {
      code: 'X',
      message: 'no',
      unpaidOrder: false,
    });
    const after = await collect(readReport(ledger, fixture.run));
    expect(after[5]).toMatchObject({ state: 'failed', attempts: 1 });
    expect(after[3]).toMatchObject({
      state: 'failed',
      sentAt: before[3]?.sentAt,
      queuedAt: before[3]?.queuedAt,
    });
  });

  it('is not migrated while an old worker is there', async () => {
    await writeFixture();
    const line = { action: 'CreatePlan', account: 'default' };
    const worker = new Worker('CreatePlan', async () => {}, {
      connection: { host: '127.0.0.1', port: redis.port, maxRetriesPerRequest: null },
      prefix: queuePrefix(ledger.prefix, line),
    });
    await worker.waitUntilReady();
    await expect(migrateLedger(ledger)).rejects.toMatchObject({ code: 'workers-alive' });
    expect(await readFormat(ledger)).toBe(1);
    await worker.close();
    expect(await migrateLedger(ledger)).toEqual({ runs: 1, purchases: 10 });
  });
});

describe('requireFormat', () => {
  it('refuses a ledger that a newer version wrote, to commands and workers alike', async () => {
    await changeFormat(ledger, 3);
    const environment = { TENCENTCLOUD_SECRET_ID: 'a', TENCENTCLOUD_SECRET_KEY: 'b' };
    for (const command of [['runs'], ['worker'], ['serve', '--port', '0'], ['migrate']]) {
      const refused = await workplace.run(command, { environment });
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('A newer version of tcbatch wrote it');
    }
  });

  it('takes a ledger that holds nothing, and one of this version from before it noted its format', async () => {
    await requireFormat(ledger);
    await fillRun(ledger, [checkedRow(1)]);
    expect(await ledger.redis.get(`${ledger.prefix}:{runs}:format`)).toBe('2');
    await ledger.redis.del(`${ledger.prefix}:{runs}:format`);
    await requireFormat(ledger);
  });
});
