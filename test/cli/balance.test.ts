import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/start-simulator.ts';
import { openWorkplace, type Workplace } from '../support/processes.ts';
import { startTestRedis, type TestRedis, testPrefix } from '../support/redis.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

async function withAccount(
  body: (place: {
    readonly simulator: Simulator;
    readonly workplace: Workplace;
    readonly manifest: string;
  }) => Promise<void>,
): Promise<void> {
  const simulator = await startSimulator({ balanceCents: 123_456 });
  const workplace = await openWorkplace({
    REDIS_URL: redis.url,
    TCBATCH_PREFIX: testPrefix(),
    TCBATCH_ENDPOINT: simulator.url,
    TENCENTCLOUD_SECRET_ID: simulator.secretId,
    TENCENTCLOUD_SECRET_KEY: simulator.secretKey,
  });
  try {
    const manifest = await workplace.write('plans.csv', 'Action,PlanType\nCreatePlan,basic\n');
    await body({ simulator, workplace, manifest });
  } finally {
    await workplace.close();
    await simulator.close();
  }
}

const refusal = 'UnauthorizedOperation.CamNoAuth';

describe('the balance', () => {
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
