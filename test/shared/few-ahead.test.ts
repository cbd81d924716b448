import { expect, test } from 'vitest';
import { fewAhead } from '../../src/shared/few-ahead.ts';
import { collect } from '../support/collect.ts';

test('fewAhead gives what came of each value in order, whichever was ready first', async () => {
  const ready: (() => void)[] = [];
  const work = (value: number) => new Promise<number>((resolve) => ready.push(() => resolve(value * 10)));
  const done = collect(fewAhead([1, 2, 3], 2, work));
  await expect.poll(() => ready.length).toBe(3);
  for (const finish of ready.toReversed()) finish();
  expect(await done).toEqual([10, 20, 30]);
});

test('fewAhead begins no more than the next few while one is looked at', async () => {
  const begun: number[] = [];
  const ahead = fewAhead([1, 2, 3, 4, 5], 2, async (value) => begun.push(value));
  await ahead.next();
  expect(begun).toEqual([1, 2, 3]);
  await ahead.next();
  expect(begun).toEqual([1, 2, 3, 4]);
});

test('fewAhead tells a failure when its turn comes', async () => {
  const work = async (value: number) => {
    if (value === 2) throw new Error(`Cannot work on ${value}`);
    return value;
  };
  const ahead = fewAhead([1, 2, 3], 2, work);
  expect((await ahead.next()).value).toBe(1);
  await expect(ahead.next()).rejects.toThrow('Cannot work on 2');
});
