import { startTestRedis } from '../support/redis.ts';
import { describeServer } from './suite.ts';

describeServer('a single redis-server', async () => {
  const { url, stop } = await startTestRedis();
  return { environment: { REDIS_URL: url }, stop };
});
