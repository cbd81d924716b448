import { Worker } from 'bullmq';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { logQueueTrouble } from '../../src/shared/queue-trouble.ts';
import { connectRedis } from '../../src/shared/redis/connect.ts';
import { startTestRedis, testPrefix } from '../support/redis.ts';
import { until } from '../support/until.ts';

interface Line {
  readonly msg: string;
  readonly err: { readonly code?: string; readonly message: string; readonly stack?: string };
}

describe('logQueueTrouble', () => {
  it('logs each kind of loss once for each outage, and without a stack', async () => {
    const redis = await startTestRedis();
    const connection = await connectRedis(redis.url, { role: 'worker' });
    const worker = new Worker('a-queue', async () => {}, { connection, prefix: testPrefix() });
    let [errors, lines]: [number, Line[]] = [0, []];
    const stream = { write: (line: string) => void lines.push(JSON.parse(line)) };
    worker.on('error', () => {
      errors += 1;
    });
    logQueueTrouble(worker, pino({}, stream));
    try {
      await worker.waitUntilReady();
      for (const _outage of [1, 2]) {
        [errors, lines] = [0, []];
        await redis.kill();
        await until('it was tried several times', () => errors >= 6);
        const codes = lines.map(({ err }) => err.code);
        expect(codes).toContain('ECONNREFUSED');
        expect(new Set(codes).size).toBe(codes.length);
        for (const { err } of lines) {
          expect(err.stack).toBe('');
          expect(err.message).not.toBe('');
        }
        let ready = 0;
        worker.getBackend().on('ready', () => {
          ready += 1;
        });
        await redis.restart();
        await until('both connections are there again', () => ready >= 2);
      }
    } finally {
      await worker.close();
      connection.disconnect();
      await redis.stop();
    }
  });

  it('logs whatever else goes wrong each time, with its stack', async () => {
    const redis = await startTestRedis();
    const connection = await connectRedis(redis.url, { role: 'worker' });
    const worker = new Worker('a-queue', async () => {}, { connection, prefix: testPrefix() });
    const lines: Line[] = [];
    logQueueTrouble(worker, pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) }));
    try {
      await worker.waitUntilReady();
      for (let i = 0; i < 2; i += 1) worker.emit('error', new Error('a bug'));
      expect(lines.map(({ err }) => err.message)).toEqual(['a bug', 'a bug']);
      expect(lines[0]?.err.stack).toContain('a bug');
    } finally {
      await worker.close();
      connection.disconnect();
      await redis.stop();
    }
  });
});
