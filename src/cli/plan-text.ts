import type { Plan } from '../producer/plan-run.ts';
import { printable } from '../report/text/printable.ts';
import { inDigits, inPurchases, inRows, inSeries, inTime } from '../report/text/words.ts';
import { defaultAccount, shownLineName } from '../shared/line.ts';
import type { Payer, Payers } from './payer.ts';

/** A plan as a person reads it before they agree. */
export function* planLines(plan: Plan, { payer, payers }: Payers): Generator<string> {
  yield `Plan ${plan.hash} for ${printable(plan.manifest)}: ${inPurchases(plan.total)} in ${inRows(plan.rows)}`;
  for (const [action, count] of Object.entries(plan.purchases)) yield `  ${action}  ${inDigits(count)}`;
  const next = Object.entries(plan.followUps).map(([line, count]) => `${inDigits(count)} ${line}`);
  if (next.length > 0) yield `  then     ${next.join(', ')}`;
  yield* payerLines(plan, { payer, payers });
  yield plan.existing
    ? `  it ${nameOfRun(plan)}: nothing is bought again (--again buys it again)`
    : `  takes    ${durationOf(plan)}, as run ${plan.run}`;
  if (plan.besideRun !== null) {
    yield `  beside   run ${plan.besideRun} of the same manifest, which is not finished: all of it is bought once more`;
  }
  yield* boughtBeforeLines(plan);
}

function nameOfRun({ run, forgottenAt }: Plan): string {
  if (forgottenAt === null) return `is run ${run}, submitted before`;
  return `was run ${run}, submitted before and forgotten at ${forgottenAt}`;
}

/** One account needs no name where it is the default one. */
function* payerLines({ accounts }: Plan, { payer, payers }: Payers): Generator<string> {
  const isDefaultAlone = Object.keys(accounts).every((account) => account === defaultAccount);
  if (isDefaultAlone) yield `  paid by  ${nameOf(payer)}`;
  else {
    for (const [account, purchases] of Object.entries(accounts)) {
      const counts = Object.entries(purchases).map(([action, count]) => `${inDigits(count)} ${action}`);
      yield `  ${account}  pays for ${counts.join(', ')}: ${nameOf(payers[account] ?? payer)}`;
    }
  }
  const hosts = [...new Set(Object.values(payers).flatMap((each) => each.hosts))];
  if (hosts.length > 0) yield `  calls    ${hosts.join(', ')}`;
}

function durationOf({ durationSeconds, held, ahead }: Plan): string {
  const others = ahead > 0 ? `, after ${inPurchases(ahead)} of other runs` : '';
  const time = `about ${inTime(durationSeconds)} at the limit${others}`;
  return held.length === 0
    ? time
    : `nobody knows how long: ${inSeries(held)} ${held.length === 1 ? 'is' : 'are'} held; once released ${time}`;
}

function* boughtBeforeLines({ boughtBefore, boughtBeforeCount }: Plan): Generator<string> {
  if (boughtBeforeCount === 0) return;
  yield `Bought before, and about to be bought once more: ${inPurchases(boughtBeforeCount)}`;
  for (const { target, run, ...line } of boughtBefore) {
    yield `  ${shownLineName(line)} for ${printable(target)} in run ${run}`;
  }
  const more = boughtBeforeCount - boughtBefore.length;
  if (more > 0) yield `  and ${inDigits(more)} more`;
}

function nameOf({ secretId, source }: Payer): string {
  return secretId === null ? 'nobody: no credentials were found' : `${secretId} (${source})`;
}
