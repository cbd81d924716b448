import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { openWorkplace, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis, testPrefix } from '../support/redis.ts';
import { until } from '../support/until.ts';

let redis: TestRedis;
let simulator: Simulator;
let workplace: Workplace;
beforeAll(async () => {
  redis = await startTestRedis();
  simulator = await startSimulator();
});
afterAll(async () => {
  await simulator.close();
  await redis.stop();
});
beforeEach(async () => {
  simulator.reset();
  workplace = await openWorkplace({
    REDIS_URL: redis.url,
    TCBATCH_PREFIX: testPrefix(),
    TCBATCH_ENDPOINT: simulator.url,
    TENCENTCLOUD_SECRET_ID: simulator.secretId,
    TENCENTCLOUD_SECRET_KEY: simulator.secretKey,
  });
});
afterEach(() => workplace.close());

interface Status {
  readonly run: string;
  readonly state: string;
  readonly startsAt: string | null;
  readonly counts: Readonly<Record<string, number>>;
}

async function statusOf(run: string): Promise<Status> {
  return JSON.parse((await workplace.run(['status', run, '--json'])).stdout);
}

/** Submits three plans that start in so many milliseconds. */
async function schedule(inMs: number): Promise<{ run: string; at: string }> {
  const at = new Date(Date.now() + inMs).toISOString();
  const manifest = await workplace.write('m.csv', 'Action,PlanType,Count\nCreatePlan,basic,3\n');
  const submitted = await workplace.run(['submit', manifest, '--yes', '--at', at]);
  expect(submitted.stderr).toContain(`starts at ${at}`);
  expect(submitted.code).toBe(0);
  return { run: submitted.stdout.trim(), at };
}

const hourMs = 3_600_000;

describe('submit --at', () => {
  it('admits a run that is paused until then, and then started by a worker, over restarts of all', async () => {
    // Long enough that a slow machine restarts Redis before it, short enough to be waited for.
    const { run, at } = await schedule(20_000);
    expect(await statusOf(run)).toMatchObject({ state: 'paused', startsAt: at, counts: { queued: 3 } });
    const first = workplace.start(['worker']);
    await first.says('stderr', /"msg":"Working"/);
    first.kill('SIGKILL');
    await first.ended;
    await redis.restart();
    const second = workplace.start(['worker']);
    await second.says('stderr', /Scheduled run started/);
    await until('it is bought', async () => (await statusOf(run)).state === 'finished');
    second.kill('SIGTERM');
    expect((await second.ended).code).toBe(0);
    expect(simulator.executed()).toHaveLength(3);
    expect(simulator.executed().every(({ executedAt }) => Date.parse(executedAt) >= Date.parse(at))).toBe(
      true,
    );
    expect(await statusOf(run)).toMatchObject({ startsAt: null, counts: { succeeded: 3 } });
  }, 180_000);

  it('buys nothing before its time, and at once when it is resumed', async () => {
    const { run } = await schedule(hourMs);
    const worker = workplace.start(['worker']);
    await worker.says('stderr', /"msg":"Working"/);
    expect(simulator.executed()).toHaveLength(0);
    expect((await workplace.run(['resume', run])).code).toBe(0);
    await until('it is bought', async () => (await statusOf(run)).state === 'finished');
    expect(simulator.executed()).toHaveLength(3);
    worker.kill('SIGTERM');
    await worker.ended;
  });

  it('is not started after it was cancelled, or paused by hand', async () => {
    const { run } = await schedule(hourMs);
    expect((await workplace.run(['pause', run])).code).toBe(0);
    expect(await statusOf(run)).toMatchObject({ state: 'paused', startsAt: null });
    expect((await workplace.run(['cancel', run])).stdout).toContain('3 purchases will not be made');
    expect(await statusOf(run)).toMatchObject({ state: 'cancelled', startsAt: null });
  });

  it('is the same run when its manifest is submitted again, and says when it starts', async () => {
    const { run, at } = await schedule(hourMs);
    const again = await workplace.run(['submit', 'm.csv', '--yes']);
    expect(again.stdout.trim()).toBe(run);
    expect(again.stderr).toContain(`now paused, to start at ${at}`);
  });

  it.each(['2020-01-01T00:00Z', '2026-12-01T02:00', 'soon'])('refuses %s, and queues nothing', async (at) => {
    const manifest = await workplace.write('m.csv', 'Action,PlanType\nCreatePlan,basic\n');
    const refused = await workplace.run(['submit', manifest, '--yes', '--at', at]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('Cannot schedule run as its start must be');
    expect(JSON.parse((await workplace.run(['runs', '--json'])).stdout)).toEqual([]);
  });
});

describe('submit --label', () => {
  it('names a run by what people look for, and runs finds it', async () => {
    const first = await workplace.write('a.csv', 'Action,PlanType\nCreatePlan,basic\n');
    const second = await workplace.write('b.csv', 'Action,PlanType\nCreatePlan,personal\n');
    const labels = ['--label', 'customer=acme', '--label', 'month=2026-07'];
    const run = (await workplace.run(['submit', first, '--yes', '--name', 'july', ...labels])).stdout.trim();
    await workplace.run(['submit', second, '--yes', '--label', 'customer=other']);
    const find = async (...filters: string[]) => {
      const { stdout } = await workplace.run([
        'runs',
        '--json',
        ...filters.flatMap((text) => ['--label', text]),
      ]);
      return (JSON.parse(stdout) as { run: string; labels: unknown }[]).map((status) => status.run);
    };
    expect(await find('customer=acme')).toEqual([run]);
    expect(await find('customer', 'month')).toEqual([run]);
    expect(await find('customer')).toHaveLength(2);
    expect(await find('nothing')).toEqual([]);
    const status = await workplace.run(['status', run]);
    expect(status.stdout).toContain('customer=acme month=2026-07');
    expect((await workplace.run(['runs'])).stdout).toMatch(/labels/);
  });

  it('refuses what is no label before anything is queued', async () => {
    const manifest = await workplace.write('a.csv', 'Action,PlanType\nCreatePlan,basic\n');
    const refused = await workplace.run(['submit', manifest, '--yes', '--label', 'Customer=acme']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('Cannot read label as');
  });
});
