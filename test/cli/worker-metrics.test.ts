import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningTcbatch } from '../support/processes.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { scrape } from '../support/scrape.ts';
import { withShop } from '../support/shop.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

async function doorOf(worker: RunningTcbatch): Promise<string> {
  const [, url = ''] = await worker.says('stderr', /"url":"([^"]+)","msg":"Telling metrics"/);
  await worker.says('stderr', /"msg":"Working"/);
  return url;
}

const plan = 'action="CreatePlan",account="default"';

describe.concurrent('worker --metrics-port', () => {
  it('counts calls by their outcome and code, and tells what waits and what is in doubt', () =>
    withShop(redis, {}, async ({ simulator, workplace }) => {
      // Not executed, so that no look ever settles it.
      simulator.setFaults([{ action: 'CreatePlan', match: { times: 1 }, fault: { kind: 'drop-before' } }]);
      const worker = workplace.start(['worker', '--metrics-port', '0']);
      const url = await doorOf(worker);
      const manifest = await workplace.write('m.csv', 'Action,PlanType,Count\nCreatePlan,basic,2\n');
      await workplace.run(['submit', manifest, '--yes']);
      let series = await scrape(`${url}/metrics`);
      while ((series.get(`tcbatch_calls_total{${plan},outcome="succeeded",code="none"}`) ?? 0) < 1) {
        series = await scrape(`${url}/metrics`);
      }
      expect(
        series.get(`tcbatch_calls_total{${plan},outcome="in-doubt",code="Transport.ConnectionLost"}`),
      ).toBe(1);
      expect(series.get(`tcbatch_purchases_in_doubt{${plan}}`)).toBe(1);
      expect(series.get(`tcbatch_oldest_in_doubt_seconds{${plan}}`)).toBeGreaterThanOrEqual(0);
      expect(series.get(`tcbatch_call_duration_seconds_count{${plan}}`)).toBe(2);
      expect(series.get(`tcbatch_slot_wait_seconds_count{${plan}}`)).toBeGreaterThanOrEqual(2);
      expect(series.get(`tcbatch_intent_sync_seconds_count{${plan}}`)).toBeGreaterThanOrEqual(1);
      expect(series.get(`tcbatch_queue_length{${plan}}`)).toBe(0);
      expect(series.get(`tcbatch_line_held{${plan}}`)).toBe(0);
      expect(series.get(`tcbatch_calls_per_second_allowed{${plan}}`)).toBe(20);
      expect(series.get('bullmq_job_count{queue="CreatePlan",state="waiting"}')).toBe(0);
      expect(series.get('tcbatch_journal_backlog')).toBe(0);
      expect(series.get('tcbatch_redis_durable')).toBe(1);
      expect(series.get('tcbatch_redis_writable')).toBe(1);
      worker.kill('SIGTERM');
      expect((await worker.ended).code).toBe(0);
    }));

  it('says that it is ready while Redis takes writes, and that it lives while Redis is away', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const own = await startTestRedis();
      const worker = workplace.start(['worker', '--metrics-port', '0'], {
        environment: { REDIS_URL: own.url },
      });
      const url = await doorOf(worker);
      const ask = async (path: string) => (await fetch(`${url}${path}`)).status;
      expect(await ask('/readyz')).toBe(200);
      expect(await ask('/healthz')).toBe(200);
      expect(await ask('/')).toBe(404);
      await own.kill();
      expect(await ask('/readyz')).toBe(503);
      expect(await ask('/healthz')).toBe(200);
      const series = await scrape(`${url}/metrics`);
      expect(series.get('tcbatch_redis_writable')).toBe(0);
      expect(series.has(`tcbatch_line_held{${plan}}`)).toBe(false);
      await own.restart();
      while ((await ask('/readyz')) !== 200);
      worker.kill('SIGTERM');
      expect((await worker.ended).code).toBe(0);
      await own.stop();
    }));

  it('is not ready while Redis refuses writes', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const own = await startTestRedis();
      const worker = workplace.start(['worker', '--metrics-port', '0'], {
        environment: { REDIS_URL: own.url },
      });
      const url = await doorOf(worker);
      await own.connect().config('SET', 'maxmemory', '1');
      const answer = await fetch(`${url}/readyz`);
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ ok: false, redis: 'refusing' });
      expect((await scrape(`${url}/metrics`)).get('tcbatch_redis_writable')).toBe(0);
      worker.kill('SIGKILL');
      await worker.ended;
      await own.stop();
    }));

  it('buys nothing where its port is taken, and tells nothing unless it is asked to', () =>
    withShop(redis, {}, async ({ workplace }) => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const address = other.address();
      const port = typeof address === 'object' ? String(address?.port) : '';
      const taken = await workplace.run(['worker'], { environment: { TCBATCH_METRICS_PORT: port } });
      expect(taken.code).toBe(2);
      expect(taken.stderr).toContain(`Cannot tell metrics on 127.0.0.1:${port}`);
      const none = workplace.start(['worker', '--metrics-port', 'none'], {
        environment: { TCBATCH_METRICS_PORT: port },
      });
      await none.says('stderr', /"msg":"Working"/);
      none.kill('SIGTERM');
      expect((await none.ended).stderr).not.toContain('Telling metrics');
      other.close();
    }));
});
