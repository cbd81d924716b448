import type { UnpaidOrder } from './find-unpaid.ts';

/** A sum in one currency, in hundredths. */
export interface AmountToPay {
  /** Empty where the provider names none. */
  readonly currency: string;
  readonly cents: number;
}

/** What the orders that wait for payment come to, by currency. Empty where none waits. */
export function amountsToPay(orders: readonly UnpaidOrder[]): AmountToPay[] {
  const sums = new Map<string, number>();
  for (const { order, standing } of orders) {
    if (standing !== 'unpaid') continue;
    const currency = order?.currency ?? '';
    sums.set(currency, (sums.get(currency) ?? 0) + (order?.costCents ?? 0));
  }
  return Array.from(sums, ([currency, cents]) => ({ currency, cents }));
}
