import { OperatorError } from '../shared/errors.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import type { WebhookSettings } from '../shared/webhook-settings.ts';
import { testEvent } from './event.ts';
import { noteEvent, noteSent, readDelivery } from './event-book.ts';
import { type Sent, sendEvent } from './send-event.ts';

/** Delivers an event once more, with the same id and body. Throws an OperatorError for one that nobody knows. */
export async function replayEvent(ledger: Ledger, settings: WebhookSettings, id: string): Promise<Sent> {
  const delivery = await readDelivery(ledger, id);
  if (!delivery) {
    throw new OperatorError('unknown-event', `Cannot find event as none has this id: got ${id}`, {
      advice: 'See `tcbatch webhooks` for the ids; the newest thousand are kept.',
    });
  }
  const sent = await sendEvent(delivery, settings, new AbortController().signal);
  await noteSent(ledger, delivery, { sent, isLast: delivery.state === 'given-up' });
  return sent;
}

/** Delivers an event of which nothing follows. */
export async function deliverTest(ledger: Ledger, settings: WebhookSettings): Promise<Sent> {
  const event = testEvent(Date.now());
  const sent = await sendEvent(event, settings, new AbortController().signal);
  await noteEvent(ledger, event);
  const delivery = await readDelivery(ledger, event.id);
  if (delivery) await noteSent(ledger, delivery, { sent, isLast: true });
  return sent;
}
