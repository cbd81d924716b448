import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { openWorkplace, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis, testPrefix } from '../support/redis.ts';

let redis: TestRedis;
let simulator: Simulator;
let workplace: Workplace;
beforeAll(async () => {
  redis = await startTestRedis();
  // Slow enough that calls are in flight when the signal comes.
  simulator = await startSimulator({ latencyMs: { min: 1500, max: 1500 } });
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

/** Submits a hundred plans, and resolves with their run once some of them are being bought. */
async function submitAndAwaitCalls(): Promise<string> {
  const manifest = await workplace.write('m.csv', 'Action,PlanType,Count\nCreatePlan,basic,100\n');
  const run = (await workplace.run(['submit', manifest, '--yes'])).stdout.trim();
  const watch = workplace.start(['status', run, '--watch', '--json']);
  await watch.says('stdout', /"sending":[1-9]/);
  watch.kill('SIGINT');
  expect((await watch.ended).code).toBe(130);
  return run;
}

describe('worker', () => {
  it('says at its start what it works with, and shows no secret', async () => {
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
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('drains at %s: every call gets its outcome', async (signal) => {
    const worker = workplace.start(['worker']);
    const run = await submitAndAwaitCalls();
    worker.kill(signal);
    expect((await worker.ended).code).toBe(0);
    const status = JSON.parse((await workplace.run(['status', run, '--json'])).stdout);
    expect(status.counts.sending).toBe(0);
    expect(status.counts['in-doubt']).toBe(0);
    expect(status.counts.succeeded).toBe(simulator.executed().length);
    expect(status.counts.queued).toBe(100 - simulator.executed().length);
  });

  it('ends at once at a second signal', async () => {
    const worker = workplace.start(['worker']);
    await submitAndAwaitCalls();
    worker.kill('SIGTERM');
    await worker.says('stderr', /Draining/);
    worker.kill('SIGTERM');
    expect((await worker.ended).code).toBe(130);
  });
});
