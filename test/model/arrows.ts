import type { PurchaseState } from '../../src/shared/outcome.ts';
import { must } from './invariants.ts';
import type { Snapshot } from './snapshot.ts';
import type { Step } from './story.ts';

const asking = ['deliver', 'deliver-together', 'ask-again'] as const;
const answering = ['answer', 'answer-together'] as const;

/** The ways out of each state, and which event alone may take them. */
const arrows: Readonly<Record<PurchaseState, Partial<Record<PurchaseState, readonly Step['step'][]>>>> = {
  queued: {
    sending: asking,
    cancelled: ['cancel'],
    succeeded: answering,
    skipped: ['pass-over'],
    failed: ['pass-over'],
  },
  sending: {
    queued: answering,
    cancelled: answering,
    succeeded: answering,
    failed: answering,
    'in-doubt': [...answering, 'expire'],
  },
  'in-doubt': {
    sending: asking,
    queued: [...answering, 'tell'],
    cancelled: [...answering, 'tell'],
    succeeded: [...answering, 'tell'],
    failed: [...answering, 'tell'],
  },
  // What is settled stays so, but for a person who has it tried again and an answer that it was bought after all.
  failed: { queued: ['retry'], succeeded: answering },
  cancelled: { succeeded: answering },
  succeeded: {},
  skipped: {},
};

/** Throws when a purchase went a way that is none, or that this event may not take it. */
export function checkArrows(before: Snapshot, after: Snapshot, event: Step): void {
  for (const [field, { state: to }] of after.rows) {
    const old = before.rows.get(field);
    if (!old || old.state === to) continue;
    const isAllowed = (arrows[old.state][to] ?? []).includes(event.step);
    must(isAllowed, `${field} goes from ${old.state} to ${to} by ${event.step}`);
    const isMeant = to !== 'queued' || !old.unpaidOrder || (event.step === 'retry' && event.evenIfUnpaid);
    must(isMeant, `${field}, of which an order may be left unpaid, is queued again when that was meant`);
  }
}
