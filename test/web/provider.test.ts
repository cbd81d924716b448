import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import type { AuditEntry, Expiring, Paid, PaymentPlan, Plan, Upload } from '../../src/web/api-types.ts';
import { call } from '../simulator/signed-call.ts';
import { openWorkplace, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis, testPrefix } from '../support/redis.ts';

let redis: TestRedis;
let simulator: Simulator;
let workplace: Workplace;
let url = '';
beforeAll(async () => {
  redis = await startTestRedis();
  simulator = await startSimulator({
    ratePerSecond: null,
    stock: { plans: 6, instances: 3, expiring: 1 / 3 },
  });
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

  it('says who pays and what they hold, where the key may see it', async () => {
    const planned = async (...names: readonly string[]) => {
      const upload = (await (await postManifest('/api/uploads', domains(...names))).json()) as Upload;
      return upload.plan?.payer;
    };
    const { Uin, RealBalance } = await call(simulator, 'DescribeAccountBalance', {});
    const balance = (Number(RealBalance) / 100).toFixed(2);
    expect(await planned('paid.example')).toMatchObject({ uin: String(Uin), balance });
    simulator.setFaults([
      {
        action: 'DescribeAccountBalance',
        fault: { kind: 'code', code: 'UnauthorizedOperation.CamNoAuth' },
      },
    ]);
    const blind = await planned('unseen-balance.example');
    simulator.setFaults([]);
    expect(blind).toMatchObject({ uin: null, balance: null, hosts: [new URL(simulator.url).host] });
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

describe('what expires', () => {
  it('is listed for whoever may look, with the rows that renew it', async () => {
    const answer = await ask('/api/expiring?within=30d&period=3', { token: 'read-token' });
    const expiring = (await answer.json()) as Expiring;
    expect(expiring).toMatchObject({
      found: 3,
      byAction: { RenewPlan: { found: 2, expired: 0 }, RenewInstance: { found: 1, expired: 0 } },
    });
    expect(expiring.rows.map(({ row, action, period }) => [row, action, period])).toEqual([
      [1, 'RenewPlan', 3],
      [2, 'RenewPlan', 3],
      [3, 'RenewInstance', 3],
    ]);
    for (const { ifExpiresBefore, expiredTime } of expiring.rows)
      expect(Date.parse(ifExpiresBefore)).toBeGreaterThan(Date.parse(expiredTime));
    const ofPlans = await ask('/api/expiring?within=30d&action=RenewPlan');
    expect(((await ofPlans.json()) as Expiring).found).toBe(2);
  });

  it.each(['csv', 'json', 'jsonl'])('is a manifest in %s that the site takes', async (format) => {
    const answer = await ask(`/api/expiring/manifest?within=30d&format=${format}`);
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="renewals.${format}"`);
    const type = answer.headers.get('content-type') ?? '';
    const manifest = await answer.text();
    expect(manifest).toContain('IfExpiresBefore');
    const checked = await ask('/api/runs?dryRun', { method: 'POST', body: manifest, type });
    expect(await checked.json()).toMatchObject({
      ok: true,
      plan: {
        purchases: { RenewPlan: 2, RenewInstance: 1 },
        wouldSkip: { RenewPlan: 0, RenewInstance: 0 },
      },
    });
  });

  it.each([
    ['within=soon', 400, 'bad-request'],
    ['within=30d&period=13', 422, 'period-unsold'],
    ['within=30d&account=nobody', 422, 'unknown-account'],
  ])('is refused where %s is asked for', async (query, status, code) => {
    const answer = await ask(`/api/expiring?${query}`);
    expect([answer.status, await answer.json()]).toMatchObject([status, { code }]);
  });

  it('is not shown in part where the provider does not allow to list it', async () => {
    simulator.setFaults([
      { action: 'DescribeRenewInstances', fault: { kind: 'code', code: 'UnauthorizedOperation.CamNoAuth' } },
    ]);
    for (const path of ['/api/expiring?within=30d', '/api/expiring/manifest?within=30d']) {
      const answer = await ask(path);
      expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'list-refused' }]);
    }
    simulator.setFaults([]);
  });
});

describe('orders that a run left to be paid', () => {
  const post = (path: string, body: unknown, token = 'full-token') =>
    ask(path, { method: 'POST', body: JSON.stringify(body), type: 'application/json', token });

  it('are shown to whoever may look, planned, and paid as they were planned and typed', async () => {
    simulator.setBalance(100);
    const manifest = await workplace.write('poor.csv', 'Action,PlanType,Reference\nCreatePlan,basic,C-1\n');
    expect((await workplace.run(['run', manifest, '--yes'])).code).toBe(3);
    const [{ run = '' } = {}] = (await (await ask('/api/runs')).json()) as { readonly run: string }[];
    const summary = await (await ask(`/api/runs/${run}/summary`)).json();
    expect(summary).toMatchObject({ mayBeUnpaid: true });

    // No worker looks here which order it is.
    expect((await post(`/api/runs/${run}/reconcile`, {})).status).toBe(200);
    const listed = await ask(`/api/runs/${run}/unpaid`, { token: 'read-token' });
    const orderId = String(simulator.unpaidOrders()[0]?.orderId);
    const order = { orderId, standing: 'unpaid', amount: '50.00', currency: 'USD', row: 1, reference: 'C-1' };
    expect(await listed.json()).toMatchObject([order]);
    const planned = await ask(`/api/runs/${run}/unpaid/plan?order=${orderId}`, { token: 'read-token' });
    const plan = (await planned.json()) as PaymentPlan;
    expect(plan).toMatchObject({
      orders: [order],
      amounts: [{ amount: '50.00', currency: 'USD' }],
      account: 'default',
      balance: '1.00',
    });

    const pay = `/api/runs/${run}/unpaid/pay`;
    const agreed = { orders: [orderId], count: 1, plan: plan.hash };
    const refusals: readonly (readonly [body: object, code: string])[] = [
      [{ ...agreed, count: 2 }, 'number-differs'],
      [{ ...agreed, plan: 'another' }, 'plan-stale'],
      [{ ...agreed, orders: [orderId, 'another'] }, 'unknown-order'],
    ];
    for (const [body, code] of refusals) {
      const refused = await post(pay, body);
      expect([refused.status, await refused.json()]).toMatchObject([409, { code }]);
    }
    expect((await post(pay, agreed, 'read-token')).status).toBe(403);
    const tooPoor = await (await post(pay, agreed)).json();
    expect(tooPoor).toMatchObject({
      counts: { failed: 1 },
      payments: [{ orderId, kind: 'not-paid', code: 'FailedOperation.BalanceInsufficient' }],
    });
    expect(simulator.unpaidOrders()).toHaveLength(1);

    simulator.setBalance(5_000);
    const paid = (await (await post(pay, agreed)).json()) as Paid;
    expect(paid).toMatchObject({
      counts: { succeeded: 1, failed: 0 },
      payments: [{ orderId, row: 1, kind: 'paid', before: false, code: null }],
    });
    expect(simulator.executed().filter((sale) => sale.orderId === orderId)).toHaveLength(1);
    expect(await (await ask(`/api/runs/${run}/unpaid`)).json()).toEqual([]);
    expect((await post(pay, agreed)).status, 'nothing is left to pay').toBe(409);
    const deeds = (await (await ask(`/api/runs/${run}/audit`)).json()) as AuditEntry[];
    expect(deeds).toContainEqual(
      expect.objectContaining({ who: 'api', what: `pay order ${orderId} of row 1.1` }),
    );
  });
});
