import { test } from 'vitest';
import { findNewerServer } from '../support/newer-server.ts';
import { startTestRedis } from '../support/redis.ts';
import { describeServer } from './suite.ts';

const found = await findNewerServer('valkey-server');

if (found.kind === 'missing') test.skip(`a single Valkey 8: ${found.reason}`);
else {
  describeServer('a single Valkey 8', async () => {
    const { url, stop } = await startTestRedis({ program: found.program });
    return { environment: { REDIS_URL: url }, stop };
  });
}
