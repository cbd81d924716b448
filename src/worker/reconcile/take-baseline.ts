import type { Logger } from 'pino';
import type { ActionDefinition, ReadBack } from '../../shared/actions/action.ts';
import { runKeys } from '../../shared/ledger/keys.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { loadScript } from '../../shared/redis/script.ts';
import { baselineTaken } from './look-for-plans.ts';
import { findPlans } from './plans.ts';
import type { Provider } from './provider.ts';

const writeBaselineScript = loadScript(import.meta.url, './write-baseline.lua');

/** Plans enabled longer ago than this cannot be taken for one bought now, whatever the clocks. */
const lookBackMs = 3_600_000;
/** The member of a baseline that could not be read; no plan has this id either. */
const baselineUnreadable = '-';

export interface BaselineOptions {
  readonly ledger: Ledger;
  readonly provider: Provider;
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
export function baselineOnce({
  ledger,
  provider,
  definition,
  log,
}: BaselineOptions): (run: string) => Promise<Baseline> {
  // A renewal has a baseline of its own: the date before it.
  if (definition.safety.kind !== 'neither' || definition.safety.renewal)
    return async () => ({ kind: 'taken' });
  const { readBack } = definition.safety;
  const taking = new Map<string, Promise<Baseline>>();
  return (run) => {
    const known = taking.get(run);
    if (known) return known;
    const mine = takeBaseline(ledger, provider, { run, readBack }).then((baseline) => {
      if (baseline.kind === 'unreadable') {
        log.warn({ run }, 'Cannot read what there was before, doubts will need a person');
      }
      if (baseline.kind === 'refused') taking.delete(run);
      return baseline;
    });
    taking.set(run, mine);
    // What failed for want of Redis is tried again with the next delivery.
    mine.catch(() => taking.delete(run));
    return mine;
  };
}

async function takeBaseline(
  ledger: Ledger,
  provider: Provider,
  { run, readBack }: { readonly run: string; readonly readBack: ReadBack },
): Promise<Baseline> {
  const { baseline } = runKeys(ledger.prefix, run);
  if ((await ledger.redis.exists(baseline)) === 1) return { kind: 'taken' };
  const plans = await findPlans(provider, readBack, Date.now() - lookBackMs);
  if (Array.isArray(plans)) {
    await writeBaselineScript(
      ledger.redis,
      [baseline],
      [baselineTaken, ...plans.map(({ planId }) => planId)],
    );
    return { kind: 'taken' };
  }
  if (plans.kind === 'refused' && refusesCredentials(plans.code)) return plans;
  await writeBaselineScript(ledger.redis, [baseline], [baselineUnreadable]);
  return { kind: 'unreadable' };
}

/** Unlike a missing right to look, this meets every call. */
function refusesCredentials(code: string): boolean {
  return code.startsWith('AuthFailure') && code !== 'AuthFailure.UnauthorizedOperation';
}
