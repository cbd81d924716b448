import { expect, it } from 'vitest';
import { timeLeftText } from '../../src/report/text/time-left-text.ts';

const names = ['CreatePlan', 'RenewPlan', 'CreateInstance'];
const lines = names.map((action) => ({ action, account: 'default' }));

it('timeLeftText names the lines that nobody works, or that are held, as a person would', () => {
  const outlooks = lines.map((line) => ({ line, workers: 0 }));
  const of = (isHeld: boolean) =>
    timeLeftText({
      status: { state: isHeld ? 'held' : 'running', etaSeconds: 1, startsAt: null },
      waits: lines.map((line) => ({ line, unsettled: 1, ahead: 0, callsPerSecond: 1, isHeld })),
      outlooks,
    });
  expect(of(false)).toBe('about 1 s, once a worker works CreatePlan, RenewPlan and CreateInstance');
  expect(of(true)).toBe('none while CreatePlan, RenewPlan and CreateInstance are held');
});
