import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunStatus } from '../../src/shared/run.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../support/otlp-receiver.ts';
import type { Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { type Shop, withShop } from '../support/shop.ts';
import { until } from '../support/until.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

/** Lends a shop that tells a collector of its traces. */
async function withCollector(
  body: (place: Shop & { readonly collector: OtlpReceiver }) => Promise<void>,
): Promise<void> {
  const collector = await startOtlpReceiver();
  const environment = { TCBATCH_WEB_TOKEN: 'a-token', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  try {
    await withShop(redis, { environment }, (shop) => body({ ...shop, collector }));
  } finally {
    await collector.close();
  }
}

interface Planned {
  readonly upload: string;
  readonly plan: { readonly hash: string };
}

const manifest = 'Action,PlanType,Count\nCreatePlan,basic,3\n';
/** Those that left; one whose moment had passed is traced too, and made again. */
const callsIn = (collector: OtlpReceiver) =>
  collector
    .spans()
    .filter(({ name, attributes }) => name === 'CreatePlan' && attributes['tcbatch.answer'] !== 'too-late');
const readStatus = async (workplace: Workplace, run: string) =>
  JSON.parse((await workplace.run(['status', run, '--json'])).stdout) as RunStatus;

describe.concurrent('with OTEL_EXPORTER_OTLP_ENDPOINT', () => {
  it('a submission, its jobs and their calls are one trace, which the log names, and each call names its attempt', () =>
    withCollector(async ({ collector, simulator, workplace }) => {
      // Not executed, so that no look ever settles it.
      simulator.setFaults([{ action: 'CreatePlan', match: { times: 1 }, fault: { kind: 'drop-before' } }]);
      const path = await workplace.write('m.csv', manifest);
      const run = (await workplace.run(['submit', path, '--yes'])).stdout.trim();
      const worker = workplace.start(['worker']);
      await until('nothing is queued', async () => {
        const { counts } = await readStatus(workplace, run);
        return counts.succeeded === 2 && counts['in-doubt'] === 1;
      });
      worker.kill('SIGTERM');
      const { code, stderr } = await worker.ended;
      expect(code).toBe(0);

      const submission = collector.spans().find(({ name }) => name === 'submit');
      const calls = callsIn(collector);
      expect(calls).toHaveLength(3);
      expect(new Set(calls.map(({ traceId }) => traceId))).toEqual(new Set([submission?.traceId]));
      const report = await workplace.run(['report', run, '--format', 'jsonl']);
      const attempts = report.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).traceId as string);
      expect(new Set(calls.map(({ attributes }) => attributes['tcbatch.attempt']))).toEqual(
        new Set(attempts),
      );
      const lost = calls.find(({ attributes }) => attributes['tcbatch.answer'] === 'lost');
      expect(lost?.attributes['error.type']).toBe('Transport.ConnectionLost');
      const logged = stderr.split('\n').find((line) => line.includes('"msg":"Purchase in doubt"')) ?? '{}';
      expect(JSON.parse(logged)).toMatchObject({
        trace_id: submission?.traceId,
        attempt: lost?.attributes['tcbatch.attempt'],
      });
    }));

  it('an upload goes on with the trace of its caller, down to the calls', () =>
    withCollector(async ({ collector, workplace }) => {
      const worker = workplace.start(['worker']);
      const serve = workplace.start(['serve', '--port', '0']);
      const [url] = await serve.says('stdout', /http:\/\/\S+/);
      const traceId = '0af7651916cd43dd8448eb211c80319c';
      const submitted = await fetch(`${url}/api/runs`, {
        method: 'POST',
        headers: {
          authorization: 'Bearer a-token',
          'content-type': 'text/csv',
          traceparent: `00-${traceId}-b7ad6b7169203331-01`,
        },
        body: manifest,
      });
      const { run } = (await submitted.json()) as RunStatus;
      await until('the run is finished', async () => (await readStatus(workplace, run)).state === 'finished');
      for (const process of [worker, serve]) process.kill('SIGTERM');
      await Promise.all([worker.ended, serve.ended]);
      expect(callsIn(collector).map((call) => call.traceId)).toEqual([traceId, traceId, traceId]);
      expect(collector.spans().find(({ name }) => name === 'POST /api/runs')?.traceId).toBe(traceId);
    }));

  it('what a person confirms goes on with the trace of the upload, and is linked to the confirmation', () =>
    withCollector(async ({ collector, workplace }) => {
      const worker = workplace.start(['worker']);
      const serve = workplace.start(['serve', '--port', '0']);
      const [url] = await serve.says('stdout', /http:\/\/\S+/);
      const post = async (path: string, type: string, body: string) => {
        const headers = { authorization: 'Bearer a-token', 'content-type': type };
        return (await fetch(`${url}${path}`, { method: 'POST', headers, body })).json();
      };
      const { upload, plan } = (await post('/api/uploads', 'text/csv', manifest)) as Planned;
      const agreed = JSON.stringify({ purchases: 3, plan: plan.hash });
      const confirmPath = `/api/uploads/${upload}/confirm`;
      const { run } = (await post(confirmPath, 'application/json', agreed)) as RunStatus;
      await until('the run is finished', async () => (await readStatus(workplace, run)).state === 'finished');
      for (const process of [worker, serve]) process.kill('SIGTERM');
      await Promise.all([worker.ended, serve.ended]);

      const spanOf = (wanted: string) => collector.spans().find(({ name }) => name === wanted);
      const uploaded = spanOf('POST /api/uploads');
      const confirmed = spanOf('POST /api/uploads/:upload/confirm');
      const submission = spanOf('submit');
      expect(uploaded?.traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(callsIn(collector).map((call) => call.traceId)).toEqual(Array(3).fill(uploaded?.traceId));
      expect(submission).toMatchObject({ traceId: uploaded?.traceId, parentSpanId: uploaded?.spanId });
      expect(submission?.links).toMatchObject([{ traceId: confirmed?.traceId, spanId: confirmed?.spanId }]);
      expect(confirmed?.traceId).not.toBe(uploaded?.traceId);
    }));

  it('a collector that is not there costs nobody an outcome, and ends nothing late', () =>
    withCollector(async ({ collector, workplace }) => {
      const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
      const path = await workplace.write('m.csv', manifest);
      const { code } = await workplace.run(['run', path, '--yes'], { environment });
      expect(code).toBe(0);
      expect(collector.spans()).toEqual([]);
    }));
});

describe.concurrent('without it', () => {
  it('nothing is traced, and no line of the log speaks of a trace', () =>
    withCollector(async ({ collector, workplace }) => {
      const environment = { OTEL_SDK_DISABLED: 'true' };
      const path = await workplace.write('m.csv', manifest);
      const { code, stderr } = await workplace.run(['run', path, '--yes'], {
        environment: { ...environment, LOG_LEVEL: 'info' },
      });
      expect(code).toBe(0);
      expect(stderr).toContain('"msg":"Working"');
      expect(stderr).not.toContain('trace_id');
      expect(collector.spans()).toEqual([]);
    }));
});
