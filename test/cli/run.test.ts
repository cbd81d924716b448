import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childrenOf, openWorkplace, stillRunning, type Workplace } from '../support/processes.ts';

const example = fileURLToPath(new URL('../../examples/onboarding.csv', import.meta.url));

let workplace: Workplace;
beforeEach(async () => {
  workplace = await openWorkplace();
});
afterEach(() => workplace.close());

describe('run --simulate', () => {
  it('does the whole job on the bundled example and leaves no process', async () => {
    const run = workplace.start(['run', example, '--simulate', '--workers', '2', '--yes']);
    await run.says('stderr', /stands in for the account/);
    const { code, stdout, stderr } = await run.ended;
    expect(code).toBe(3);
    expect(stdout).toMatch(/139 of 144 purchases succeeded/);
    expect(stdout).toContain('FailedOperation.DomainIsLocked');
    expect(stderr).toMatch(/finished: 144 of 144 purchases/);

    const id = /^(r[0-9a-z]{12}) ·/m.exec(stdout)?.[1] ?? '';
    const report = await workplace.run(['report', id, '--format', 'json']);
    expect(report.code).toBe(3);
    expect(JSON.parse(report.stdout)).toHaveLength(144);
    expect(JSON.parse((await workplace.run(['runs', '--json'])).stdout)).toEqual([]);
    const runs = JSON.parse((await workplace.run(['runs', '--json', '--simulate'])).stdout);
    expect(runs).toMatchObject([{ run: id, state: 'finished', total: 144, held: [], etaSeconds: 0 }]);
  });

  it('ends with 0 when everything was bought, and with 5 when a line is held', async () => {
    const good = await workplace.write('good.csv', 'Action,PlanType\nCreatePlan,basic\n');
    const bought = await workplace.run(['run', good, '--simulate', '--yes', '--report-format', 'jsonl']);
    expect(JSON.parse(bought.stdout)).toMatchObject({ state: 'succeeded' });
    expect(bought.code).toBe(0);

    const held = await workplace.write(
      'held.csv',
      'Action,PlanType\nCreatePlan,enterprise\nCreatePlan,basic\n',
    );
    const stopped = await workplace.run(['run', held, '--simulate', '--yes']);
    expect(stopped.stdout).toContain('tcbatch release CreatePlan');
    expect(stopped.code).toBe(5);
  });

  it('drains at SIGINT, reports, and ends with 130; called again it goes on', async () => {
    const manifest = await workplace.write('m.csv', 'Action,PlanType,Count\nCreatePlan,basic,60\n');
    const run = workplace.start(['run', manifest, '--simulate', '--yes', '--report-format', 'json']);
    await run.says('stderr', /running: \d+ of 60/);
    const children = await childrenOf(run.pid);
    run.kill('SIGINT');
    const { code, stdout } = await run.ended;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toHaveLength(60);
    expect(children).toHaveLength(2);
    expect(await stillRunning(children)).toEqual([]);

    const again = await workplace.run(['run', manifest, '--simulate', '--yes', '--report-format', 'json']);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout).every(({ state }: { state: string }) => state === 'succeeded')).toBe(
      true,
    );
  });

  it('has children that end when it is killed', async () => {
    const manifest = await workplace.write('m.csv', 'Action,PlanType,Count\nCreatePlan,basic,200\n');
    const run = workplace.start(['run', manifest, '--simulate', '--yes', '--workers', '2']);
    await run.says('stderr', /running: \d+ of 200/);
    const children = await childrenOf(run.pid);
    expect(children).toHaveLength(3);
    run.kill('SIGKILL');
    await run.ended;
    while ((await stillRunning(children)).length > 0);
  });

  it('never touches a real account, whatever the environment says', async () => {
    const manifest = await workplace.write('m.csv', 'Action,PlanType\nCreatePlan,basic\n');
    const environment = {
      TENCENTCLOUD_SECRET_ID: 'AKIDreal',
      TENCENTCLOUD_SECRET_KEY: 'real-key',
      TCBATCH_ENDPOINT_TEO: 'http://127.0.0.1:1',
      REDIS_URL: 'redis://127.0.0.1:1',
    };
    const run = await workplace.run(['run', manifest, '--simulate', '--yes'], { environment });
    expect(run.code).toBe(0);
    expect(run.stderr).not.toContain('AKIDreal');
  });
});
