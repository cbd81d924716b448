import { expect, test } from 'vitest';
import { createTraffic } from '../../src/simulator/traffic.ts';
import { handHeldClock } from './hand-held-clock.ts';
import { codeOf } from './signed-call.ts';
import { simulatorsOfTest } from './simulators.ts';

const start = simulatorsOfTest();

function codesOf(simulator: Awaited<ReturnType<typeof start>>, action: string, calls: number) {
  return Promise.all(Array.from({ length: calls }, () => codeOf(simulator, action, { PlanType: 'basic' })));
}

function count(codes: readonly string[], code: string): number {
  return codes.filter((each) => each === code).length;
}

test('the simulator refuses the 21st call of an action in a second, and executes none it refuses', async () => {
  const simulator = await start({ ratePerSecond: 20, clock: handHeldClock() });
  const codes = await codesOf(simulator, 'CreatePlan', 25);
  expect(count(codes, 'OK')).toBe(20);
  expect(count(codes, 'RequestLimitExceeded')).toBe(5);
  expect(simulator.executed()).toHaveLength(20);
});

test('the simulator counts in every second, not in seconds of the clock', async () => {
  const clock = handHeldClock(Math.ceil(Date.now() / 1000) * 1000 - 500);
  const simulator = await start({ ratePerSecond: 20, clock });
  await codesOf(simulator, 'CreatePlan', 20);
  clock.advanceMs(999);
  expect(await codeOf(simulator, 'CreatePlan', { PlanType: 'basic' })).toBe('RequestLimitExceeded');
  clock.advanceMs(1);
  expect(count(await codesOf(simulator, 'CreatePlan', 21), 'OK')).toBe(20);
});

test('the simulator limits each action alone', async () => {
  const simulator = await start({ ratePerSecond: 1, clock: handHeldClock() });
  expect(await codeOf(simulator, 'CreatePlan', { PlanType: 'basic' })).toBe('OK');
  expect(await codeOf(simulator, 'DescribePlans')).toBe('OK');
  expect(await codeOf(simulator, 'CreatePlan', { PlanType: 'basic' })).toBe('RequestLimitExceeded');
});

test('the simulator refuses for the rate before it looks at the signature', async () => {
  const simulator = await start({ ratePerSecond: 1, clock: handHeldClock() });
  const wrongKey = { secretKey: 'another-key' };
  expect(await codeOf(simulator, 'DescribePlans', {}, wrongKey)).toBe('AuthFailure.SignatureFailure');
  expect(await codeOf(simulator, 'DescribePlans', {}, wrongKey)).toBe('RequestLimitExceeded');
});

test('traffic does not count refused calls against the limit', () => {
  const traffic = createTraffic(2);
  const admitted = [0, 0, 500, 999, 1000, 1000, 1001].map((atMs) => traffic.admit('CreatePlan', atMs));
  expect(admitted).toEqual([true, true, false, false, true, true, false]);
});

test('traffic tells the most arrivals in any sliding second, refused ones included', () => {
  const traffic = createTraffic(2);
  for (const atMs of [0, 600, 900, 1100, 1599, 1600, 5000]) traffic.admit('CreatePlan', atMs);
  expect(traffic.byAction().CreatePlan).toMatchObject({ calls: 7, maxInSlidingSecond: 4, refused: 2 });
  expect(traffic.arrivals('CreatePlan')).toEqual([0, 600, 900, 1100, 1599, 1600, 5000]);
});

test('traffic stays exact after many thousand calls', () => {
  const traffic = createTraffic(20);
  let admitted = 0;
  for (let atMs = 0; atMs < 100_000; atMs += 10) if (traffic.admit('CreatePlan', atMs)) admitted += 1;
  expect(admitted).toBe(2_000);
  expect(traffic.byAction().CreatePlan).toMatchObject({ calls: 10_000, maxInSlidingSecond: 100 });
});
