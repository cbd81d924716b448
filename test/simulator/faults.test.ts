import { expect, test } from 'vitest';
import type { Fault } from '../../src/simulator/fault-rule.ts';
import { isExecutedUnder, parseFaultRules } from '../../src/simulator/fault-rule.ts';
import { createFaultSwitchboard } from '../../src/simulator/fault-switchboard.ts';
import { call, codeOf, rawCall } from './signed-call.ts';
import { simulatorsOfTest } from './simulators.ts';

const start = simulatorsOfTest();
const plan = { PlanType: 'basic' };
const planCall = { action: 'CreatePlan', body: JSON.stringify(plan) };

async function startWith(fault: Fault) {
  return start({ faults: [{ fault }] });
}

test('drop-before breaks the connection and executes nothing', async () => {
  const simulator = await startWith({ kind: 'drop-before' });
  await expect(rawCall(simulator, planCall)).rejects.toThrow('ECONNRESET');
  expect(simulator.executed()).toHaveLength(0);
});

test('drop-after executes and breaks the connection', async () => {
  const simulator = await startWith({ kind: 'drop-after' });
  await expect(rawCall(simulator, planCall)).rejects.toThrow('ECONNRESET');
  expect(simulator.executed()).toHaveLength(1);
});

test.each([0, 10])('cut executes and ends the answer after %i bytes', async (bytes) => {
  const simulator = await startWith({ kind: 'cut', bytes });
  await expect(rawCall(simulator, planCall)).rejects.toThrow('aborted');
  expect(simulator.executed()).toHaveLength(1);
});

test.each([{ executed: true, sold: 1 }, { executed: false, sold: 0 }, { sold: 0 }])(
  'html answers with a page, executed or not ($executed)',
  async ({ sold, ...rest }) => {
    const simulator = await startWith({ kind: 'html', status: 502, ...rest });
    const answer = await rawCall(simulator, planCall);
    expect(answer).toMatchObject({ status: 502, headers: { 'content-type': 'text/html' } });
    expect(simulator.executed()).toHaveLength(sold);
  },
);

test('empty answers 200 without a body', async () => {
  const simulator = await startWith({ kind: 'empty', executed: true });
  expect(await rawCall(simulator, planCall)).toMatchObject({ status: 200, text: '' });
  expect(simulator.executed()).toHaveLength(1);
});

test('code answers with an error code, and with its message', async () => {
  const simulator = await startWith({ kind: 'code', code: 'InternalError', message: 'Once more.' });
  const answer = await call(simulator, 'CreatePlan', plan);
  expect(answer.Error).toEqual({ Code: 'InternalError', Message: 'Once more.' });
  expect(simulator.executed()).toHaveLength(0);
});

test('code can refuse what it has executed', async () => {
  const simulator = await startWith({ kind: 'code', code: 'InternalError', executed: true });
  expect(await codeOf(simulator, 'CreatePlan', plan)).toBe('InternalError');
  expect(simulator.executed()).toHaveLength(1);
});

test('latency executes and answers later', async () => {
  const simulator = await startWith({ kind: 'latency', ms: 5 });
  expect(await codeOf(simulator, 'CreatePlan', plan)).toBe('OK');
  expect(simulator.executed()).toHaveLength(1);
});

test('late executes before it answers', async () => {
  const simulator = await startWith({ kind: 'late', ms: 600_000 });
  const answer = rawCall(simulator, planCall).catch((error: Error) => error);
  await expect.poll(() => simulator.executed()).toHaveLength(1);
  await simulator.close();
  expect(await answer).toBeInstanceOf(Error);
});

test('latency has executed nothing when the simulator closes first', async () => {
  const simulator = await startWith({ kind: 'latency', ms: 600_000 });
  const answer = rawCall(simulator, planCall).catch((error: Error) => error);
  await expect.poll(() => simulator.stats().CreatePlan?.calls).toBe(1);
  await simulator.close();
  expect(await answer).toBeInstanceOf(Error);
  expect(simulator.executed()).toHaveLength(0);
});

test('the general latency delays every call', async () => {
  const simulator = await start({ latencyMs: { min: 1, max: 3 } });
  expect(await codeOf(simulator, 'CreatePlan', plan)).toBe('OK');
});

test('a call whose client has gone is executed all the same', async () => {
  const simulator = await startWith({ kind: 'latency', ms: 300 });
  const leaving = new AbortController();
  const answer = rawCall(simulator, planCall, { signal: leaving.signal }).catch((error: Error) => error.name);
  await expect.poll(() => matchedCalls(simulator.url)).toBe(1);
  leaving.abort();
  await expect.poll(() => simulator.executed()).toHaveLength(1);
  expect(await answer).toBe('AbortError');
});

test('a fault picks calls by action', () => {
  const faults = createFaultSwitchboard([{ action: 'CreatePlan', fault: { kind: 'drop-after' } }]);
  expect(faults.pick('CreateInstance', {})).toBeNull();
  expect(faults.pick('CreatePlan', {})).toEqual({ kind: 'drop-after' });
});

test('a fault picks calls by some of their parameters, at any depth', () => {
  const params = { PrepaidPlanParam: { Period: 3 } };
  const faults = createFaultSwitchboard([{ match: { params }, fault: { kind: 'empty' } }]);
  expect(faults.pick('CreatePlan', { PlanType: 'basic', PrepaidPlanParam: { Period: 1 } })).toBeNull();
  expect(faults.pick('CreatePlan', { PlanType: 'basic' })).toBeNull();
  const hit = { PlanType: 'basic', PrepaidPlanParam: { Period: 3, RenewFlag: 'on' } };
  expect(faults.pick('CreatePlan', hit)).toEqual({ kind: 'empty' });
});

test('a fault picks each nth call, so many times', () => {
  const faults = createFaultSwitchboard([{ match: { every: 3, times: 2 }, fault: { kind: 'empty' } }]);
  const places = Array.from({ length: 12 }, (_, place) => place + 1);
  expect(places.filter(() => faults.pick('CreatePlan', {}) !== null)).toEqual([3, 6]);
  expect(faults.inForce()).toMatchObject([{ matched: 12, applied: 2 }]);
});

test('the first rule that is due wins, and a spent one makes way', () => {
  const faults = createFaultSwitchboard([
    { match: { times: 1 }, fault: { kind: 'drop-before' } },
    { fault: { kind: 'drop-after' } },
  ]);
  expect([faults.pick('A', {}), faults.pick('A', {})]).toEqual([
    { kind: 'drop-before' },
    { kind: 'drop-after' },
  ]);
});

test('parseFaultRules says which rule is wrong', () => {
  expect(() => parseFaultRules([{ fault: { kind: 'late' } }])).toThrow(/\[0\]\.fault\.ms/);
  expect(() => parseFaultRules([{ fault: { kind: 'explode' } }])).toThrow('Cannot read fault rules');
  expect(parseFaultRules([])).toEqual([]);
});

test('isExecutedUnder says no to drop-before alone, unless told', () => {
  expect(isExecutedUnder({ kind: 'drop-before' })).toBe(false);
  expect(isExecutedUnder({ kind: 'cut', bytes: 1 })).toBe(true);
});

async function matchedCalls(url: string): Promise<number> {
  const answer = await fetch(`${url}/simulator/faults`);
  const [rule] = JSON.parse(await answer.text());
  return rule.matched;
}
