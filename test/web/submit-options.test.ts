import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRun } from '../../src/shared/ledger/runs.ts';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { testLedger } from '../support/ledger.ts';
import { openWorkplace, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
let simulator: Simulator;
let workplace: Workplace;
let ledger: ReturnType<typeof testLedger>;
let url = '';
beforeAll(async () => {
  redis = await startTestRedis();
  simulator = await startSimulator({ balanceCents: 123_456 });
  ledger = testLedger(redis);
  workplace = await openWorkplace({
    REDIS_URL: redis.url,
    TCBATCH_PREFIX: ledger.prefix,
    TCBATCH_ENDPOINT: simulator.url,
    TENCENTCLOUD_SECRET_ID: simulator.secretId,
    TENCENTCLOUD_SECRET_KEY: simulator.secretKey,
    TCBATCH_WEB_TOKEN: 'a-token',
  });
  [url] = await workplace.start(['serve', '--port', '0']).says('stdout', /http:\/\/\S+/);
});
afterAll(async () => {
  await workplace.close();
  await simulator.close();
  await redis.stop();
});

function post(path: string, body: string, type = 'text/csv'): Promise<Response> {
  const headers = { authorization: 'Bearer a-token', 'content-type': type };
  return fetch(`${url}${path}`, { method: 'POST', headers, body });
}

const plans = (count: number) => `Action,PlanType,Count\nCreatePlan,basic,${count}\n`;

async function runOf(answer: Response): Promise<string> {
  return ((await answer.json()) as { run: string }).run;
}

async function precheckOf(run: string): Promise<string | null> {
  return ledger.redis.hget(`${ledger.prefix}:{${run}}:run`, 'precheck');
}

describe('how a run is bought', () => {
  it('is told with its manifest: where it stops, and whether domains are looked at', async () => {
    const queued = await post('/api/runs?precheck=false&stopBelow=12.50', plans(2));
    expect(queued.status).toBe(201);
    const run = await runOf(queued);
    expect((await readRun(ledger, run))?.stopBelowCents).toBe(1250);
    expect(await precheckOf(run)).toBe('off');
    const again = await post('/api/runs?stopBelow=100', plans(2));
    expect(again.status).toBe(200);
    expect((await readRun(ledger, run))?.stopBelowCents).toBe(10_000);
    const plain = await runOf(await post('/api/runs', plans(3)));
    expect((await readRun(ledger, plain))?.stopBelowCents).toBeNull();
    expect(await precheckOf(plain)).toBeNull();
  });

  it('is told when an upload is confirmed, and a refusal leaves it to be confirmed differently', async () => {
    const upload = (await (await post('/api/uploads', plans(4))).json()) as {
      readonly upload: string;
      readonly plan: { readonly hash: string };
    };
    const confirm = (choices: object) => {
      const body = JSON.stringify({ purchases: 4, plan: upload.plan.hash, ...choices });
      return post(`/api/uploads/${upload.upload}/confirm`, body, 'application/json');
    };
    expect((await confirm({ stopBelow: '1234.57' })).status).toBe(422);
    expect((await confirm({ stopBelow: 'much' })).status).toBe(400);
    const queued = await confirm({ stopBelow: '1234.56', precheck: false });
    expect(queued.status).toBe(201);
    const run = await runOf(queued);
    expect((await readRun(ledger, run))?.stopBelowCents).toBe(123_456);
    expect(await precheckOf(run)).toBe('off');
  });

  it('is refused, and nothing queued, where the balance is too low, unreadable, or no amount is named', async () => {
    const before = await ledger.redis.keys(`${ledger.prefix}:*:run`);
    const tooLow = await post('/api/runs?stopBelow=1234.57', plans(5));
    expect([tooLow.status, await tooLow.json()]).toMatchObject([422, { code: 'balance-too-low' }]);
    expect((await post('/api/runs?stopBelow=1.234', plans(5))).status).toBe(400);
    expect((await post('/api/runs?precheck=maybe', plans(5))).status).toBe(400);
    const code = 'UnauthorizedOperation.CamNoAuth';
    simulator.setFaults([{ action: 'DescribeAccountBalance', fault: { kind: 'code', code } }]);
    const unreadable = await post('/api/runs?stopBelow=1', plans(5));
    expect([unreadable.status, await unreadable.json()]).toMatchObject([422, { code: 'balance-unreadable' }]);
    simulator.setFaults([]);
    expect(await ledger.redis.keys(`${ledger.prefix}:*:run`)).toEqual(before);
  });
});
