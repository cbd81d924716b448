import { expect, test } from 'vitest';
import { closeAccounts } from '../../../src/shared/accounts/open-account.ts';
import { createPackageOrder } from '../../../src/shared/actions/create-package-order.ts';
import { actions } from '../../../src/shared/actions/index.ts';
import { lineKeys } from '../../../src/shared/ledger/keys.ts';
import { lineName } from '../../../src/shared/line.ts';
import { noProxies } from '../../../src/shared/outgoing/proxy-rules.ts';
import { startSimulator } from '../../../src/simulator/start-simulator.ts';
import { type ApiClient, createApiClient } from '../../../src/worker/api-client.ts';
import { createProvider } from '../../../src/worker/reconcile/provider.ts';
import { testLedger } from '../../support/ledger.ts';
import { withRedis } from '../../support/redis.ts';
import { openTestAccounts } from '../../support/worker.ts';

/** Longer than a slot may be used after its moment. */
const stallMs = 60;

test('a look whose process stood still past its moment is not sent then, and takes another moment', () =>
  withRedis(async (redis) => {
    const simulator = await startSimulator();
    const { accounts } = await openTestAccounts(simulator);
    const client = createApiClient({ timeoutMs: 5_000, proxies: noProxies });
    let sends = 0;
    const stalling: ApiClient = {
      ...client,
      send: (request) => {
        sends += 1;
        if (sends === 1) standStill();
        return client.send(request);
      },
    };
    const [account] = accounts.values();
    const [definition] = actions;
    if (!account || !definition) throw new Error('Cannot look without an account and an action');
    const provider = createProvider({ ledger: testLedger(redis), account, client: stalling });
    const { readBack } = definition.safety;
    await provider.look(readBack, {});
    expect(sends).toBeGreaterThan(1);
    expect(simulator.stats()[readBack.action]).toMatchObject({ calls: 1 });
    await client.close();
    closeAccounts(accounts);
    await simulator.close();
  }));

function standStill(): void {
  const until = performance.now() + stallMs;
  while (performance.now() < until);
}

test.each([
  ['20', '19'],
  ['5000', '5000'],
])('looks before purchases at %s calls a second are paced at %s', (TCBATCH_RATE, pace) =>
  withRedis(async (redis) => {
    const simulator = await startSimulator();
    const { accounts } = await openTestAccounts(simulator, {
      TCBATCH_RATE,
      TCBATCH_TEST_RATE_UNLIMITED: '1',
    });
    const client = createApiClient({ timeoutMs: 5_000, proxies: noProxies });
    const [account] = accounts.values();
    if (!account) throw new Error('Cannot look without an account');
    const ledger = testLedger(redis);
    const { readBack } = createPackageOrder.safety;
    await createProvider({ ledger, account, client }).look(readBack, {});
    const { pacer } = lineKeys(ledger.prefix, lineName({ action: readBack.action, account: account.name }));
    expect(await ledger.redis.hget(pacer, 'rate')).toBe(pace);
    await client.close();
    closeAccounts(accounts);
    await simulator.close();
  }),
);
