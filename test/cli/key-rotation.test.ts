import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/shared/ledger/ledger.ts';
import { readHold } from '../../src/shared/ledger/line-hold.ts';
import { openWorkplace, type RunningTcbatch, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis, testPrefix } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { untilCounts } from '../support/worker.ts';

interface Pair {
  readonly secretId: string;
  readonly secretKey: string;
}

const oldPair: Pair = { secretId: 'old-id', secretKey: 'old-key' };
const newPair: Pair = { secretId: 'new-id', secretKey: 'new-key' };
const count = 200;
const line = { action: 'CreatePlan', account: 'default' };

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

/** A run of so many plans, a few of which are bought by a worker that reads its key from a file. */
interface Place {
  readonly workplace: Workplace;
  readonly ledger: Ledger;
  readonly url: string;
  readonly run: string;
  readonly worker: RunningTcbatch;
}

/** Lends a run in the middle of which the key may be exchanged. */
async function withRun(body: (place: Place) => Promise<void>): Promise<void> {
  const prefix = testPrefix();
  const workplace = await openWorkplace({ REDIS_URL: redis.url, TCBATCH_PREFIX: prefix });
  try {
    const url = await simulate(workplace);
    const ledger = { redis: redis.connect(), prefix };
    await writeKey(workplace, oldPair);
    const manifest = await workplace.write('m.csv', `Action,PlanType,Count\nCreatePlan,basic,${count}\n`);
    const run = (await workplace.run(['submit', manifest, '--yes'], live(url))).stdout.trim();
    const worker = workplace.start(['worker'], live(url));
    const place = { workplace, ledger, url, run, worker };
    await untilSucceeded(place, 10);
    await body(place);
  } finally {
    await workplace.close();
  }
}

/** Starts a simulator that takes the old key alone, and gives its address. */
async function simulate(workplace: Workplace): Promise<string> {
  const environment = {
    TENCENTCLOUD_SECRET_ID: oldPair.secretId,
    TENCENTCLOUD_SECRET_KEY: oldPair.secretKey,
  };
  const simulator = workplace.start(['simulate', '--json'], { environment });
  const [address = ''] = await simulator.says('stdout', /^\{.*\}$/m);
  return JSON.parse(address).url;
}

describe.concurrent('a key that is exchanged in the middle of a run', () => {
  it('stops nothing where the file holds the new one before the old one is refused', () =>
    withRun(async (place) => {
      await accept(place, [oldPair, newPair]);
      await writeKey(place.workplace, newPair);
      // The worker has not read its file again by now: what is refused makes it do so.
      await accept(place, [newPair]);
      await untilSucceeded(place, count);
      await endsWithAllBoughtOnce(place);
    }));

  it('stops nothing where the worker took the new one up by itself while both were accepted', () =>
    withRun(async (place) => {
      await place.workplace.run(['rate', 'CreatePlan', '8'], live(place.url));
      await accept(place, [oldPair, newPair]);
      await writeKey(place.workplace, newPair);
      await place.worker.says('stderr', /New credentials taken up/);
      await accept(place, [newPair]);
      await untilSucceeded(place, count);
      expect((await stats(place)).byCode).toEqual({ OK: count });
      await endsWithAllBoughtOnce(place);
    }));

  it('holds the line where the old one is refused first, and fails nothing; released, all is bought', () =>
    withRun(async (place) => {
      const { workplace, ledger, url, worker } = place;
      await accept(place, [newPair]);
      await until('the line is held', async () => (await readHold(ledger, line)) !== null);
      expect((await status(place)).held).toMatchObject([
        { action: 'CreatePlan', code: 'AuthFailure.SecretIdNotFound' },
      ]);
      await writeKey(workplace, newPair);
      await worker.says('stderr', /New credentials taken up/);
      const { stdout } = await workplace.run(['release', 'CreatePlan'], live(url));
      expect(stdout).toContain('goes on');
      await untilSucceeded(place, count);
      await endsWithAllBoughtOnce(place);
    }));
});

function live(url: string) {
  return { environment: { TCBATCH_ENDPOINT: url } };
}

/** Puts the file in place whole, as a careful person or program does. */
async function writeKey(workplace: Workplace, { secretId, secretKey }: Pair): Promise<void> {
  const folder = join(workplace.folder, '.tencentcloud');
  await mkdir(folder, { recursive: true });
  const fresh = join(folder, 'credentials.new');
  await writeFile(fresh, `[default]\nsecret_id = ${secretId}\nsecret_key = ${secretKey}\n`, { mode: 0o600 });
  await rename(fresh, join(folder, 'credentials'));
}

async function accept({ url }: Place, pairs: readonly Pair[]): Promise<void> {
  const answer = await fetch(`${url}/simulator/credentials`, { method: 'POST', body: JSON.stringify(pairs) });
  expect(await answer.json()).toEqual({ accepted: pairs.map(({ secretId }) => secretId) });
}

async function stats({ url }: Place): Promise<{ byCode: Record<string, number> }> {
  return JSON.parse(await (await fetch(`${url}/simulator/stats`)).text()).CreatePlan;
}

async function status({
  workplace,
  url,
  run,
}: Place): Promise<{ state: string; counts: Record<string, number>; held: unknown[] }> {
  return JSON.parse((await workplace.run(['status', run, '--json'], live(url))).stdout);
}

function untilSucceeded({ ledger, run }: Place, least: number): Promise<void> {
  return untilCounts(ledger, run, ({ succeeded }) => succeeded >= least);
}

async function endsWithAllBoughtOnce(place: Place): Promise<void> {
  const counts = { succeeded: count, failed: 0, 'in-doubt': 0, queued: 0 };
  expect(await status(place)).toMatchObject({ state: 'finished', counts, held: [] });
  const executed = await (await fetch(`${place.url}/simulator/executed`)).text();
  expect(JSON.parse(executed).total).toBe(count);
  place.worker.kill('SIGTERM');
  expect((await place.worker.ended).code).toBe(0);
}
