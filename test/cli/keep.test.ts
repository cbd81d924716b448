import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis, testPrefix } from '../support/redis.ts';
import { withShop, work } from '../support/shop.ts';

const rows = [
  'Action,Domain,Grade,PlanType,Count,Reference,#Customer',
  'CreatePackageOrder,one.example,DPG_PROFESSIONAL,,,first,"Acme, Ltd"',
  'CreatePackageOrder,missing-two.example,DPG_ULTIMATE,,,second,',
  'CreatePlan,,,basic,3,third,ünïcode',
  '',
].join('\n');
const formats = ['csv', 'json', 'jsonl', 'html', 'manifest', 'table'] as const;
const withoutRedis = { REDIS_URL: 'redis://127.0.0.1:1', TCBATCH_DATA_DIR: '/nonexistent' };

// Each test starts some twenty processes, one after the other.
vi.setConfig({ testTimeout: 240_000 });

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

async function submit(workplace: Workplace, ...options: string[]): Promise<string> {
  await workplace.write('m.csv', rows);
  return (await workplace.run(['submit', 'm.csv', '--yes', ...options])).stdout.trim();
}

async function boughtRun(workplace: Workplace): Promise<string> {
  const run = await submit(workplace, '--label', 'customer=acme', '--name', 'july');
  await work(workplace, run);
  return run;
}

async function reportsOf(
  workplace: Workplace,
  what: string,
  environment: Record<string, string> = {},
): Promise<string[]> {
  const reports = [];
  for (const format of formats) {
    const { code, stdout, stderr } = await workplace.run(['report', what, '--format', format], {
      environment,
    });
    expect(stderr).toBe('');
    expect(code).toBe(3);
    reports.push(stdout);
  }
  return reports;
}

/** Every key of the run, with what it holds where that is to be the same for ever. */
async function keysOf(prefix: string, run: string): Promise<Record<string, unknown>> {
  const client = redis.connect();
  const keys = await client.keys(`${prefix}:{${run}}:*`);
  const buckets = keys.filter((key) => key.includes(':purchases:'));
  const held = await Promise.all(buckets.map(async (key) => [key, await client.hgetall(key)] as const));
  return { keys: keys.length, ...Object.fromEntries(held) };
}

describe.concurrent('forget', () => {
  it('refuses what is not settled, and says what', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const run = await submit(workplace);
      const refused = await workplace.run(['forget', run]);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain(
        `Cannot forget run ${run} as not all of it is settled: of its purchases 5 queued`,
      );
      expect((await workplace.run(['archive', run, '--out', 'a.gz'])).stderr).toContain('Cannot archive run');
      expect((await workplace.run(['forget', '--older-than', '0h'])).stderr).toContain('5 queued');
      expect((await workplace.run(['forget', 'r0123456789ab'])).stderr).toContain('no run has this id');
      expect((await workplace.run(['forget'])).code).toBe(2);
      expect(JSON.parse((await workplace.run(['runs', '--json'])).stdout)).toHaveLength(1);
    }));

  it('leaves no key of the run, and has its manifest bought again only on purpose', () =>
    withShop(redis, {}, async ({ simulator, workplace, prefix }) => {
      const run = await boughtRun(workplace);
      const bought = simulator.executed().length;
      expect((await workplace.run(['forget', run])).stdout).toContain(`Run ${run} is forgotten`);
      expect(await keysOf(prefix, run)).toEqual({ keys: 0 });
      expect(JSON.parse((await workplace.run(['runs', '--json'])).stdout)).toEqual([]);
      expect((await workplace.run(['forget', run])).code).toBe(0);

      for (const command of ['status', 'report', 'archive']) {
        const asked = await workplace.run([command, run]);
        expect(asked.stderr).toMatch(new RegExp(`Cannot find run ${run} as \\S+ forgot it at 20`));
        expect(asked.code).toBe(2);
      }

      const plan = await workplace.run(['plan', 'm.csv']);
      expect(plan.stdout).toContain(`it was run ${run}, submitted before and forgotten at`);
      const again = await workplace.run(['submit', 'm.csv', '--yes']);
      expect(again.code).toBe(2);
      expect(again.stderr).toContain(`it was run ${run}, forgotten at`);
      expect(simulator.executed()).toHaveLength(bought);

      const onPurpose = await workplace.run(['submit', 'm.csv', '--yes', '--again']);
      expect(onPurpose.code).toBe(0);
      expect(onPurpose.stdout.trim()).not.toBe(run);
      // What the forgotten run bought is known still.
      expect(onPurpose.stderr).toContain(`CreatePackageOrder for one.example in run ${run}`);
    }));

  it('forgets runs by their age', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const run = await boughtRun(workplace);
      const young = await workplace.run(['forget', '--older-than', '1h']);
      expect(young.stderr).toContain('0 runs are forgotten');
      const old = await workplace.run(['forget', '--older-than', '0h']);
      expect(old.stdout.trim()).toBe(run);
      expect(old.code).toBe(0);
    }));
});

describe.concurrent('archive', () => {
  it('is read without Redis in every format, as the run itself was', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const run = await boughtRun(workplace);
      const reports = await reportsOf(workplace, run);
      expect((await workplace.run(['archive', run, '--out', 'july.archive.gz'])).code).toBe(0);
      expect(await reportsOf(workplace, './july.archive.gz', withoutRedis)).toEqual(reports);
      const piped = await workplace.run(
        ['report', 'july.archive.gz', '--format', 'jsonl', '--state', 'failed'],
        {
          environment: withoutRedis,
        },
      );
      expect(JSON.parse(piped.stdout)).toMatchObject({ run, state: 'failed', reference: 'second' });
    }));

  it('tells what people did to its lines while it went on, as the run itself does, and no more', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const run = await submit(workplace);
      await workplace.run(['rate', 'CreatePlan', '19']);
      await work(workplace, run);
      await workplace.run(['rate', 'CreatePlan', '18']);
      const table = (await workplace.run(['report', run])).stdout;
      expect(table).toContain('rate 19 CreatePlan');
      expect(table).not.toContain('rate 18');
      await workplace.run(['archive', run, '--out', 'a.gz']);
      expect((await workplace.run(['report', './a.gz'])).stdout).toBe(table);
    }));

  it("takes no other file's place than that of an archive of the same run", () =>
    withShop(redis, {}, async ({ workplace }) => {
      const archive = (run: string, out: string) => workplace.run(['archive', run, '--out', out]);
      const first = await boughtRun(workplace);
      expect((await archive(first, 'a.gz')).code).toBe(0);
      const path = join(workplace.folder, 'a.gz');
      const whole = await readFile(path);
      const second = (await workplace.run(['submit', 'm.csv', '--yes', '--again'])).stdout.trim();
      await work(workplace, second);
      const refused = await archive(second, 'a.gz');
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain(`is the archive of run ${first}`);
      expect(refused.stderr).toContain('Give --out another name');
      expect(await readFile(path)).toEqual(whole);
      expect((await archive(second, 'm.csv')).stderr).toContain('no archive of this run');
      expect(await readFile(join(workplace.folder, 'm.csv'), 'utf8')).toBe(rows);

      // What was begun of it is worth no more than it.
      await writeFile(path, whole.subarray(0, whole.length - 20));
      expect((await archive(first, 'a.gz')).code).toBe(0);
      expect((await workplace.run(['report', './a.gz'])).code).toBe(3);
    }));

  it('tells what followed the purchases, and brings it back, as the run itself did', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const lines = [
        'Action,PlanType,ZoneName,ZoneType',
        'CreatePlan,basic,one.example,full',
        'CreatePlan,basic,,',
        'CreatePlan,basic,two.example,full',
      ];
      await workplace.write('sites.csv', lines.join('\n'));
      const run = (await workplace.run(['submit', 'sites.csv', '--yes'])).stdout.trim();
      await work(workplace, run);
      const linesOf = async (of: string, ...options: string[]) =>
        (await workplace.run(['report', of, '--format', 'jsonl', ...options])).stdout;
      const [whole, bought] = [await linesOf(run), await linesOf(run, '--state', 'succeeded')];
      const tableOf = async (of: string) => (await workplace.run(['report', of])).stdout;
      const statusOf = async () => JSON.parse((await workplace.run(['status', run, '--json'])).stdout);
      const [table, { rate: _rate, ...status }] = [await tableOf(run), await statusOf()];
      expect(status.followUps.counts.succeeded).toBe(2);
      expect(whole.match(/"nameServers":\["/g)).toHaveLength(2);
      expect((await workplace.run(['archive', run, '--out', 'sites.gz'])).code).toBe(0);
      await workplace.run(['forget', run]);
      expect(await linesOf('./sites.gz')).toBe(whole);
      expect(await linesOf('./sites.gz', '--state', 'succeeded')).toBe(bought);
      expect(await tableOf('./sites.gz')).toBe(table);

      expect((await workplace.run(['import', 'sites.gz'])).stdout.trim()).toBe(run);
      expect([await linesOf(run), await tableOf(run)]).toEqual([whole, table]);
      expect(await statusOf()).toMatchObject(status);
      expect((await workplace.run(['archive', run, '--out', 'again.gz'])).code).toBe(0);
      expect(await linesOf('./again.gz')).toBe(whole);
    }));

  it('comes back for reading: the same to the byte, and nothing of it is ever bought', () =>
    withShop(redis, {}, async ({ simulator, workplace, prefix }) => {
      const run = await boughtRun(workplace);
      const reports = await reportsOf(workplace, run);
      const { keys: _, ...stored } = await keysOf(prefix, run);
      const status = JSON.parse((await workplace.run(['status', run, '--json'])).stdout);
      await workplace.run(['archive', run, '--out', 'a.gz']);
      expect((await workplace.run(['import', 'a.gz'])).stderr).toContain('the ledger has it already');
      await workplace.run(['forget', run]);
      const bought = simulator.executed().length;
      const imported = await workplace.run(['import', 'a.gz']);
      expect(imported.stdout.trim()).toBe(run);

      expect(await keysOf(prefix, run)).toMatchObject(stored);
      expect(await reportsOf(workplace, run)).toEqual(reports);
      const { rate: _rate, ...same } = status;
      expect(JSON.parse((await workplace.run(['status', run, '--json'])).stdout)).toMatchObject(same);
      for (const command of ['retry', 'resume', 'pause', 'cancel']) {
        expect((await workplace.run([command, run])).code).toBe(2);
      }
      expect((await workplace.run(['submit', 'm.csv', '--yes'])).stdout.trim()).toBe(run);
      const worker = workplace.start(['worker']);
      await worker.says('stderr', /"msg":"Working"/);
      worker.kill('SIGTERM');
      await worker.ended;
      expect(simulator.executed()).toHaveLength(bought);
    }));

  it('has a ledger that never knew the run know what it bought', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const run = await boughtRun(workplace);
      await workplace.run(['archive', run, '--out', 'a.gz']);
      const environment = { TCBATCH_PREFIX: testPrefix() };
      expect((await workplace.run(['import', 'a.gz'], { environment })).code).toBe(0);
      const submitted = await workplace.run(['submit', 'm.csv', '--yes'], { environment });
      expect(submitted.stdout.trim()).toBe(run);
      expect(submitted.stderr).toContain('Nothing was added');
      const other = await workplace.write(
        'o.csv',
        'Action,Domain,Grade\nCreatePackageOrder,one.example,DPG_ULTIMATE\n',
      );
      expect((await workplace.run(['plan', other], { environment })).stdout).toContain(
        `one.example in run ${run}`,
      );
    }));

  it('that is damaged, cut short, newer or no archive is refused', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const run = await boughtRun(workplace);
      await workplace.run(['archive', run, '--out', 'a.gz']);
      const whole = await readFile(join(workplace.folder, 'a.gz'));
      const text = gunzipSync(whole).toString('utf8');
      const cases = {
        'cut.gz': [whole.subarray(0, whole.length - 20), 'cut short'],
        'tail.gz': [gzipSync(text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1)), 'ends too early'],
        'changed.gz': [gzipSync(text.replace('one.example', 'two.example')), 'checksum is another'],
        'newer.gz': [gzipSync(text.replace('"version":2', '"version":9')), 'got 9'],
        'other.gz': [gzipSync('{"some":"json"}\n{}\n'), 'does not begin as one'],
        'text.gz': [Buffer.from(rows), 'no gzip file'],
      } as const;
      for (const [name, [bytes, reason]] of Object.entries(cases)) {
        await writeFile(join(workplace.folder, name), bytes);
        for (const command of ['report', 'import']) {
          const refused = await workplace.run([command, name]);
          expect(refused.stderr).toContain(reason);
          expect(refused.code).toBe(2);
        }
      }
      expect((await workplace.run(['report', './missing.gz'])).stderr).toContain('ENOENT');
    }));
});
