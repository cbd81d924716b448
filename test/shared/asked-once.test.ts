import { describe, expect, test } from 'vitest';
import { askedOnce } from '../../src/shared/asked-once.ts';

describe('askedOnce', () => {
  test('asks once for each key, also while the answer is on its way', async () => {
    const asked: string[] = [];
    const ask = askedOnce(async (key) => asked.push(key));
    await Promise.all([ask('a'), ask('b'), ask('a')]);
    await ask('b');
    expect(asked).toEqual(['a', 'b']);
  });

  test('asks again for what failed, and for what is not worth keeping', async () => {
    const answers = [Promise.reject(new Error('Redis is away')), Promise.resolve(0), Promise.resolve(1)];
    const ask = askedOnce(
      () => answers.shift() ?? Promise.resolve(2),
      (value) => value > 0,
    );
    await expect(ask('a')).rejects.toThrow('Redis is away');
    expect([await ask('a'), await ask('a'), await ask('a')]).toEqual([0, 1, 1]);
  });

  test('keeps the answers of the last thousand keys alone', async () => {
    const asked: string[] = [];
    const ask = askedOnce(async (key) => asked.push(key));
    for (let run = 0; run <= 1_000; run += 1) await ask(`run ${run}`);
    await ask('run 1000');
    await ask('run 1');
    expect(asked).toHaveLength(1_001);
    await ask('run 0');
    expect(asked).toHaveLength(1_002);
  });
});
