import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { calledActions } from '../../src/shared/actions/index.ts';
import { noteCrewMember } from '../../src/shared/ledger/crew.ts';
import { loseAnswer } from '../support/ledger.ts';
import { openWorkplace, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis, testPrefix } from '../support/redis.ts';

let redis: TestRedis;
let workplace: Workplace;
let run: string;
let prefix: string;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  prefix = testPrefix();
  workplace = await openWorkplace({
    REDIS_URL: redis.url,
    TCBATCH_PREFIX: prefix,
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

  it('rate sets an action for all workers, shows it, and lets it go', async () => {
    const set = await workplace.run(['rate', 'CreatePlan', '0.5']);
    expect(set.stdout).toContain('CreatePlan is set to 0.5 calls a second for all workers');
    expect((await workplace.run(['rate'])).stdout).toMatch(/^CreatePlan +0\.5\/s +0\.5\/s +0\.0\/s/m);
    const shown = JSON.parse((await workplace.run(['rate', 'CreatePlan', '--json'])).stdout);
    expect(shown).toEqual([
      { action: 'CreatePlan', rate: 0.5, set: 0.5, reached: 0, widened: 1, held: null, workers: 0 },
    ]);
    const status = await workplace.run(['status', run]);
    expect(status.stdout).toContain('0.0 of 0.5 calls a second (set by hand)');
    expect(status.stdout).toMatch(/time left +about 6 s, once a worker works CreatePlan/);
    const again = await workplace.write('n.csv', 'Action,PlanType\nCreatePlan,basic\n');
    expect((await workplace.run(['plan', again])).stdout).toContain(
      'about 9 s at the limit, after 3 purchases of other runs',
    );
    expect((await workplace.run(['rate', 'CreatePlan', 'default'])).code).toBe(0);
    expect(JSON.parse((await workplace.run(['rate', '--json'])).stdout)).toHaveLength(calledActions.length);
    await workplace.run(['hold', 'CreatePlan', '--reason', 'new budget']);
    expect((await workplace.run(['rate'])).stdout).toMatch(/^CreatePlan +20\/s .* held$/m);
    expect((await workplace.run(['plan', again])).stdout).toContain('CreatePlan is held');
  });

  it('rate tells where a lower one may come from that a worker was started with', async () => {
    const member = { concurrency: 1, pacing: 'paced', rate: 10, latency: null } as const;
    const line = { action: 'CreatePlan', account: 'default' };
    await noteCrewMember({ redis: redis.connect(), prefix }, line, { worker: 'one', ...member });
    const { stdout } = await workplace.run(['rate', 'CreatePlan', '12']);
    expect(stdout).toContain('started with 10, by its TCBATCH_RATE or by `rate` of its config file');
  });

  it.each(['0', '20.1', '-1', 'fast', '1e1', ''])('rate refuses %j with exit code 2', async (wanted) => {
    const refused = await workplace.run(['rate', 'CreatePlan', '--', wanted]);
    expect(refused.stderr).toContain(
      `Cannot set the rate of CreatePlan as a number of calls a second above 0 and at most 20: got ${wanted}`,
    );
    expect(refused.stdout).toBe('');
    expect(refused.code).toBe(2);
    expect((await workplace.run(['rate', 'CreatePln', '5'])).stderr).toContain('did you mean CreatePlan?');
  });

  it('retry says why it leaves alone what is in doubt', async () => {
    await loseAnswer({ redis: redis.connect(), prefix }, run, { row: 1, index: 2 });
    const { stdout, code } = await workplace.run(['retry', run, '--row', '1']);
    expect(stdout).toContain('Nothing of run');
    expect(stdout).toContain('Left alone: 1 purchase in doubt, which may have been bought');
    expect(code).toBe(0);
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
