import { expect, test } from 'vitest';
import { findNewerServer } from '../support/newer-server.ts';
import { startTestRedis } from '../support/redis.ts';
import type { ServerUnderTest } from './place.ts';
import { withShop } from './shop.ts';
import { describeServer } from './suite.ts';

const found = await findNewerServer('valkey-server');

async function startValkey(program: readonly string[]): Promise<ServerUnderTest> {
  const { url, stop } = await startTestRedis({ program });
  return { environment: { REDIS_URL: url }, stop };
}

if (found.kind === 'missing') test.skip(`a single Valkey 8: ${found.reason}`);
else {
  describeServer(
    'a single Valkey 8',
    () => startValkey(found.program),
    (place) => {
      test('is told by doctor by its own name and version', async () => {
        await withShop(place(), 'doctor', async ({ workplace }) => {
          const { stdout } = await workplace.run(['doctor']);
          expect(stdout).toMatch(/fine +redis +Valkey 8[\d.]+ answers at/);
        });
      });
    },
  );
}
