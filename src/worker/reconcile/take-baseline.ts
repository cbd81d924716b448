import type { Logger } from 'pino';
import type { ActionDefinition, ReadBack } from '../../shared/actions/action.ts';
import { askedOnce } from '../../shared/asked-once.ts';
import { runKeys } from '../../shared/ledger/keys.ts';
import { defaultAccount } from '../../shared/line.ts';
import { loadScript } from '../../shared/redis/script.ts';
import { baselineTaken } from './look-for-plans.ts';
import { findPlans } from './plans.ts';
import type { LookRoom } from './room.ts';

const writeBaselineScript = loadScript(import.meta.url, './write-baseline.lua');

/** Plans enabled longer ago than this cannot be taken for one bought now, whatever the clocks. */
const lookBackMs = 3_600_000;
/** The member of a baseline that could not be read; no plan has this id either. */
function baselineUnreadable(account: string): string {
  return account === defaultAccount ? '-' : `-${account}`;
}

export interface BaselineOptions {
  /** The room of the account that buys. */
  readonly room: Pick<LookRoom, 'ledger' | 'provider' | 'account'>;
  readonly definition: ActionDefinition;
  readonly log: Logger;
}

/** What became of asking; `refused`: the provider does not know us, and would not sell to us either. */
export type Baseline =
  | { readonly kind: 'taken' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'refused'; readonly code: string };

/**
 * Makes sure, before a run's first call of an action that only a difference can settle, that it is written down what
 * was there before. Where that may not be read the run goes on, and its doubts are a person's to settle.
 */
export function baselineOnce({ room, definition, log }: BaselineOptions): (run: string) => Promise<Baseline> {
  // A renewal has a baseline of its own: the date before it.
  if (definition.safety.kind !== 'neither' || definition.safety.renewal)
    return async () => ({ kind: 'taken' });
  const { readBack } = definition.safety;
  const take = async (run: string): Promise<Baseline> => {
    const baseline = await takeBaseline(room, run, readBack);
    if (baseline.kind === 'unreadable') {
      log.warn({ run }, 'Cannot read what there was before, doubts will need a person');
    }
    return baseline;
  };
  // What failed for want of Redis is tried again with the next delivery, as is what was refused.
  return askedOnce(take, ({ kind }) => kind !== 'refused');
}

async function takeBaseline(
  { ledger, provider, account }: BaselineOptions['room'],
  run: string,
  readBack: ReadBack,
): Promise<Baseline> {
  const { baseline } = runKeys(ledger.prefix, run);
  const marks = [baselineTaken(account), baselineUnreadable(account)] as const;
  if ((await ledger.redis.smismember(baseline, ...marks)).includes(1)) return { kind: 'taken' };
  const write = (ids: readonly string[]) => writeBaselineScript(ledger.redis, [baseline], [...marks, ...ids]);
  const plans = await findPlans(provider, readBack, Date.now() - lookBackMs);
  if (Array.isArray(plans)) {
    await write([marks[0], ...plans.map(({ planId }) => planId)]);
    return { kind: 'taken' };
  }
  if (plans.kind === 'refused' && refusesCredentials(plans.code)) return plans;
  await write([marks[1]]);
  return { kind: 'unreadable' };
}

/** Unlike a missing right to look, this meets every call. */
function refusesCredentials(code: string): boolean {
  return code.startsWith('AuthFailure') && code !== 'AuthFailure.UnauthorizedOperation';
}
