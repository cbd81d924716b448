import { describe, expect, test } from 'vitest';
import { onceATurn, saidOnceATurn, type Turn } from '../../src/worker/once-a-turn.ts';

const turn: Turn = { atEnd: setImmediate, enough: 100, onEnough: () => {} };

/** Doubles what it is asked, refuses what is odd, and keeps what it was asked at once. */
function doubling(ofTurn = turn) {
  const asked: (readonly number[])[] = [];
  const ask = onceATurn<number, number>((all) => {
    asked.push(all.map(({ question }) => question));
    for (const { question, resolve, reject } of all) {
      if (question % 2 === 1) reject(new Error(`odd: ${question}`));
      else resolve(question * 2);
    }
  }, ofTurn);
  return { ask, asked };
}

describe('onceATurn', () => {
  test('answers all that is asked in one turn at once, each with its own reply', async () => {
    const { ask, asked } = doubling();
    const replies = await Promise.allSettled([ask(2), ask(3), ask(4)]);
    expect(asked).toEqual([[2, 3, 4]]);
    expect(replies.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(replies[2]).toMatchObject({ value: 8 });
  });

  test('answers one question alone, and the next one anew', async () => {
    const { ask, asked } = doubling();
    expect(await ask(2)).toBe(4);
    expect(await ask(6)).toBe(12);
    expect(asked).toEqual([[2], [6]]);
  });

  test('puts enough questions before their turn ends, and tells so', async () => {
    const told: number[] = [];
    const { ask, asked } = doubling({ ...turn, enough: 2, onEnough: () => told.push(asked.length) });
    expect(await Promise.all([2, 4, 6, 8, 10].map(ask))).toEqual([4, 8, 12, 16, 20]);
    expect(asked).toEqual([[2, 4], [6, 8], [10]]);
    expect(told).toEqual([1, 2]);
  });

  test('does not wait with a question for the answer to an earlier one', async () => {
    const asked: number[] = [];
    const ask = onceATurn<number, void>((all) => {
      for (const { question, resolve } of all) {
        asked.push(question);
        if (question !== 1) resolve();
      }
    }, turn);
    void ask(1);
    await new Promise(setImmediate);
    await ask(2);
    expect(asked).toEqual([1, 2]);
  });
});

describe('saidOnceATurn', () => {
  test('tells all that is said in one turn at once, and goes on after it got lost', async () => {
    const told: (readonly number[])[] = [];
    const say = saidOnceATurn<number>(async (all) => {
      told.push(all);
      throw new Error('nobody is there');
    }, turn);
    for (const word of [1, 2, 3]) say(word);
    await new Promise(setImmediate);
    say(4);
    await new Promise(setImmediate);
    expect(told).toEqual([[1, 2, 3], [4]]);
  });
});
