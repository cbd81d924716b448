import { startTestCluster } from '../support/redis-cluster.ts';
import { describeServer } from './suite.ts';

describeServer('a Redis Cluster of three', async () => {
  const { url, stop } = await startTestCluster();
  return { environment: { REDIS_URL: url }, stop };
});
