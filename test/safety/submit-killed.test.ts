import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCounts } from '../../src/shared/ledger/read-counts.ts';
import { readPurchases } from '../../src/shared/ledger/read-purchases.ts';
import { listRuns, readRun } from '../../src/shared/ledger/runs.ts';
import { defaultAccount } from '../../src/shared/line.ts';
import { purchaseId } from '../../src/shared/purchase.ts';
import { withQueue } from '../../src/shared/queues.ts';
import { bought, rowsOf } from '../faults/rows.ts';
import { type ByteFuse, startByteFuse } from '../support/byte-fuse.ts';
import { openWorkplace, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis, testPrefix } from '../support/redis.ts';

const rows = [
  ...rowsOf('CreatePackageOrder', 8_000),
  ...rowsOf('CreateInstance', 6_000),
  ...rowsOf('CreatePlan', 40).map((row, i) => ({
    ...row,
    Count: i * 10 + 1,
    Reference: `plan-${i}`,
    '#Team': 'ü',
  })),
];
/** So many processes are killed in each story, and so many stories are told. */
const kills = 4;
const seeds = [1, 2, 3, 4, 5, 6];

let redis: TestRedis;
let fuse: ByteFuse;
let place: Workplace;
let manifest: string;
beforeAll(async () => {
  redis = await startTestRedis();
  fuse = await startByteFuse(redis.port);
  place = await openWorkplace({
    REDIS_URL: `redis://127.0.0.1:${fuse.port}`,
    TENCENTCLOUD_SECRET_ID: 'an-id',
    TENCENTCLOUD_SECRET_KEY: 'a-key',
  });
  manifest = await place.write('rows.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
});
afterAll(async () => {
  await place.close();
  await fuse.close();
  await redis.stop();
});

/** What a submission that nobody disturbed left behind, and how many bytes it took. */
let undisturbed: { readonly left: Left; readonly bytes: number } | undefined;

async function submitUndisturbed() {
  if (undisturbed) return undisturbed;
  const prefix = testPrefix();
  fuse.set(Number.POSITIVE_INFINITY, () => {});
  expect(await startSubmit(prefix).ended).toMatchObject({ code: 0 });
  undisturbed = { bytes: fuse.passed(), left: await readLeft(prefix) };
  return undisturbed;
}

test('submit leaves every purchase once in the ledger and once in its queue', async () => {
  const { left } = await submitUndisturbed();
  const total = rows.reduce((sum, row) => sum + Number('Count' in row ? row.Count : 1), 0);
  expect(left.purchases.size).toBe(total);
  expect(left.jobs).toEqual(new Set(left.purchases.keys()));
}, 300_000);

test.each(seeds)(
  'submit killed again and again at moments of seed %i ends with the same purchases',
  async (seed) => {
    const { left, bytes } = await submitUndisturbed();
    const prefix = testPrefix();
    const moments = fc.sample(fc.noBias(fc.integer({ min: 1, max: bytes })), { seed, numRuns: kills });
    for (const moment of moments) await submitAndKill(prefix, moment);

    fuse.set(Number.POSITIVE_INFINITY, () => {});
    expect(await startSubmit(prefix).ended).toMatchObject({ code: 0 });
    const after = await readLeft(prefix);
    expect(after.runs).toEqual(left.runs);
    expect(after.jobs).toEqual(left.jobs);
    expect(differences(after.purchases, left.purchases)).toEqual([]);
    expect(after.keys).toEqual(left.keys);
  },
  300_000,
);

/** Kills the process once so many bytes have left it for Redis; one that needs fewer ends by itself. */
async function submitAndKill(prefix: string, bytes: number): Promise<void> {
  fuse.set(bytes, () => submitting.kill('SIGKILL'));
  const submitting = startSubmit(prefix);
  const { code } = await submitting.ended;
  // Whatever it had sent that far may be done by Redis while the next one begins.
  expect(code).toBe(fuse.passed() < bytes ? 0 : null);
}

function startSubmit(prefix: string) {
  return place.start(['submit', manifest, '--yes'], { environment: { TCBATCH_PREFIX: prefix } });
}

/** What stands in Redis after a submission. */
interface Left {
  readonly runs: readonly string[];
  /** By id: all that is known of the purchase but when it was queued. */
  readonly purchases: ReadonlyMap<string, string>;
  /** Ids of the jobs that wait. */
  readonly jobs: ReadonlySet<string>;
  /** Names of all keys but those of jobs. */
  readonly keys: readonly string[];
}

async function readLeft(prefix: string): Promise<Left> {
  const ledger = { redis: redis.connect(), prefix };
  const runs = await listRuns(ledger);
  const [run = ''] = runs;
  const purchases = new Map<string, string>();
  for await (const { queuedAtMs, ...purchase } of readPurchases(ledger, run)) {
    purchases.set(purchaseId(run, purchase), JSON.stringify(purchase));
  }
  expect(await readRun(ledger, run)).toMatchObject({
    phase: 'running',
    isEnqueued: true,
    total: purchases.size,
    rows: rows.length,
  });
  expect((await readCounts(ledger, run)).byState.queued).toBe(purchases.size);
  const waiting = await Promise.all(bought.map((action) => jobsOf(prefix, action)));
  const jobs = new Set(waiting.flat());
  expect(jobs.size, 'each job stands once in its queue').toBe(waiting.flat().length);
  const keys = (await ledger.redis.keys(`*${prefix}*`)).map((key) => key.replace(prefix, ''));
  return { runs, purchases, jobs, keys: keys.filter((key) => !/-\d+-\d+$/.test(key)).sort() };
}

async function jobsOf(prefix: string, action: string): Promise<string[]> {
  const redisClient = redis.connect();
  return withQueue(redisClient, prefix, { action, account: defaultAccount }, (queue) =>
    redisClient.lrange(queue.toKey('wait'), 0, -1),
  );
}

/** Ids of purchases that are not the same in both. */
function differences(some: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): string[] {
  const ids = new Set([...some.keys(), ...others.keys()]);
  return [...ids].filter((id) => some.get(id) !== others.get(id));
}
