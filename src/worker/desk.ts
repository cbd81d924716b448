import { performance } from 'node:perf_hooks';
import { type Asked, askAll, tellEach } from '../shared/asked.ts';
import { type BoughtTarget, noteBought } from '../shared/ledger/bought-targets.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { forgetTroubles } from '../shared/ledger/line-hold.ts';
import { type OpenAttempt, type Opened, openAsked } from '../shared/ledger/open-attempt.ts';
import { type PassedOver, type PassOver, passOverAsked } from '../shared/ledger/pass-over.ts';
import { readStandings, type Standing } from '../shared/ledger/read-standings.ts';
import { type Settle, type Settled, settleAsked } from '../shared/ledger/settle.ts';
import type { PurchaseRef } from '../shared/ledger/transition.ts';
import type { Line } from '../shared/line.ts';
import type { DurableWriter } from './durable-writer.ts';
import type { LineMeter } from './line-meter.ts';
import { onceATurn, saidOnceATurn, turnOf } from './once-a-turn.ts';

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
  /** For people who plan and for looks before a purchase; whether one may be sent its own record says. Nobody waits. */
  readonly noteBought: (bought: BoughtTarget) => void;
  /** The line was answered as calls are. Nobody waits for that either. */
  readonly forgetTroubles: () => void;
}

export function createDesk(
  ledger: Ledger,
  line: Line,
  { intents, meter }: { readonly intents: DurableWriter; readonly meter: LineMeter },
): Desk {
  const turn = turnOf(ledger.redis);
  const forget = saidOnceATurn<null>(() => forgetTroubles(ledger, line), turn);
  return {
    read: onceATurn((all) => readStandings(ledger, all), turn),
    open: onceATurn((all) => openDurably(intents, all, meter), turn),
    settle: onceATurn((all) => settleAsked(ledger, all), turn),
    passOver: onceATurn((all) => passOverAsked(ledger, all), turn),
    noteBought: saidOnceATurn<BoughtTarget>((all) => noteBought(ledger, all), turn),
    forgetTroubles: () => forget(null),
  };
}

/** One sync confirms all of them, or none. */
function openDurably(
  intents: DurableWriter,
  all: readonly Asked<OpenAttempt, Opened>[],
  meter: LineMeter,
): void {
  const askedAtMs = performance.now();
  const { replicas } = intents;
  const attempts = all.map(({ question }) => question);
  const durable = intents.write((ledger) =>
    Promise.allSettled(
      askAll<OpenAttempt, Opened>(attempts, (each) => openAsked(ledger, each, { replicas })),
    ),
  );
  void durable.then(
    () => meter.noteIntent(performance.now() - askedAtMs),
    () => {},
  );
  tellEach(all, durable, (opened) => {
    if (opened.status === 'rejected') throw opened.reason;
    return opened.value;
  });
}
