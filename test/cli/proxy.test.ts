import { afterEach, beforeEach, expect, it } from 'vitest';
import { openWorkplace, type Workplace } from '../support/processes.ts';

let workplace: Workplace;
beforeEach(async () => {
  workplace = await openWorkplace({
    HTTPS_PROXY: 'http://127.0.0.1:1',
    TENCENTCLOUD_SECRET_ID: 'an-id',
    TENCENTCLOUD_SECRET_KEY: 'a-key',
  });
  await workplace.write('m.csv', 'Action,PlanType\nCreatePlan,basic\n');
});
afterEach(() => workplace.close());

it.each([[['worker']], [['run', 'm.csv', '--yes']], [['pay', '20260731000017', '--yes']]])(
  '%j refuses to buy from a live account through a proxy, and says what to do',
  async (values) => {
    const { code, stderr } = await workplace.run(values);
    expect(stderr).toContain('got HTTPS_PROXY for');
    expect(stderr).toContain('NO_PROXY=.tencentcloudapi.com');
    expect(code).toBe(2);
    expect(JSON.parse((await workplace.run(['runs', '--json'])).stdout)).toEqual([]);
  },
);
