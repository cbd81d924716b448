import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeAccounts } from '../../../src/shared/accounts/open-account.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/start-simulator.ts';
import { readPayers } from '../../../src/worker/balance/read-payers.ts';
import { testLedger } from '../../support/ledger.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { openTestAccounts } from '../../support/worker.ts';

let redis: TestRedis;
let simulator: Simulator;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(() => simulator.close());

async function uins(names: readonly string[]) {
  const opened = await openTestAccounts(simulator, { TCBATCH_REQUEST_TIMEOUT_MS: '1000' });
  try {
    return await readPayers(names, { ledger: testLedger(redis), ...opened });
  } finally {
    closeAccounts(opened.accounts);
  }
}

describe('readPayers', () => {
  test("knows the provider's number of an account, and asks nobody for one that is not there", async () => {
    expect(await uins(['default', 'nobody'])).toEqual(new Map([['default', '100000000001']]));
    expect(simulator.arrivals('DescribeAccountBalance')).toHaveLength(1);
  });

  test.each([
    ['the key may not read it', { kind: 'code', code: 'UnauthorizedOperation.CamNoAuth' }],
    ['the provider does not answer', { kind: 'late', ms: 600_000 }],
    ['the answer is none', { kind: 'html', status: 502 }],
  ] as const)('knows nothing where %s', async (_why, fault) => {
    simulator.setFaults([{ action: 'DescribeAccountBalance', fault }]);
    expect(await uins(['default'])).toEqual(new Map());
  });
});
