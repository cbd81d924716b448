import type { Ahead } from './ahead.ts';
import { goAhead } from './ahead.ts';

/** Decides from the grade that a domain has whether another is bought for it. Pure. */
export function judgeGrade(domain: string, wanted: string, grade: string): Ahead {
  // The same grade is spelled DP_ULTRA on one page and DP_Ultra on another.
  if (grade.toLowerCase() !== wanted.toLowerCase()) return goAhead;
  return { kind: 'skip', seen: `Looked first: ${domain} has grade ${grade} already, nothing was sent.` };
}
