import { performance } from 'node:perf_hooks';
import { type BoughtTarget, noteBought } from '../shared/ledger/bought-targets.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { forgetTroubles } from '../shared/ledger/line-hold.ts';
import { type OpenAttempt, type Opened, openAttempts } from '../shared/ledger/open-attempt.ts';
import { type PassedOver, type PassOver, passOverAll } from '../shared/ledger/pass-over.ts';
import { readStandings, type Standing } from '../shared/ledger/read-standings.ts';
import { type Settle, type Settled, settleAll } from '../shared/ledger/settle.ts';
import type { PurchaseRef } from '../shared/ledger/transition.ts';
import type { Line } from '../shared/line.ts';
import type { DurableWriter } from './durable-writer.ts';
import type { LineMeter } from './line-meter.ts';
import { onceATurn, turnOf } from './once-a-turn.ts';

/**
 * Where the purchases of one line meet the ledger. What several of them ask in the same turn of the event loop goes to
 * Redis as one command; each still gets its own reply.
 */
export interface Desk {
  readonly read: (purchase: PurchaseRef) => Promise<Standing>;
  /** Resolves once the intent is as durable as this Redis can promise; rejects where that is not confirmed. */
  readonly open: (attempt: OpenAttempt) => Promise<Opened>;
  readonly settle: (settlement: Settle) => Promise<Settled>;
  /** Settles what a look showed to need no call. */
  readonly passOver: (passed: PassOver) => Promise<PassedOver>;
  readonly noteBought: (bought: BoughtTarget) => Promise<void>;
  /** The line was answered as calls are. */
  readonly forgetTroubles: () => Promise<void>;
}

export function createDesk(
  ledger: Ledger,
  line: Line,
  { intents, meter }: { readonly intents: DurableWriter; readonly meter: LineMeter },
): Desk {
  const turn = turnOf(ledger.redis);
  const forget = onceATurn<null, void>((questions) => {
    const forgotten = forgetTroubles(ledger, line);
    return questions.map(() => forgotten);
  }, turn);
  return {
    read: onceATurn((purchases) => readStandings(ledger, purchases), turn),
    open: onceATurn((attempts) => openDurably(intents, attempts, meter), turn),
    settle: onceATurn((settlements) => settleAll(ledger, settlements), turn),
    passOver: onceATurn((all) => passOverAll(ledger, all), turn),
    noteBought: onceATurn((all) => {
      const noted = noteBought(ledger, all);
      return all.map(() => noted);
    }, turn),
    forgetTroubles: () => forget(null),
  };
}

/** One sync confirms all of them, or none. */
function openDurably(
  intents: DurableWriter,
  attempts: readonly OpenAttempt[],
  meter: LineMeter,
): Promise<Opened>[] {
  const askedAtMs = performance.now();
  const { replicas } = intents;
  const durable = intents.write((ledger) => Promise.allSettled(openAttempts(ledger, attempts, { replicas })));
  void durable.then(
    () => meter.noteIntent(performance.now() - askedAtMs),
    () => {},
  );
  return attempts.map(async (_attempt, i) => {
    const opened = (await durable)[i];
    if (opened?.status === 'fulfilled') return opened.value;
    throw opened?.reason;
  });
}
