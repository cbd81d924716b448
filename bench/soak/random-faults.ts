import type { Fault, FaultRule } from '../../src/simulator/fault-rule.ts';
import type { Chance } from './chance.ts';

/** One to three faults at once, each for some of the calls. */
export function randomFaults(chance: Chance): FaultRule[] {
  return Array.from({ length: chance.between(1, 3) }, () => randomRule(chance));
}

function randomRule(chance: Chance): FaultRule {
  const fault = randomFault(chance);
  // A code that stops a line is met once; a person releases it.
  const match = stopsLine(fault) ? { times: 1 } : { every: chance.between(8, 40) };
  return { match, fault };
}

function randomFault(chance: Chance): Fault {
  const executed = chance.pick([true, false]);
  return chance.pick<Fault>([
    { kind: 'latency', ms: chance.between(200, 2_500) },
    { kind: 'drop-before' },
    { kind: 'drop-after' },
    { kind: 'late', ms: chance.between(3_500, 6_000) },
    { kind: 'cut', bytes: chance.between(0, 60) },
    { kind: 'html', status: chance.pick([200, 502, 504]), executed },
    { kind: 'empty', executed },
    { kind: 'code', code: 'InternalError', executed },
    { kind: 'code', code: 'FailedOperation', executed },
    { kind: 'code', code: 'FailedOperation.NeverHeardOf', executed },
    { kind: 'code', code: 'RequestLimitExceeded' },
    { kind: 'code', code: 'InvalidParameter' },
    { kind: 'code', code: 'UnauthorizedOperation' },
    { kind: 'code', code: 'AuthFailure.SignatureExpire' },
  ]);
}

function stopsLine(fault: Fault): boolean {
  return fault.kind === 'code' && /^(Unauthorized|AuthFailure)/.test(fault.code);
}
