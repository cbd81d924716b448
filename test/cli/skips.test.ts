import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulatedPair } from '../../src/shared/accounts/simulated-pair.ts';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.ts';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import { call } from '../simulator/signed-call.ts';
import type { TcbatchOptions, Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { type Shop, withShop } from '../support/shop.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

interface Place extends Shop {
  readonly plan: (
    manifest: string,
    options?: TcbatchOptions & { readonly more?: string[] },
  ) => Promise<PlanDocument>;
}

interface PlanDocument {
  readonly hash: string;
  readonly total: number;
  readonly wouldSkip: Readonly<Record<string, number | null>>;
  readonly wouldSkipUnknown: Readonly<Record<string, string>>;
}

function withAccount(options: SimulatorOptions, body: (place: Place) => Promise<void>): Promise<void> {
  return withShop(redis, { ratePerSecond: null, ...options }, async (shop) => {
    const plan = async (manifest: string, { more = [], ...options }: Parameters<Place['plan']>[1] = {}) =>
      JSON.parse(
        (await shop.workplace.run(['plan', manifest, '--json', ...more], options)).stdout,
      ) as PlanDocument;
    await body({ ...shop, plan });
  });
}

const domains = (count: number) =>
  ['Action,Domain,Grade']
    .concat(Array.from({ length: count }, (_, i) => `CreatePackageOrder,d-${i}.example,DPG_PROFESSIONAL`))
    .join('\n');

async function buy(simulator: Simulator, ...names: string[]): Promise<void> {
  for (const Domain of names)
    await call(simulator, 'CreatePackageOrder', { Domain, Grade: 'DPG_PROFESSIONAL' });
}

/** A manifest that renews all that expires, of which every third row asks for what is so already. */
async function renewals(workplace: Workplace): Promise<{ readonly manifest: string; readonly rows: number }> {
  const { stdout } = await workplace.run(['expiring', '--within', '52w', '--format', 'jsonl']);
  const rows = stdout.trim().split('\n');
  const changed = rows.map((row, i) =>
    JSON.stringify({
      ...JSON.parse(row),
      ...(i % 3 === 0 ? { IfExpiresBefore: '2020-01-01T00:00:00Z' } : {}),
    }),
  );
  return { manifest: await workplace.write('renewals.jsonl', changed.join('\n')), rows: rows.length };
}

describe.concurrent('the plan', () => {
  test('counts the domains that have their grade, a few by themselves and many by the list', async () => {
    await withAccount({}, async ({ simulator, workplace, plan }) => {
      await buy(simulator, 'd-0.example', 'd-3.example', 'other.example');
      const few = await workplace.write('few.csv', domains(5));
      const shown = await workplace.run(['plan', few]);
      expect(shown).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('skips    2 CreatePackageOrder'),
      });
      expect(simulator.stats().DescribeDomain).toBeDefined();
      expect(simulator.stats().DescribeDomainList).toBeUndefined();
      const many = await plan(await workplace.write('many.csv', domains(50)));
      expect(many).toMatchObject({ total: 50, wouldSkip: { CreatePackageOrder: 2 }, wouldSkipUnknown: {} });
      expect(simulator.stats().DescribeDomainList).toBeDefined();
    });
  });

  test('counts none of them where they are to be bought without looking', async () => {
    await withAccount({}, async ({ simulator, workplace, plan }) => {
      await buy(simulator, 'd-0.example');
      const manifest = await workplace.write('few.csv', domains(2));
      expect((await plan(manifest, { more: ['--no-precheck'] })).wouldSkip).toEqual({});
      const submitted = await workplace.run(['submit', manifest, '--yes', '--no-precheck']);
      expect(submitted.code).toBe(0);
      expect(submitted.stderr).not.toContain('skips');
      expect(simulator.stats().DescribeDomain).toBeUndefined();
    });
  });

  test('counts renewals of what expires late enough, some by their ids and many by the lists', async () => {
    for (const stock of [
      { plans: 30, instances: 24, expiring: 1 },
      { plans: 420, instances: 210, expiring: 1 },
    ]) {
      await withAccount({ stock }, async ({ workplace, plan }) => {
        const { manifest, rows } = await renewals(workplace);
        expect(rows).toBe(stock.plans + stock.instances);
        const { wouldSkip } = await plan(manifest);
        expect(wouldSkip).toEqual({ RenewPlan: stock.plans / 3, RenewInstance: stock.instances / 3 });
      });
    }
  });

  test('is shown by submit with what would be skipped, and not looked for again once it is submitted', async () => {
    await withAccount({}, async ({ simulator, workplace, plan }) => {
      await buy(simulator, 'd-1.example');
      const manifest = await workplace.write('few.csv', domains(2));
      const submitted = await workplace.run(['submit', manifest, '--yes']);
      expect(submitted).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('skips    1 CreatePackageOrder'),
      });
      expect(await plan(manifest)).toMatchObject({ existing: true, wouldSkip: {} });
    });
  });

  test('looks into each account with its own key', async () => {
    const acme = simulatedPair('acme');
    await withAccount({ otherAccounts: { acme } }, async ({ simulator, workplace, plan }) => {
      await buy(simulator, 'd-0.example');
      const env = { secretId: 'ACME_ID', secretKey: 'ACME_KEY' };
      const config = await workplace.write(
        'config.json',
        JSON.stringify({ accounts: { acme: { credentials: { env } } } }),
      );
      const manifest = await workplace.write(
        'both.csv',
        'Action,Account,Domain,Grade\nCreatePackageOrder,,d-0.example,DPG_PROFESSIONAL\nCreatePackageOrder,acme,d-1.example,DPG_PROFESSIONAL\n',
      );
      const environment = { TCBATCH_CONFIG: config, ACME_ID: acme.secretId, ACME_KEY: acme.secretKey };
      const { wouldSkip } = await plan(manifest, { environment });
      expect(wouldSkip).toEqual({ CreatePackageOrder: 1, 'CreatePackageOrder.acme': 0 });
      const keyless = await plan(manifest, { environment: { ...environment, ACME_KEY: 'wrong' } });
      expect(keyless.wouldSkip).toEqual({ CreatePackageOrder: 1, 'CreatePackageOrder.acme': null });
    });
  });

  test('says of each action what the key may see of it', async () => {
    await withAccount({}, async ({ simulator, workplace, plan }) => {
      await buy(simulator, 'd-0.example');
      const code = 'UnauthorizedOperation.CamNoAuth';
      simulator.setFaults([{ action: 'DescribePlans', fault: { kind: 'code', code } }]);
      const renewal = 'RenewPlan,,,edgeone-2unuvzjmmn2q,1,2026-01-01T00:00:00Z';
      const manifest = await workplace.write(
        'both.csv',
        `Action,Domain,Grade,PlanId,Period,IfExpiresBefore\nCreatePackageOrder,d-0.example,DPG_PROFESSIONAL,,,\n${renewal}\n`,
      );
      expect(await plan(manifest)).toMatchObject({
        wouldSkip: { CreatePackageOrder: 1, RenewPlan: null },
        wouldSkipUnknown: { RenewPlan: `DescribePlans answered ${code}` },
      });
      const shown = await workplace.run(['plan', manifest]);
      expect(shown.stdout).toMatch(/skips {4}could not look how many RenewPlan: .*CamNoAuth\n/);
    });
  });

  test('is made without credentials, without a network, and with an endpoint that never answers', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    const silentUrl = () => `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    await withAccount({}, async ({ workplace }) => {
      const manifest = await workplace.write('few.csv', domains(2));
      const reasons: readonly [reason: string, environment: Record<string, string>][] = [
        ['no credentials were found', { TENCENTCLOUD_SECRET_ID: '', TENCENTCLOUD_SECRET_KEY: '' }],
        ['DescribeDomain gave no answer', { TCBATCH_ENDPOINT: 'http://127.0.0.1:9' }],
        ['DescribeDomain gave no answer', { TCBATCH_ENDPOINT: silentUrl() }],
      ];
      for (const [reason, environment] of reasons) {
        const shown = await workplace.run(['plan', manifest], { environment });
        expect(shown.code).toBe(0);
        expect(shown.stdout).toContain(`could not look how many CreatePackageOrder: ${reason}`);
      }
    });
    silent.closeAllConnections();
    silent.close();
  });
});
