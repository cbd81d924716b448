import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { withShop } from '../support/shop.ts';

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());

const stock = { plans: 450, instances: 240, expiring: 1 / 3 };

describe.concurrent('expiring', () => {
  test('lists all that expires in time, over all pages, although every fourth answer is lost or odd', async () => {
    const faults = [
      { match: { every: 4 }, fault: { kind: 'drop-before' as const } },
      { match: { every: 3, times: 2 }, fault: { kind: 'html' as const, status: 502 } },
    ];
    await withShop(redis, { stock, faults }, async ({ workplace, simulator }) => {
      const { code, stdout, stderr } = await workplace.run([
        'expiring',
        '--within',
        '30d',
        '--format',
        'jsonl',
      ]);
      const rows = stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
      expect(stderr).toMatch(/RenewPlan {2}150\n.*RenewInstance {2}80\n/s);
      expect(code).toBe(0);
      expect(rows.filter(({ Action }) => Action === 'RenewPlan')).toHaveLength(150);
      expect(new Set(rows.map(({ PlanId, InstanceId }) => PlanId ?? InstanceId)).size).toBe(230);
      expect(simulator.executed()).toEqual([]);
    });
  });

  test('writes a file that tells of one action what to run next', async () => {
    await withShop(redis, { stock }, async ({ workplace }) => {
      const wanted = ['--within', '4w', '--action', 'RenewInstance', '--period', '3', '--out', 'soon.csv'];
      const { code, stdout, stderr } = await workplace.run(['expiring', ...wanted]);
      const [header, first] = (await readFile(`${workplace.folder}/soon.csv`, 'utf8')).split('\n');
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
      expect(header).toBe(
        'Action,ProductCode,SubProductCode,RegionCode,InstanceId,Period,PeriodUnit,IfExpiresBefore,#ExpiredTime,#Zone,#AutoRenewal,#Status,#Name',
      );
      expect(first).toMatch(
        /^RenewInstance,p_cloudfirewall,sp_cloudfirewall_svv1,ap-guangzhou,cfw-\w+,3,m,2\d{3}-/,
      );
      expect(stderr).toContain('tcbatch submit soon.csv');
    });
  });

  test('prints nothing where the rights for half of it are missing, and exits with 2', async () => {
    const code = 'UnauthorizedOperation.CamNoAuth';
    const faults = [{ action: 'DescribeRenewInstances', fault: { kind: 'code' as const, code } }];
    await withShop(redis, { stock, faults }, async ({ workplace }) => {
      const ended = await workplace.run(['expiring', '--within', '30d']);
      expect(ended).toMatchObject({ code: 2, stdout: '' });
      expect(ended.stderr).toMatch(/Cannot list instances .*CamNoAuth\n.*QcloudFinanceRenewManageFullAccess/);
      const plansAlone = await workplace.run(['expiring', '--within', '30d', '--action', 'RenewPlan']);
      expect(plansAlone.code).toBe(0);
    });
  });

  test('refuses a span that is none, and a period that nobody sells', async () => {
    await withShop(redis, {}, async ({ workplace }) => {
      expect((await workplace.run(['expiring', '--within', 'soon'])).stderr).toContain('12h, 30d, 6w');
      expect((await workplace.run(['expiring'])).code).toBe(2);
      const tooLong = await workplace.run(['expiring', '--within', '30d', '--period', '13']);
      expect(tooLong).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('RenewPlan') });
      const instances = ['--action', 'RenewInstance', '--period', '13'];
      expect((await workplace.run(['expiring', '--within', '30d', ...instances])).code).toBe(0);
    });
  });

  test('names the account in its rows where one is asked for, and refuses one that nobody configured', async () => {
    await withShop(redis, { stock: { plans: 3, expiring: 1 } }, async ({ workplace }) => {
      const own = await workplace.run(['expiring', '--within', '30d', '--account', 'default']);
      expect(own.stdout).toMatch(/^Action,Account,PlanId.*\nRenewPlan,default,edgeone-/);
      const unknown = await workplace.run(['expiring', '--within', '30d', '--account', 'nobody']);
      expect(unknown).toMatchObject({ code: 2, stdout: '' });
    });
  });
});
