import { z } from 'zod';
import { type RenewalSearch, renewalActions } from '../../producer/expiring/find-renewals.ts';
import { requirePeriod } from '../../producer/expiring/require-period.ts';
import { timeSpanMs } from '../../shared/time-span.ts';
import { RequestProblem } from '../server/problem.ts';
import { flag, many } from './params.ts';

const span = z.string().transform((text, context) => {
  const spanMs = timeSpanMs(text);
  if (spanMs !== null) return spanMs;
  context.addIssue({ code: 'custom', message: 'must be hours, days or weeks: 12h, 30d, 6w' });
  return z.NEVER;
});

/** What may be asked of what expires: the options of `tcbatch expiring`. */
export const expiringQuery = z.object({
  within: span.meta({ description: 'How soon: hours, days or weeks, as in `12h`, `30d`, `6w`.' }),
  action: many(z.enum(renewalActions)).meta({ description: 'Only these; may be repeated.' }),
  account: z.string().max(100).optional().meta({ description: 'Of which account; its rows name it.' }),
  period: z.coerce.number().int().min(1).default(1).meta({ description: 'Months to renew for.' }),
  includeAutoRenewed: flag.meta({ description: 'Also what renews itself.' }),
  includeIsolated: flag.meta({ description: 'Also what is out of service since it expired.' }),
});

export type ExpiringQuery = z.infer<typeof expiringQuery>;

/** The search that a request asks for. Throws a problem where no such renewal is sold, or no such account is known. */
export function searchFor(query: ExpiringQuery, accounts: readonly string[]): RenewalSearch {
  const { within: withinMs, action: actions = renewalActions, account, period } = query;
  if (account !== undefined && !accounts.includes(account)) throw unknownAccount(account, accounts);
  requirePeriod(actions, period);
  const { includeAutoRenewed, includeIsolated } = query;
  const nowMs = Date.now();
  return { actions, period, nowMs, untilMs: nowMs + withinMs, includeAutoRenewed, includeIsolated };
}

function unknownAccount(account: string, accounts: readonly string[]): RequestProblem {
  return new RequestProblem(
    422,
    'unknown-account',
    `Cannot look into account as it is not configured: got ${account}`,
    { advice: `The accounts are ${accounts.join(', ')}.` },
  );
}
