import { startTestSentinel } from '../support/redis-sentinel.ts';
import { describeServer } from './suite.ts';

describeServer('a primary with a replica under Sentinel', async () => {
  const { url, stop } = await startTestSentinel();
  return { environment: { REDIS_URL: url, TCBATCH_WAIT_REPLICAS: '1' }, stop };
});
