import { Agent } from 'node:http';
import { CommonClient } from 'tencentcloud-sdk-nodejs-common';
import { expect, test } from 'vitest';
import { simulatorsOfTest } from './simulators.ts';

const start = simulatorsOfTest();

test('the vendor’s own SDK buys from the simulator', async () => {
  const simulator = await start();
  const { secretId, secretKey, port } = simulator;
  // The SDK takes the service's name from the host, so the host has to be the vendor's and lead here.
  const agent = new Agent({
    lookup: (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
  });
  const client = new CommonClient(`teo.tencentcloudapi.com:${port}`, '2022-09-01', {
    credential: { secretId, secretKey },
    profile: { httpProfile: { protocol: 'http://', agent } },
  });
  const answer = await client.request('CreatePlan', { PlanType: 'basic' });
  expect(simulator.executed()).toMatchObject([{ action: 'CreatePlan', resourceIds: [answer.PlanId] }]);
});
