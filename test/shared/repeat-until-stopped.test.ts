import { expect, test } from 'vitest';
import { repeatUntilStopped } from '../../src/shared/repeat-until-stopped.ts';

const hourMs = 3_600_000;

function neverTold(error: unknown): void {
  throw error;
}

test('repeatUntilStopped acts at once, and again after a turn that failed', async () => {
  const errors: unknown[] = [];
  let turns = 0;
  const act = async () => {
    turns += 1;
    if (turns === 1) throw new Error('first turn');
  };
  const repetition = repeatUntilStopped(act, { everyMs: 1, onError: (error) => errors.push(error) });
  expect(turns).toBe(1);
  await expect.poll(() => turns).toBeGreaterThan(2);
  await repetition.close();
  expect(errors).toEqual([new Error('first turn')]);
});

test('repeatUntilStopped ends in the middle of a pause, and closes once however often it is told to', async () => {
  const deeds: string[] = [];
  const repetition = repeatUntilStopped(async () => void deeds.push('turn'), {
    everyMs: hourMs,
    onError: neverTold,
    atEnd: async () => deeds.push('end'),
  });
  await Promise.all([repetition.close(), repetition.close()]);
  await repetition.close();
  expect(deeds).toEqual(['turn', 'end']);
});

test('repeatUntilStopped tells the turn under way that it is the last, and waits for it', async () => {
  const deeds: string[] = [];
  const act = (stopping: AbortSignal) =>
    new Promise<void>((resolve) => {
      stopping.addEventListener('abort', () => {
        deeds.push('told');
        resolve();
      });
    });
  const repetition = repeatUntilStopped(act, {
    everyMs: hourMs,
    onError: neverTold,
    atEnd: async () => deeds.push('end'),
  });
  await repetition.close();
  expect(deeds).toEqual(['told', 'end']);
});
