import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openWorkplace, type RunningTcbatch, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis, testPrefix } from '../support/redis.ts';
import { until } from '../support/until.ts';

vi.setConfig({ testTimeout: 180_000 });

interface Pair {
  readonly secretId: string;
  readonly secretKey: string;
}

const oldPair: Pair = { secretId: 'old-id', secretKey: 'old-key' };
const newPair: Pair = { secretId: 'new-id', secretKey: 'new-key' };
const count = 200;

let redis: TestRedis;
let workplace: Workplace;
let url: string;
let run: string;
let worker: RunningTcbatch;

beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  workplace = await openWorkplace({ REDIS_URL: redis.url, TCBATCH_PREFIX: testPrefix() });
  const environment = {
    TENCENTCLOUD_SECRET_ID: oldPair.secretId,
    TENCENTCLOUD_SECRET_KEY: oldPair.secretKey,
  };
  const simulator = workplace.start(['simulate', '--json'], { environment });
  const [address = ''] = await simulator.says('stdout', /^\{.*\}$/m);
  url = JSON.parse(address).url;
  await writeKey(oldPair);
  const manifest = await workplace.write('m.csv', `Action,PlanType,Count\nCreatePlan,basic,${count}\n`);
  run = (await workplace.run(['submit', manifest, '--yes'], live())).stdout.trim();
  worker = workplace.start(['worker'], live());
  await untilSucceeded(10);
});
afterEach(() => workplace.close());

describe('a key that is exchanged in the middle of a run', () => {
  it('stops nothing where the file holds the new one before the old one is refused', async () => {
    await accept([oldPair, newPair]);
    await writeKey(newPair);
    // The worker has not read its file again by now: what is refused makes it do so.
    await accept([newPair]);
    await untilSucceeded(count);
    await endsWithAllBoughtOnce();
  });

  it('stops nothing where the worker took the new one up by itself while both were accepted', async () => {
    await workplace.run(['rate', 'CreatePlan', '8'], live());
    await accept([oldPair, newPair]);
    await writeKey(newPair);
    await worker.says('stderr', /New credentials taken up/);
    await accept([newPair]);
    await untilSucceeded(count);
    expect((await stats()).byCode).toEqual({ OK: count });
    await endsWithAllBoughtOnce();
  });

  it('holds the line where the old one is refused first, and fails nothing; released, all is bought', async () => {
    await accept([newPair]);
    await until('the line is held', async () => (await status()).held.length > 0);
    expect((await status()).held).toMatchObject([
      { action: 'CreatePlan', code: 'AuthFailure.SecretIdNotFound' },
    ]);
    await writeKey(newPair);
    await worker.says('stderr', /New credentials taken up/);
    const { stdout } = await workplace.run(['release', 'CreatePlan'], live());
    expect(stdout).toContain('goes on');
    await untilSucceeded(count);
    await endsWithAllBoughtOnce();
  });
});

function live() {
  return { environment: { TCBATCH_ENDPOINT: url } };
}

/** Puts the file in place whole, as a careful person or program does. */
async function writeKey({ secretId, secretKey }: Pair): Promise<void> {
  const folder = join(workplace.folder, '.tencentcloud');
  await mkdir(folder, { recursive: true });
  const fresh = join(folder, 'credentials.new');
  await writeFile(fresh, `[default]\nsecret_id = ${secretId}\nsecret_key = ${secretKey}\n`, { mode: 0o600 });
  await rename(fresh, join(folder, 'credentials'));
}

async function accept(pairs: readonly Pair[]): Promise<void> {
  const answer = await fetch(`${url}/simulator/credentials`, { method: 'POST', body: JSON.stringify(pairs) });
  expect(await answer.json()).toEqual({ accepted: pairs.map(({ secretId }) => secretId) });
}

async function stats(): Promise<{ byCode: Record<string, number> }> {
  return JSON.parse(await (await fetch(`${url}/simulator/stats`)).text()).CreatePlan;
}

async function status(): Promise<{ state: string; counts: Record<string, number>; held: unknown[] }> {
  return JSON.parse((await workplace.run(['status', run, '--json'], live())).stdout);
}

function untilSucceeded(least: number): Promise<void> {
  return until(`${least} are bought`, async () => ((await status()).counts.succeeded ?? 0) >= least);
}

async function endsWithAllBoughtOnce(): Promise<void> {
  const counts = { succeeded: count, failed: 0, 'in-doubt': 0, queued: 0 };
  expect(await status()).toMatchObject({ state: 'finished', counts, held: [] });
  const executed = await (await fetch(`${url}/simulator/executed`)).text();
  expect(JSON.parse(executed).total).toBe(count);
  worker.kill('SIGTERM');
  expect((await worker.ended).code).toBe(0);
}
