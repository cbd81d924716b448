import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { type Shop, withShop } from '../support/shop.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

function withAccount(body: (place: Shop & { readonly manifest: string }) => Promise<void>): Promise<void> {
  return withShop(redis, { balanceCents: 123_456 }, async (shop) => {
    const manifest = await shop.workplace.write('plans.csv', 'Action,PlanType\nCreatePlan,basic\n');
    await body({ ...shop, manifest });
  });
}

const refusal = 'UnauthorizedOperation.CamNoAuth';

describe.concurrent('the balance', () => {
  test('is shown with the account before anything is bought', async () => {
    await withAccount(async ({ workplace, manifest }) => {
      const shown = await workplace.run(['plan', manifest]);
      expect(shown.stdout).toContain('balance  1234.56 on account 100000000001');
      const { payer } = JSON.parse((await workplace.run(['plan', manifest, '--json'])).stdout);
      expect(payer).toMatchObject({ uin: '100000000001', balance: '1234.56' });
      const submitted = await workplace.run(['submit', manifest, '--yes', '--stop-below', '1234.56']);
      expect(submitted).toMatchObject({ code: 0, stderr: expect.stringContaining('below 1234.56') });
    });
  });

  test('that is below the limit already, or cannot be read, has --stop-below queue nothing', async () => {
    await withAccount(async ({ workplace, simulator, manifest }) => {
      const tooLow = await workplace.run(['submit', manifest, '--yes', '--stop-below', '1234.57']);
      expect(tooLow).toMatchObject({ code: 2, stderr: expect.stringContaining('Nothing was queued') });
      simulator.setFaults([{ action: 'DescribeAccountBalance', fault: { kind: 'code', code: refusal } }]);
      const unreadable = await workplace.run(['submit', manifest, '--yes', '--stop-below', '1']);
      expect(unreadable).toMatchObject({ code: 2, stderr: expect.stringContaining(refusal) });
      expect(JSON.parse((await workplace.run(['runs', '--json'])).stdout)).toEqual([]);
    });
  });

  test('that cannot be read is said, and stops nobody who did not ask for it', async () => {
    await withAccount(async ({ workplace, simulator, manifest }) => {
      simulator.setFaults([{ action: 'DescribeAccountBalance', fault: { kind: 'code', code: refusal } }]);
      const submitted = await workplace.run(['submit', manifest, '--yes']);
      expect(submitted).toMatchObject({ code: 0, stderr: expect.stringContaining(refusal) });
    });
  });
});
