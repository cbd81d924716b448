import type { Order } from '../reconcile/orders.ts';

/**
 * How far an order is.
 * - `unpaid`: it waits to be paid
 * - `paying`: its payment is under way
 * - `paid`: bought, delivered or about to be
 * - `undelivered`: paid, but the provider could not deliver
 * - `gone`: closed, expired or invalid; nobody can pay it any more
 * - `odd`: refunded, or something that no rule here knows
 * - `unseen`: it could not be looked at, or the provider does not show it
 */
export const orderStandings = ['unpaid', 'paying', 'paid', 'undelivered', 'gone', 'odd', 'unseen'] as const;
export type OrderStanding = (typeof orderStandings)[number];

const standings: ReadonlyMap<number, OrderStanding> = new Map([
  [1, 'unpaid'],
  [2, 'paid'],
  [3, 'paid'],
  [4, 'paid'],
  [5, 'undelivered'],
  [7, 'gone'],
  [8, 'gone'],
  [9, 'gone'],
  [12, 'paying'],
]);

/** What the status of an order means; null is an order that is not shown. */
export function standingOf(order: Order | null): OrderStanding {
  return order === null ? 'unseen' : (standings.get(order.status) ?? 'odd');
}
