import { setTimeout as delay } from 'node:timers/promises';
import { unreachable } from '../../shared/errors.ts';
import { followedOf } from '../../shared/follow-ups/follow-up-for.ts';
import { writeAudit } from '../../shared/ledger/audit.ts';
import { claim } from '../../shared/ledger/look.ts';
import { markOrder, type OrderMark } from '../../shared/ledger/mark-order.ts';
import { noteActive } from '../../shared/ledger/runs.ts';
import { settle } from '../../shared/ledger/settle.ts';
import type { Delivery, SettledBy } from '../../shared/outcome.ts';
import { purchaseId } from '../../shared/purchase.ts';
import type { DurableWriter } from '../durable-writer.ts';
import { noteBeside } from '../note-beside.ts';
import { isOfAnother } from '../reconcile/is-order-of.ts';
import type { Order } from '../reconcile/orders.ts';
import { type LookRoom, lineOf, type Question, refOf } from '../reconcile/room.ts';
import type { PaymentVerdict } from './classify-payment.ts';
import { lookAtOrder, type UnpaidOrder } from './find-unpaid.ts';
import type { PaymentSender } from './payment-sender.ts';

/** What paying needs. */
export interface PayRoom {
  readonly look: LookRoom;
  readonly sender: PaymentSender;
  readonly intents: DurableWriter;
  /** The person who pays. */
  readonly who: string;
}

/**
 * What became of one order.
 * - `paid`: its purchase succeeded; `before`: somebody had paid it already, and nothing was sent
 * - `undelivered`: paid, and the purchase succeeded, but the provider could not deliver: never to be paid again
 * - `not-paid`: surely; `endsAll`: what refused it would refuse every other order
 * - `gone`: it was closed or expired, and nothing is left to pay
 * - `unknown`: perhaps paid; its purchase is not queued again until that is known
 */
export type PaidOrder =
  | { readonly kind: 'paid'; readonly before: boolean; readonly delivery: Delivery }
  | { readonly kind: 'undelivered' }
  | { readonly kind: 'not-paid'; readonly code: string; readonly advice: string; readonly endsAll: boolean }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unknown'; readonly code: string; readonly advice: string };

/** Somebody changed the purchase while its order was thought about. */
const changedMeanwhile: PaidOrder = {
  kind: 'not-paid',
  code: 'Client.PurchaseChanged',
  advice: 'The purchase was settled or queued again meanwhile; see the report.',
  endsAll: false,
};

/** A lost answer is looked up so often, so far apart, before a person is asked to come back. */
const looksAfterLoss = 5;
const betweenLooksMs = 2_000;

/**
 * Pays the order that a failed purchase left behind, and settles the purchase with it. Looks first, and sends at most
 * one payment that may be executed; who paid is written down before it is sent.
 */
export async function payOrder(room: PayRoom, unpaid: UnpaidOrder): Promise<PaidOrder> {
  const { question, orderId } = unpaid;
  if (orderId === null) return unseen;
  const now = await lookAtOrder(room.look.provider, unpaid);
  if (now.standing !== 'unpaid') return concludeFrom(room, now, { by: 'reconcile' });
  const isOurs = await room.intents.write(async (ledger) => {
    if ((await markOrder(ledger, refOf(question), { orderId, mark: 'paying' })) !== 'marked') return false;
    await writeAudit(ledger, question.run, { ...deed(room, question, `pay order ${orderId} of`) });
    return true;
  });
  if (!isOurs) return changedMeanwhile;
  return concludeAfter(room, unpaid, await room.sender.pay(orderId));
}

const unseen: PaidOrder = {
  kind: 'unknown',
  code: 'Client.OrderUnseen',
  advice: 'The order could not be looked at; check the key’s right to DescribeDealsByCond and ask again.',
};

async function concludeAfter(
  room: PayRoom,
  unpaid: UnpaidOrder,
  verdict: PaymentVerdict,
): Promise<PaidOrder> {
  switch (verdict.kind) {
    case 'paid':
    case 'undelivered': {
      const { order } = await lookAtOrder(room.look.provider, unpaid);
      return settlePaid(
        room,
        { ...unpaid, order },
        { by: 'person', isUndelivered: verdict.kind === 'undelivered' },
      );
    }
    case 'refused':
    case 'again':
      await mark(room, unpaid, 'waiting');
      await note(room, unpaid.question, `order ${unpaid.orderId} not paid (${verdict.code}),`);
      return { ...verdict, kind: 'not-paid', endsAll: verdict.kind === 'again' || verdict.endsAll };
    case 'unknown':
      return lookAfterLoss(room, unpaid, verdict);
    default:
      return unreachable(verdict);
  }
}

/** Never sent again before the provider was seen; still unpaid after a while, it is a person's to ask again. */
async function lookAfterLoss(
  room: PayRoom,
  unpaid: UnpaidOrder,
  { code, advice }: Extract<PaymentVerdict, { kind: 'unknown' }>,
): Promise<PaidOrder> {
  for (let looks = 0; looks < looksAfterLoss; looks += 1) {
    if (looks > 0) await delay(betweenLooksMs);
    const now = await lookAtOrder(room.look.provider, unpaid);
    if (isSettling(now)) return concludeFrom(room, now, { by: 'person' });
  }
  await note(room, unpaid.question, `perhaps order ${unpaid.orderId} paid (${code}),`);
  return { kind: 'unknown', code, advice };
}

function isSettling({ standing }: UnpaidOrder): boolean {
  return standing === 'paid' || standing === 'undelivered' || standing === 'gone';
}

/** What a look at an order that nobody has to pay any more concludes. */
async function concludeFrom(
  room: PayRoom,
  seen: UnpaidOrder,
  { by }: { readonly by: SettledBy },
): Promise<PaidOrder> {
  switch (seen.standing) {
    case 'paid':
    case 'undelivered':
      return settlePaid(room, seen, { by, isUndelivered: seen.standing === 'undelivered' });
    case 'gone':
      await mark(room, seen, 'gone');
      return { kind: 'gone' };
    case 'paying':
    case 'odd': {
      const advice = 'Look at the order in the Billing Center; nothing was paid by this command.';
      return { kind: 'unknown', code: `Client.OrderStatus.${seen.order?.status ?? 'none'}`, advice };
    }
    default:
      return unseen;
  }
}

async function settlePaid(
  room: PayRoom,
  { question, order, orderId }: UnpaidOrder,
  { by, isUndelivered }: { readonly by: SettledBy; readonly isUndelivered: boolean },
): Promise<PaidOrder> {
  const { ledger } = room.look;
  const { run, record } = question;
  if (order !== null && isOfAnother(question, order)) return paidForAnother(order);
  const resourceIds = order?.resourceIds ?? [];
  const delivery = isDelivered(order) ? 'complete' : 'pending';
  const ids = [...(orderId === null ? [] : [orderId]), ...resourceIds];
  await claim(ledger, lineOf(question), ids, purchaseId(run, record));
  const bought = { orderId, resourceIds, delivery } as const;
  await noteBeside(ledger, refOf(question), { bought, followed: followedOf(record) });
  // Workers follow a delivery only of a run that they look after. Before, lest a crash leave it to nobody; and after, as
  // one may just have found nothing there to do.
  await noteActive(ledger, run);
  const ending = { state: 'succeeded', bought, requestId: record.requestId } as const;
  const settled = await settle(ledger, { ...refOf(question), by, ending });
  await noteActive(ledger, run);
  if (settled !== 'settled' && settled !== 'already') {
    const advice = `Order ${orderId} is paid, but its purchase was changed meanwhile: see the report of run ${run}.`;
    return { kind: 'unknown', code: 'Client.PurchaseChanged', advice };
  }
  const how = isUndelivered ? 'paid, not delivered' : 'paid';
  await note(room, question, `order ${orderId} found ${how},`);
  if (isUndelivered) return { kind: 'undelivered' };
  return { kind: 'paid', before: by === 'reconcile', delivery };
}

/** Equal renewals left their orders in the same second: which was whose shows only once they are delivered. */
function paidForAnother({ orderId, resourceIds }: Order): PaidOrder {
  const advice = `Order ${orderId} is paid and renewed ${resourceIds.join(' ')}, which another row asked for: resolve both by the console.`;
  return { kind: 'unknown', code: 'Client.OrderOfAnother', advice };
}

/** 4 is delivered. */
function isDelivered(order: Order | null): boolean {
  return order?.status === 4 && order.resourceIds.length > 0;
}

async function mark(room: PayRoom, { question, orderId }: UnpaidOrder, as: OrderMark): Promise<void> {
  if (orderId !== null) await markOrder(room.look.ledger, refOf(question), { orderId, mark: as });
}

function note(room: PayRoom, question: Question, what: string): Promise<void> {
  return writeAudit(room.look.ledger, question.run, deed(room, question, what));
}

function deed({ who }: PayRoom, { record }: Question, what: string) {
  return { who, what: `${what} row ${record.row}.${record.index}`, why: null };
}
