import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openWorkplace, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis, testPrefix } from '../support/redis.ts';

let redis: TestRedis;
let workplace: Workplace;
let run: string;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  workplace = await openWorkplace({
    REDIS_URL: redis.url,
    TCBATCH_PREFIX: testPrefix(),
    TCBATCH_ENDPOINT: 'http://127.0.0.1:1',
    TENCENTCLOUD_SECRET_ID: 'simulator-id',
    TENCENTCLOUD_SECRET_KEY: 'simulator-key',
  });
  const manifest = await workplace.write('m.csv', 'Action,PlanType,Count\nCreatePlan,basic,3\n');
  run = (await workplace.run(['submit', manifest, '--yes'])).stdout.trim();
});
afterEach(() => workplace.close());

async function stateOf(): Promise<{ state: string; counts: Record<string, number>; held: unknown[] }> {
  return JSON.parse((await workplace.run(['status', run, '--json'])).stdout);
}

describe('a person steps in', () => {
  it('pause, resume and cancel change the run and say so', async () => {
    expect((await workplace.run(['pause', run])).stdout).toContain(`Run ${run} is paused`);
    expect(await stateOf()).toMatchObject({ state: 'paused' });
    expect((await workplace.run(['resume', run])).code).toBe(0);
    expect(await stateOf()).toMatchObject({ state: 'running' });
    expect((await workplace.run(['cancel', run])).stdout).toContain('3 purchases will not be made');
    expect(await stateOf()).toMatchObject({ state: 'cancelled', counts: { cancelled: 3 } });
    expect((await workplace.run(['report', run])).code).toBe(3);
  });

  it('hold and release stop an action and let it go on', async () => {
    const held = await workplace.run(['hold', 'CreatePlan', '--reason', 'new budget']);
    expect(held.stdout).toContain('CreatePlan is held');
    expect(await stateOf()).toMatchObject({
      state: 'held',
      held: [{ action: 'CreatePlan', reason: 'new budget' }],
    });
    expect((await workplace.run(['hold', 'CreatePlan'])).stdout).toContain('new budget');
    expect((await workplace.run(['report', run])).code).toBe(5);
    expect((await workplace.run(['release', 'CreatePlan'])).stdout).toContain('goes on');
    expect((await workplace.run(['release', 'CreatePlan'])).stdout).toContain('was not held');
  });

  it('retry and resolve leave alone what is not theirs', async () => {
    expect((await workplace.run(['retry', run])).stdout).toContain('Nothing');
    const resolved = await workplace.run(['resolve', run, '1.2', '--not-purchased']);
    expect(resolved.code).toBe(2);
    expect(resolved.stderr).toContain('queued');
    expect((await workplace.run(['resolve', run, '1.2'])).code).toBe(2);
    expect((await workplace.run(['resolve', run, 'x', '--succeeded'])).code).toBe(2);
  });
});
