import { ruleForCode } from '../../shared/actions/rule-for-code.ts';
import { unreachable } from '../../shared/errors.ts';
import { holdLine } from '../../shared/ledger/line-hold.ts';
import { noteWaiting } from '../../shared/ledger/pass-over.ts';
import type { PurchaseRecord } from '../../shared/ledger/record.ts';
import type { PurchaseRef } from '../../shared/ledger/transition.ts';
import type { Bench, Disposition } from '../bench.ts';
import { untilWritten } from '../until-written.ts';
import type { Ahead } from './ahead.ts';

/** A purchase that may be sent once its slot comes, or once the line is released, or none. */
export type Ready =
  | { readonly kind: 'go'; readonly expiryBeforeMs: number | null }
  | { readonly kind: 'held' }
  | Disposition;

const whileFencedMs = 1000;

const perhapsOurs =
  'An earlier call of this purchase was sent and may have done it: look in the Billing Center for an order of its time.';

/** Carries out what a look before the call found against it. */
export async function actOnAhead(
  bench: Bench,
  purchase: PurchaseRef & Pick<PurchaseRecord, 'attempts'>,
  ahead: Exclude<Ahead, { kind: 'go' }>,
): Promise<Ready> {
  switch (ahead.kind) {
    case 'skip': {
      // What was proved not to be executed may only have been slow to show.
      const seen = purchase.attempts > 0 ? `${ahead.seen} ${perhapsOurs}` : ahead.seen;
      return settle(bench, purchase, { state: 'skipped', seen });
    }
    case 'fail':
      return settle(bench, purchase, { state: 'failed', code: ahead.code, seen: ahead.seen });
    case 'wait':
      await noteWaiting(bench.ledger, purchase, ahead.reason);
      return { kind: 'deliver-again', delayMs: ahead.delayMs };
    case 'hold': {
      const { ledger, line, definition, log } = bench;
      const reason = `${ahead.reason} ${ruleForCode(definition, ahead.code).remedy}`;
      await noteWaiting(ledger, purchase, ahead.reason);
      const held = await untilWritten(log, () => holdLine(ledger, line, { code: ahead.code, reason }));
      if (held === 'held') log.error({ code: ahead.code }, 'Line held');
      return { kind: 'held' };
    }
    default:
      return unreachable(ahead);
  }
}

async function settle(
  bench: Bench,
  purchase: PurchaseRef,
  ending: Parameters<Bench['desk']['passOver']>[0]['ending'],
): Promise<Ready> {
  const passed = await bench.desk.passOver({ ...purchase, ending });
  return passed === 'fenced' ? { kind: 'deliver-again', delayMs: whileFencedMs } : { kind: 'done' };
}
