import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import type { Plan, Upload } from '../../src/web/api-types.ts';
import { call } from '../simulator/signed-call.ts';
import { openWorkplace, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis, testPrefix } from '../support/redis.ts';

let redis: TestRedis;
let simulator: Simulator;
let workplace: Workplace;
let url = '';
beforeAll(async () => {
  redis = await startTestRedis();
  simulator = await startSimulator({ ratePerSecond: null });
  workplace = await openWorkplace({
    REDIS_URL: redis.url,
    TCBATCH_PREFIX: testPrefix(),
    TCBATCH_ENDPOINT: simulator.url,
    TENCENTCLOUD_SECRET_ID: simulator.secretId,
    TENCENTCLOUD_SECRET_KEY: simulator.secretKey,
    TCBATCH_WEB_TOKEN: 'full-token',
    TCBATCH_WEB_READ_TOKEN: 'read-token',
  });
  [url] = await workplace.start(['serve', '--port', '0']).says('stdout', /http:\/\/\S+/);
});
afterAll(async () => {
  await workplace.close();
  await simulator.close();
  await redis.stop();
});

function ask(path: string, { token = 'full-token', type, ...init }: Asking = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, ...(type ? { 'content-type': type } : {}) };
  return fetch(`${url}${path}`, { ...init, headers });
}

interface Asking {
  readonly method?: string;
  readonly body?: string;
  readonly type?: string;
  readonly token?: string;
}

function postManifest(path: string, body: string): Promise<Response> {
  return ask(path, { method: 'POST', body, type: 'text/csv' });
}

describe('a plan that the site makes', () => {
  const domains = (...names: readonly string[]) =>
    ['Action,Domain,Grade', ...names.map((name) => `CreatePackageOrder,${name},DPG_PROFESSIONAL`)].join('\n');

  it('counts what would be skipped, of an upload and of a dry run that looks first', async () => {
    await call(simulator, 'CreatePackageOrder', { Domain: 'there.example', Grade: 'DPG_PROFESSIONAL' });
    const manifest = domains('there.example', 'new.example');
    const upload = (await (await postManifest('/api/uploads', manifest)).json()) as Upload;
    const skips = { wouldSkip: { CreatePackageOrder: 1 }, wouldSkipUnknown: {} };
    expect(upload.plan).toMatchObject({ total: 2, ...skips });
    const kept = (await (await ask(`/api/uploads/${upload.upload}`)).json()) as Upload;
    expect(kept.plan).toMatchObject(skips);
    const dryRun = async (query: string) => {
      const answer = await postManifest(`/api/runs?dryRun&${query}`, manifest);
      return ((await answer.json()) as { readonly plan: Plan }).plan;
    };
    expect(await dryRun('')).toMatchObject(skips);
    expect(await dryRun('precheck=false')).toMatchObject({ wouldSkip: {}, wouldSkipUnknown: {} });
  });

  it('says why nobody could look, and is made nevertheless', async () => {
    simulator.setFaults([
      { action: 'DescribeDomain', fault: { kind: 'code', code: 'UnauthorizedOperation.CamNoAuth' } },
    ]);
    const answer = await postManifest('/api/uploads', domains('unseen.example'));
    simulator.setFaults([]);
    expect((await answer.json()) as Upload).toMatchObject({
      ok: true,
      plan: {
        wouldSkip: { CreatePackageOrder: null },
        wouldSkipUnknown: { CreatePackageOrder: 'DescribeDomain answered UnauthorizedOperation.CamNoAuth' },
      },
    });
  });
});
