import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunStatus } from '../../src/shared/run.ts';
import { childrenOf, openWorkplace, stillRunning, type Workplace } from '../support/processes.ts';
import { scrape } from '../support/scrape.ts';
import { until } from '../support/until.ts';

let workplace: Workplace;
beforeEach(async () => {
  workplace = await openWorkplace({ TCBATCH_WEB_TOKEN: 'a-token' });
});
afterEach(() => workplace.close());

const headers = { authorization: 'Bearer a-token' };
const manifest = 'Action,PlanType,Count\nCreatePlan,basic,6\n';

describe('serve --workers', () => {
  it('buys what is submitted to it, tells what its workers count, and leaves nobody behind', async () => {
    const serve = workplace.start([
      ...['serve', '--port', '0', '--workers', '2', '--simulate'],
      ...['--metrics-port', '0'],
    ]);
    const [url] = await serve.says('stdout', /http:\/\/\S+/);
    const submitted = await fetch(`${url}/api/runs`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/csv' },
      body: manifest,
    });
    const { run } = (await submitted.json()) as RunStatus;
    const read = async () => (await (await fetch(`${url}/api/runs/${run}`, { headers })).json()) as RunStatus;
    await until('the run is finished', async () => (await read()).state === 'finished');
    expect((await read()).counts.succeeded).toBe(6);

    const told = await serve.says('stderr', /(?:[\s\S]*"msg":"Telling metrics"){3}/);
    const doors = [...told[0].matchAll(/"url":"([^"]+)","msg":"Telling metrics"/g)].map(([, door]) => door);
    const counts = await Promise.all(doors.map((door) => scrape(`${door}/metrics`)));
    const calls =
      'tcbatch_calls_total{action="CreatePlan",account="default",outcome="succeeded",code="none"}';
    expect(counts.reduce((sum, series) => sum + (series.get(calls) ?? 0), 0)).toBe(6);

    const children = await childrenOf(serve.pid);
    expect(children).toHaveLength(3);
    serve.kill('SIGTERM');
    expect((await serve.ended).code).toBe(0);
    expect(await stillRunning(children)).toEqual([]);
  });

  it('ends, saying why, where its workers cannot work', async () => {
    const { code, stderr } = await workplace.run(['serve', '--port', '0', '--workers', '1']);
    expect(code).toBe(2);
    expect(stderr).toContain('Cannot serve with workers of its own');
  });
});

describe('worker --simulate', () => {
  it('buys from a simulator of its own what was submitted to it', async () => {
    const path = await workplace.write('m.csv', manifest);
    const worker = workplace.start(['worker', '--simulate']);
    await worker.says('stderr', /"msg":"Working"/);
    const run = (await workplace.run(['submit', path, '--simulate', '--yes'])).stdout.trim();
    await until('the run is finished', async () => {
      const { stdout } = await workplace.run(['status', run, '--json']);
      return (JSON.parse(stdout) as RunStatus).state === 'finished';
    });
    worker.kill('SIGTERM');
    expect((await worker.ended).code).toBe(0);
  });
});

describe('run', () => {
  it('gives no worker of its own the port on which somebody is told metrics', async () => {
    const path = await workplace.write('m.csv', manifest);
    const words = ['run', path, '--simulate', '--workers', '2', '--yes'];
    const { code, stderr } = await workplace.run(words, { environment: { TCBATCH_METRICS_PORT: '1' } });
    expect(code).toBe(0);
    expect(stderr).not.toContain('Cannot tell metrics');
  });
});
