import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis, withRedis } from '../support/redis.ts';
import { withShop } from '../support/shop.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

interface Status {
  readonly run: string;
  readonly state: string;
  readonly startsAt: string | null;
  readonly counts: Readonly<Record<string, number>>;
}

async function statusOf(workplace: Workplace, run: string): Promise<Status> {
  return JSON.parse((await workplace.run(['status', run, '--json'])).stdout);
}

/** Submits three plans that start in so many milliseconds. */
async function schedule(workplace: Workplace, inMs: number): Promise<{ run: string; at: string }> {
  const at = new Date(Date.now() + inMs).toISOString();
  const manifest = await workplace.write('m.csv', 'Action,PlanType,Count\nCreatePlan,basic,3\n');
  const submitted = await workplace.run(['submit', manifest, '--yes', '--at', at]);
  expect(submitted.stderr).toContain(`starts at ${at}`);
  expect(submitted.code).toBe(0);
  return { run: submitted.stdout.trim(), at };
}

const hourMs = 3_600_000;

describe.concurrent('submit --at', () => {
  it('admits a run that is paused until then, and then started by a worker, over restarts of all', () =>
    withRedis((own) =>
      withShop(own, {}, async ({ simulator, workplace }) => {
        // Long enough that a slow machine restarts Redis before it, short enough to be waited for.
        const { run, at } = await schedule(workplace, 20_000);
        expect(await statusOf(workplace, run)).toMatchObject({
          state: 'paused',
          startsAt: at,
          counts: { queued: 3 },
        });
        const first = workplace.start(['worker']);
        await first.says('stderr', /"msg":"Working"/);
        first.kill('SIGKILL');
        await first.ended;
        await own.restart();
        const second = workplace.start(['worker']);
        await second.says('stderr', /Scheduled run started/);
        await workplace.run(['status', run, '--watch']);
        second.kill('SIGTERM');
        expect((await second.ended).code).toBe(0);
        expect(simulator.executed()).toHaveLength(3);
        expect(simulator.executed().every(({ executedAt }) => Date.parse(executedAt) >= Date.parse(at))).toBe(
          true,
        );
        expect(await statusOf(workplace, run)).toMatchObject({
          state: 'finished',
          startsAt: null,
          counts: { succeeded: 3 },
        });
      }),
    ));

  it('buys nothing before its time, and at once when it is resumed', () =>
    withShop(redis, {}, async ({ simulator, workplace }) => {
      const { run } = await schedule(workplace, hourMs);
      const worker = workplace.start(['worker']);
      await worker.says('stderr', /"msg":"Working"/);
      expect(simulator.executed()).toHaveLength(0);
      expect((await workplace.run(['resume', run])).code).toBe(0);
      await workplace.run(['status', run, '--watch']);
      expect((await statusOf(workplace, run)).state).toBe('finished');
      expect(simulator.executed()).toHaveLength(3);
      worker.kill('SIGTERM');
      await worker.ended;
    }));

  it('is not started after it was cancelled, or paused by hand', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const { run } = await schedule(workplace, hourMs);
      expect((await workplace.run(['pause', run])).code).toBe(0);
      expect(await statusOf(workplace, run)).toMatchObject({ state: 'paused', startsAt: null });
      expect((await workplace.run(['cancel', run])).stdout).toContain('3 purchases will not be made');
      expect(await statusOf(workplace, run)).toMatchObject({ state: 'cancelled', startsAt: null });
    }));

  it('is the same run when its manifest is submitted again, and says when it starts', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const { run, at } = await schedule(workplace, hourMs);
      const again = await workplace.run(['submit', 'm.csv', '--yes']);
      expect(again.stdout.trim()).toBe(run);
      expect(again.stderr).toContain(`now paused, to start at ${at}`);
    }));

  it.each(['2020-01-01T00:00Z', '2026-12-01T02:00', 'soon'])('refuses %s, and queues nothing', (at) =>
    withShop(redis, {}, async ({ workplace }) => {
      const manifest = await workplace.write('m.csv', 'Action,PlanType\nCreatePlan,basic\n');
      const refused = await workplace.run(['submit', manifest, '--yes', '--at', at]);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('Cannot schedule run as its start must be');
      expect(JSON.parse((await workplace.run(['runs', '--json'])).stdout)).toEqual([]);
    }),
  );
});

describe.concurrent('submit --label', () => {
  it('names a run by what people look for, and runs finds it', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const first = await workplace.write('a.csv', 'Action,PlanType\nCreatePlan,basic\n');
      const second = await workplace.write('b.csv', 'Action,PlanType\nCreatePlan,personal\n');
      const labels = ['--label', 'customer=acme', '--label', 'month=2026-07'];
      const run = (
        await workplace.run(['submit', first, '--yes', '--name', 'july', ...labels])
      ).stdout.trim();
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
    }));

  it('refuses what is no label before anything is queued', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const manifest = await workplace.write('a.csv', 'Action,PlanType\nCreatePlan,basic\n');
      const refused = await workplace.run(['submit', manifest, '--yes', '--label', 'Customer=acme']);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('Cannot read label as');
    }));
});
