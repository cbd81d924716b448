import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { withShop } from '../support/shop.ts';
import { until } from '../support/until.ts';

/** Slow enough that calls are in flight when the signal comes. */
const latencyMs = { min: 1500, max: 1500 };

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

/** Submits a hundred plans, and resolves with their run once some of them are being bought. */
async function submitAndAwaitCalls(workplace: Workplace): Promise<string> {
  const manifest = await workplace.write('m.csv', 'Action,PlanType,Count\nCreatePlan,basic,100\n');
  const run = (await workplace.run(['submit', manifest, '--yes'])).stdout.trim();
  const watch = workplace.start(['status', run, '--watch', '--json']);
  await watch.says('stdout', /"sending":[1-9]/);
  watch.kill('SIGINT');
  expect((await watch.ended).code).toBe(130);
  return run;
}

describe.concurrent('worker', () => {
  it('says at its start what it works with, and shows no secret', () =>
    withShop(redis, { latencyMs }, async ({ simulator, workplace }) => {
      const worker = workplace.start(['worker', '--action', 'CreatePlan']);
      await worker.says('stderr', /"msg":"Working"/);
      worker.kill('SIGTERM');
      const { code, stdout, stderr } = await worker.ended;
      expect(code).toBe(0);
      expect(stdout).toBe('');
      expect(stderr).toMatch(
        /"actions":\["CreatePlan"\].*"rate":20,"effectiveRate":\{"CreatePlan":20\}.*"durability":"synced-always"/,
      );
      expect(stderr).not.toContain(simulator.secretKey);
    }));

  it.each(['SIGTERM', 'SIGINT'] as const)('drains at %s: every call gets its outcome', (signal) =>
    withShop(redis, { latencyMs }, async ({ simulator, workplace }) => {
      const worker = workplace.start(['worker']);
      const run = await submitAndAwaitCalls(workplace);
      worker.kill(signal);
      expect((await worker.ended).code).toBe(0);
      const status = JSON.parse((await workplace.run(['status', run, '--json'])).stdout);
      expect(status.counts.sending).toBe(0);
      expect(status.counts['in-doubt']).toBe(0);
      expect(status.counts.succeeded).toBe(simulator.executed().length);
      expect(status.counts.queued).toBe(100 - simulator.executed().length);
    }),
  );

  it('keeps what was answered while Redis is away, and ends once it is back', async () => {
    const own = await startTestRedis();
    await withShop(own, {}, async ({ simulator, workplace }) => {
      simulator.setFaults([{ action: 'CreatePlan', match: { times: 1 }, fault: { kind: 'late', ms: 2000 } }]);
      const worker = workplace.start(['worker']);
      const manifest = await workplace.write('m.csv', 'Action,PlanType\nCreatePlan,basic\n');
      const run = (await workplace.run(['submit', manifest, '--yes'])).stdout.trim();
      await until('the plan was sold', () => simulator.executed().length === 1);
      await own.kill();
      await worker.says('stderr', /"msg":"Queue connection in trouble"/);
      worker.kill('SIGTERM');
      await worker.says('stderr', /Draining/);
      await own.restart();
      expect((await worker.ended).code).toBe(0);
      const { counts } = JSON.parse((await workplace.run(['status', run, '--json'])).stdout);
      expect(counts.succeeded).toBe(1);
    });
    await own.stop();
  });

  it('ends at once at a second signal', () =>
    withShop(redis, { latencyMs }, async ({ workplace }) => {
      const worker = workplace.start(['worker']);
      await submitAndAwaitCalls(workplace);
      worker.kill('SIGTERM');
      await worker.says('stderr', /Draining/);
      worker.kill('SIGTERM');
      expect((await worker.ended).code).toBe(130);
    }));
});
