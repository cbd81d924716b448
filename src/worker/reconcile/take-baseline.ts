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

/**
 * Makes sure, before a run's first call of an action that only a difference can settle, that it is written down what
 * was there before. Where that cannot be read the run goes on, and its doubts are a person's to settle.
 */
export function baselineOnce({
  ledger,
  provider,
  definition,
  log,
}: BaselineOptions): (run: string) => Promise<void> {
  if (definition.safety.kind !== 'neither') return async () => {};
  const { readBack } = definition.safety;
  const taking = new Map<string, Promise<void>>();
  return (run) => {
    const known = taking.get(run);
    if (known) return known;
    const mine = takeBaseline(ledger, provider, { run, readBack }).then((taken) => {
      if (taken === 'unreadable')
        log.warn({ run }, 'Cannot read what there was before, doubts will need a person');
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
): Promise<'taken' | 'unreadable'> {
  const { baseline } = runKeys(ledger.prefix, run);
  if ((await ledger.redis.exists(baseline)) === 1) return 'taken';
  const plans = await findPlans(provider, readBack, Date.now() - lookBackMs);
  const members =
    plans === null ? [baselineUnreadable] : [baselineTaken, ...plans.map(({ planId }) => planId)];
  await writeBaselineScript(ledger.redis, [baseline], members);
  return plans === null ? 'unreadable' : 'taken';
}
