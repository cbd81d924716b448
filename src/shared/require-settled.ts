import { OperatorError } from './errors.ts';
import { companionOf } from './follow-ups/companion.ts';
import type { Ledger } from './ledger/ledger.ts';
import { readCounts } from './ledger/read-counts.ts';
import { hasFollowUps, type RunRecord } from './ledger/runs.ts';
import type { PurchaseState } from './outcome.ts';

/** Throws an OperatorError `run-unsettled` that says what of a run is left to settle before `verb` can be done. */
export async function requireSettled(
  ledger: Ledger,
  record: RunRecord,
  verb: 'forget' | 'archive',
): Promise<void> {
  const { run, phase } = record;
  if (phase === 'submitting') {
    throw unsettled(run, verb, {
      left: 'its submission was cut short',
      advice: 'Submit its manifest again to finish it, or cancel it then.',
    });
  }
  const parts = hasFollowUps(record) ? [run, companionOf(run)] : [run];
  const counts = await Promise.all(parts.map(async (part) => (await readCounts(ledger, part)).byState));
  const sum = (state: PurchaseState) => counts.reduce((all, each) => all + each[state], 0);
  const [queued, sending, inDoubt] = [sum('queued'), sum('sending'), sum('in-doubt')];
  if (queued + sending + inDoubt === 0) return;
  const left = [
    ...(queued > 0 ? [`${queued} queued`] : []),
    ...(sending > 0 ? [`${sending} being sent`] : []),
    ...(inDoubt > 0 ? [`${inDoubt} in doubt`] : []),
  ];
  throw unsettled(run, verb, {
    left: `of its purchases ${left.join(', ')}`,
    advice:
      inDoubt > 0
        ? `Settle what is in doubt first: \`tcbatch report ${run} --state in-doubt\`, then \`tcbatch resolve\`.`
        : `Let it finish, or cancel it: \`tcbatch cancel ${run}\`.`,
  });
}

function unsettled(
  run: string,
  verb: string,
  { left, advice }: { readonly left: string; readonly advice: string },
): OperatorError {
  return new OperatorError(
    'run-unsettled',
    `Cannot ${verb} run ${run} as not all of it is settled: ${left}`,
    {
      advice,
    },
  );
}
