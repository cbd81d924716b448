import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { type Shop, withShop } from '../support/shop.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

/** Lends an account whose balance did not suffice for the one plan of a run. */
function withOrderLeft(body: (place: Shop & { readonly run: string }) => Promise<void>): Promise<void> {
  return withShop(redis, { balanceCents: 100 }, async (shop) => {
    const { workplace } = shop;
    const manifest = await workplace.write('plans.csv', 'Action,PlanType,Reference\nCreatePlan,basic,C-1\n');
    const bought = await workplace.run(['run', manifest, '--yes']);
    expect(bought.code).toBe(3);
    const runs = JSON.parse((await workplace.run(['runs', '--json'])).stdout) as { run: string }[];
    await body({ ...shop, run: runs[0]?.run ?? '' });
  });
}

describe('unpaid and pay', () => {
  test('list the order that a run left, and pay it once it is agreed to and can be paid', async () => {
    await withOrderLeft(async ({ simulator, workplace, run }) => {
      const [unpaid] = simulator.unpaidOrders();
      const listed = await workplace.run(['unpaid', run, '--format', 'json']);
      expect(JSON.parse(listed.stdout)).toMatchObject([
        {
          orderId: unpaid?.orderId,
          standing: 'unpaid',
          amount: '50.00',
          currency: 'USD',
          run,
          row: 1,
          reference: 'C-1',
          action: 'CreatePlan',
          errorCode: 'FailedOperation.InsufficientAccountBalance',
        },
      ]);
      const orderId = String(unpaid?.orderId);
      expect((await workplace.run(['unpaid'])).stdout).toContain(orderId);
      expect((await workplace.run(['unpaid', '--format', 'csv'])).stdout).toContain(
        `${orderId},unpaid,50.00,USD`,
      );

      expect(await workplace.run(['pay', orderId])).toMatchObject({ code: 2, stdout: '' });
      expect(await workplace.run(['pay', 'another', '--yes'])).toMatchObject({ code: 2, stdout: '' });
      const tooPoor = await workplace.run(['pay', orderId, '--yes']);
      expect(tooPoor).toMatchObject({ code: 3, stdout: expect.stringContaining('not paid') });
      expect(simulator.executed()).toEqual([]);

      simulator.setBalance(5_000);
      const paid = await workplace.run(['pay', orderId, '--yes']);
      expect(paid.code).toBe(0);
      expect(paid.stderr).toMatch(/50\.00 USD.*C-1.*To be paid: 50\.00 USD/s);
      expect(simulator.executed()).toMatchObject([{ orderId }]);
      const report = await workplace.run(['report', run, '--format', 'jsonl']);
      expect(report.code).toBe(0);
      expect(JSON.parse(report.stdout)).toMatchObject({
        state: 'succeeded',
        orderId,
        unpaidOrder: null,
        settledBy: 'person',
        delivery: 'complete',
      });

      const again = await workplace.run(['pay', orderId, '--yes']);
      expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing is left to pay') });
      expect(simulator.executed()).toHaveLength(1);
    });
  });
});
