import { expect, test } from 'vitest';
import { checkReplicas } from '../../../src/cli/doctor/check-replicas.ts';
import { readConfig } from '../../../src/shared/config.ts';
import { testPrefix, withRedis } from '../../support/redis.ts';
import { withRedisPair } from '../../support/redis-pair.ts';

const waitingFor = (replicas: number) => readConfig({ TCBATCH_WAIT_REPLICAS: String(replicas) });

test('doctor says nothing of replicas where there are none and none are asked for', () =>
  withRedis(async (redis) => {
    const ledger = { redis: redis.connect(), prefix: testPrefix(), redisName: 'a server' };
    expect(await checkReplicas(ledger, waitingFor(0))).toEqual([]);
  }));

test('doctor tells that nothing is sent while replicas are missing', () =>
  withRedis(async (redis) => {
    const ledger = { redis: redis.connect(), prefix: testPrefix(), redisName: 'a server' };
    expect(await checkReplicas(ledger, waitingFor(1))).toMatchObject([{ state: 'wrong' }]);
  }));

test('doctor warns of a failover that would hold the lines, and of a primary that takes writes alone', () =>
  withRedisPair(async ({ primary }) => {
    const ledger = { redis: primary.connect(), prefix: testPrefix(), redisName: 'a server' };
    const [failover, alone, ...rest] = await checkReplicas(ledger, waitingFor(0));
    expect(failover).toMatchObject({ state: 'warning', advice: expect.stringContaining('WAIT_REPLICAS=1') });
    expect(alone).toMatchObject({
      state: 'warning',
      advice: expect.stringContaining('min-replicas-to-write'),
    });
    expect(rest).toEqual([]);
    expect(await checkReplicas(ledger, waitingFor(1))).toMatchObject([{ state: 'fine', advice: null }]);
    await ledger.redis.config('SET', 'min-replicas-to-write', '1');
    expect(await checkReplicas(ledger, waitingFor(0))).toHaveLength(1);
  }));
