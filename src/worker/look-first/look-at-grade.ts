import type { ReadBack } from '../../shared/actions/action.ts';
import { oneSpelling } from '../../shared/actions/target.ts';
import { findBought } from '../../shared/ledger/bought-targets.ts';
import { isChecked } from '../../shared/ledger/prechecks.ts';
import type { PurchaseRecord } from '../../shared/ledger/record.ts';
import { purchaseId } from '../../shared/purchase.ts';
import { allOnceATurn, turnOf } from '../once-a-turn.ts';
import { findGrade, missingDomainCode } from '../reconcile/domain-grade.ts';
import { goAhead, type LookFirst, type LookFirstOptions } from './ahead.ts';
import { waitForHolder } from './holder.ts';
import { judgeGrade } from './judge-grade.ts';
import { createListedGrades } from './listed-grades.ts';
import { createTakeTarget } from './take-target.ts';

/** How long a line that may not look goes on without asking again. */
const forbiddenForMs = 600_000;
/** How long one goes on without that got no answer: waiting for looks must not hold purchases up. */
const unansweredForMs = 30_000;

/**
 * Looks which grade a domain has: by the account's list where it shows the domain, otherwise by the domain itself. A
 * list is as old as its reading, so it alone says that a purchase may go ahead only where nothing of ours can have
 * changed the domain since.
 */
export function lookAtGrade({
  ledger,
  line,
  provider,
  readBack,
  log,
}: LookFirstOptions & { readonly readBack: ReadBack }): LookFirst {
  const listed = createListedGrades(provider.look);
  const isWanted = isChecked(ledger);
  const takeTarget = createTakeTarget(ledger, line);
  const findRunOf = allOnceATurn(
    (targets: readonly string[]) =>
      findBought(
        ledger,
        targets.map((target) => ({ ...line, target })),
      ),
    turnOf(ledger.redis),
  );
  let blindUntilMs = 0;
  let isSighted = false;
  let turn: Promise<unknown> = Promise.resolve();
  const look = async (domain: string) => {
    if (Date.now() < blindUntilMs) return null;
    const seen = await findGrade(provider.look, readBack, domain);
    isSighted ||= seen.kind === 'grade';
    if (seen.kind === 'unseen') blindUntilMs = Date.now() + unansweredForMs;
    return seen;
  };
  // One at a time until one has shown something: who may not look, or gets no answer, asks once and not for all at once.
  const lookInTurn = (domain: string): ReturnType<typeof look> => {
    if (isSighted) return look(domain);
    const mine = turn.then(() => look(domain));
    turn = mine.catch(() => {});
    return mine;
  };
  const judgeByList = async ({ queuedAtMs, attempts }: PurchaseRecord, domain: string, wanted: string) => {
    const known = isSighted ? listed.gradeOf(domain, queuedAtMs) : null;
    if (known === null) return null;
    const ahead = judgeGrade(domain, wanted, known);
    if (ahead.kind === 'skip') return ahead;
    // Another run's purchase, or an earlier call of this one, may be younger than the list.
    return attempts === 0 && (await findRunOf(oneSpelling(domain))) === null ? ahead : null;
  };
  return async ({ run }, record) => {
    if (Date.now() < blindUntilMs || !(await isWanted(run))) return goAhead;
    const { Domain: domain, Grade: wanted } = JSON.parse(record.body) as { Domain: string; Grade: string };
    const holder = await takeTarget({ target: oneSpelling(domain), purchase: purchaseId(run, record) });
    if (holder !== null) return waitForHolder(holder, `buys for ${domain}`);
    const listedAhead = await judgeByList(record, domain, wanted);
    if (listedAhead !== null) return listedAhead;
    const seen = await lookInTurn(domain);
    if (seen === null) return goAhead;
    if (seen.kind === 'grade') return judgeGrade(domain, wanted, seen.grade);
    if (seen.kind === 'refused' && seen.code === missingDomainCode) {
      const sentence = `Looked first: ${domain} is not in this account, nothing was sent.`;
      return { kind: 'fail', code: missingDomainCode, seen: sentence };
    }
    if (seen.kind === 'refused' && isForbidden(seen.code) && Date.now() >= blindUntilMs) {
      blindUntilMs = Date.now() + forbiddenForMs;
      log.warn({ code: seen.code }, 'Cannot look at domains before buying for them, going on without');
    }
    // The call itself says what is wrong with a domain that does not show its grade.
    return goAhead;
  };
}

function isForbidden(code: string): boolean {
  return code.startsWith('UnauthorizedOperation') || code.startsWith('AuthFailure');
}
