import type { ErrorCount } from '../shared/ledger/read-counts.ts';
import { defaultAccount } from '../shared/line.ts';
import type { ErrorGroup } from '../shared/run.ts';
import { adviceForState } from './advice-for-state.ts';

/** Groups purchases that failed or are in doubt by their code and account, the largest group first. */
export function groupErrors(counts: readonly ErrorCount[]): ErrorGroup[] {
  const groups = new Map<string, [ErrorCount, ...ErrorCount[]]>();
  for (const count of counts) {
    const key = `${count.account} ${count.code}`;
    const group = groups.get(key);
    if (group) group.push(count);
    else groups.set(key, [count]);
  }
  return Array.from(groups.values(), errorGroup).sort(
    (a, b) => b.count - a.count || a.code.localeCompare(b.code),
  );
}

function errorGroup(counts: readonly [ErrorCount, ...ErrorCount[]]): ErrorGroup {
  // One remedy stands for all: what is good advice for a purchase in doubt never makes another one twice.
  const spokesman = counts.find(({ state }) => state === 'in-doubt') ?? counts[0];
  const { action, account, code, state } = spokesman;
  const advice = adviceForState(action, code, state);
  return {
    code,
    scope: advice?.scope ?? null,
    count: counts.reduce((sum, { count }) => sum + count, 0),
    remedy: advice?.remedy ?? null,
    ...(account === defaultAccount ? {} : { account }),
  };
}
