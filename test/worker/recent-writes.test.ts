import { describe, expect, test } from 'vitest';
import type { Learned } from '../../src/worker/learned.ts';
import { createRecentWrites } from '../../src/worker/recent-writes.ts';

/** A recorder of what is written again. */
function recorder() {
  const again: Learned[] = [];
  const recent = createRecentWrites(async (learned) => again.push(learned));
  return { recent, again };
}

function lost(run: string, row: number): Learned {
  const attempt = { run, row, index: 1, attemptId: `attempt-${row}` };
  return { kind: 'put-back', ...attempt, wasSent: false, code: null, message: null, requestId: null };
}

describe('createRecentWrites', () => {
  test('writes all of one run again as it was, in its order', async () => {
    const { recent, again } = recorder();
    const bought = { orderId: null, resourceIds: ['ins-1'], delivery: 'pending' } as const;
    const learned: Learned = {
      kind: 'succeeded',
      line: 'CreateInstance',
      run: 'mine',
      row: 2,
      index: 1,
      attemptId: 'attempt-2',
      requestId: 'request-2',
      bought,
      followed: null,
    };
    for (const each of [lost('mine', 1), lost('other', 1), learned]) recent.note(each);
    await recent.repeat('mine');
    expect(again).toEqual([lost('mine', 1), learned]);
  });

  test('keeps thousands of the newest, over both halves', async () => {
    const { recent, again } = recorder();
    for (let row = 1; row <= 12_000; row += 1) recent.note(lost('long', row));
    await recent.repeat('long');
    expect(again.at(-1)).toEqual(lost('long', 12_000));
    expect(again.length).toBeGreaterThanOrEqual(5_000);
    expect(again.length).toBeLessThanOrEqual(10_000);
    expect(again.map(({ row }) => row)).toEqual(
      Array.from({ length: again.length }, (_, i) => 12_000 - again.length + 1 + i),
    );
  });
});
