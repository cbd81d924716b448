import type { LookFirst, LookFirstOptions } from './ahead.ts';
import { lookAtExpiry } from './look-at-expiry.ts';
import { lookAtGrade } from './look-at-grade.ts';

/** What is looked at before a line's purchases are sent; null where there is nothing to look at. */
export function createLookFirst(options: LookFirstOptions): LookFirst | null {
  const { definition } = options;
  const { safety } = definition;
  if ('renewal' in safety && safety.renewal) return lookAtExpiry({ ...options, renewal: safety.renewal });
  if (definition.name === 'CreatePackageOrder') return lookAtGrade({ ...options, readBack: safety.readBack });
  return null;
}
