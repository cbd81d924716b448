import { listInstances } from '../../producer/expiring/list-instances.ts';
import { listPlans } from '../../producer/expiring/list-plans.ts';
import type { Skippable } from '../../producer/skippable-list.ts';
import type { ActionDefinition, ReadBack, Renewal } from '../../shared/actions/action.ts';
import { oneSpelling } from '../../shared/actions/target.ts';
import { OperatorError } from '../../shared/errors.ts';
import type { Look } from '../../shared/seen.ts';
import { judgeGrade } from '../../worker/look-first/judge-grade.ts';
import { gradesPerPage, readGrades } from '../../worker/look-first/listed-grades.ts';
import { findGrade } from '../../worker/reconcile/domain-grade.ts';
import { findRenewables, renewablesAtOnce } from '../../worker/reconcile/renewables.ts';

/** Says of what a row wants whether it is so already. */
export type IsSo = (skippable: Skippable) => boolean;

/** So few are looked up one by one, however long the account's list is. */
const mostDomainsAlone = 20;
/** And of what can be asked for by twenties. */
const mostRenewablesAlone = 200;
/** Later than anything expires. */
const foreverMs = Date.UTC(2100, 0);

/** Reads how everything stands that rows of an action want something of. Throws what `look` throws. */
export function readStanding(
  look: Look,
  { safety }: ActionDefinition,
  wishes: { readonly count: number; readonly skippables: Iterable<Skippable> },
): Promise<IsSo> {
  return 'renewal' in safety && safety.renewal
    ? readExpiries(look, safety.renewal, wishes)
    : readDomains(look, safety.readBack, wishes);
}

type Wishes = Parameters<typeof readStanding>[2];

async function readDomains(look: Look, readBack: ReadBack, wishes: Wishes): Promise<IsSo> {
  const isFew = wishes.count <= mostDomainsAlone;
  const grades = isFew ? await gradesOf(look, readBack, wishes.skippables) : await allGrades(look);
  return ({ of, wanted }) => {
    const grade = grades.get(of);
    return grade !== undefined && judgeGrade(of, wanted, grade).kind === 'skip';
  };
}

async function gradesOf(look: Look, readBack: ReadBack, skippables: Iterable<Skippable>) {
  const found = await Promise.all(
    Array.from(skippables, async ({ of }) => [of, await findGrade(look, readBack, of)] as const),
  );
  return new Map(found.flatMap(([domain, seen]) => (seen.kind === 'grade' ? [[domain, seen.grade]] : [])));
}

async function allGrades(look: Look): Promise<ReadonlyMap<string, string>> {
  const grades = new Map<string, string>();
  for (let page = 0; ; page += 1) {
    const domains = await readGrades(look, page);
    if (domains === null) throw unreadable('DescribeDomainList');
    for (const { Name, Grade } of domains) grades.set(oneSpelling(Name), Grade);
    if (domains.length < gradesPerPage) return grades;
  }
}

async function readExpiries(look: Look, { readBack }: Renewal, wishes: Wishes): Promise<IsSo> {
  const isFew = wishes.count <= mostRenewablesAlone;
  const expiries = isFew
    ? await expiriesOf(look, readBack, [...wishes.skippables])
    : await allExpiries(look, readBack);
  return ({ of, wanted }) => (expiries.get(of) ?? Number.NEGATIVE_INFINITY) >= Date.parse(wanted);
}

async function expiriesOf(look: Look, readBack: ReadBack, skippables: readonly Skippable[]) {
  const expiries = new Map<string, number>();
  for (let i = 0; i < skippables.length; i += renewablesAtOnce) {
    const ids = new Set(skippables.slice(i, i + renewablesAtOnce).map(({ of }) => of));
    const found = await findRenewables(look, readBack, [...ids]);
    if ('kind' in found) throw unreadable(readBack.action);
    for (const { id, expiresAtMs } of found.values()) {
      if (expiresAtMs !== null) expiries.set(id, expiresAtMs);
    }
  }
  return expiries;
}

async function allExpiries(look: Look, { service }: ReadBack): Promise<ReadonlyMap<string, number>> {
  const expiries = new Map<string, number>();
  const listed = service === 'teo' ? listPlans(look, foreverMs) : listInstances(look, foreverMs);
  for await (const resource of listed) {
    const id = resource.kind === 'plan' ? resource.planId : resource.instanceId;
    // Read as the look before the renewal reads it: the latest that it may mean.
    if (resource.expiresAt !== null) expiries.set(id, resource.expiresAt.latestMs);
  }
  return expiries;
}

function unreadable(action: string): OperatorError {
  return new OperatorError('look-in-vain', `${action} gave no answer that can be read`);
}
