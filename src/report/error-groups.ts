import type { ErrorCount } from '../shared/ledger/read-counts.ts';
import type { ErrorGroup } from '../shared/run.ts';
import { adviceForState } from './advice-for-state.ts';

/** Groups purchases that failed or are in doubt by their code, the largest group first. */
export function groupErrors(counts: readonly ErrorCount[]): ErrorGroup[] {
  const byCode = new Map<string, ErrorCount[]>();
  for (const count of counts) {
    const group = byCode.get(count.code);
    if (group) group.push(count);
    else byCode.set(count.code, [count]);
  }
  return Array.from(byCode, ([code, group]) => errorGroup(code, group)).sort(
    (a, b) => b.count - a.count || a.code.localeCompare(b.code),
  );
}

function errorGroup(code: string, counts: readonly ErrorCount[]): ErrorGroup {
  // One remedy stands for all: what is good advice for a purchase in doubt never makes another one twice.
  const spokesman = counts.find(({ state }) => state === 'in-doubt') ?? counts[0];
  const advice = spokesman ? adviceForState(spokesman.action, code, spokesman.state) : null;
  return {
    code,
    scope: advice?.scope ?? null,
    count: counts.reduce((sum, { count }) => sum + count, 0),
    remedy: advice?.remedy ?? null,
  };
}
