import { numberOf, textOf } from './read-params.ts';
import type { Refusal } from './reply.ts';
import { refuse } from './reply.ts';

/** The vendor publishes no price list for the API. */
export const instanceCentsPerMonth = 10_000;

/** What may happen before an instance expires. */
export const renewFlags = [
  'NOTIFY_AND_MANUAL_RENEW',
  'NOTIFY_AND_AUTO_RENEW',
  'DISABLE_NOTIFY_AND_MANUAL_RENEW',
];

// The page names no maximum; some limit has to be there for the code that says it was passed.
const maxQuantity = 100;

/** Why billing would not take this order whatever the account holds, or null. */
export function refusalOfOrder(params: Readonly<Record<string, unknown>>): Refusal | null {
  const refusal = refusalOfPeriod(params);
  if (refusal) return refusal;
  if (textOf(params, 'PayMode') !== 'PrePay') return refuse('InvalidParameter', 'PayMode is PrePay.');
  if (!renewFlags.includes(textOf(params, 'RenewFlag', 'NOTIFY_AND_MANUAL_RENEW')))
    return refuse('InvalidParameter', 'There is no such RenewFlag.');
  if (numberOf(params, 'ProjectId', 0) < 0) return refuse('InvalidParameter', 'ProjectId begins at 0.');
  if (numberOf(params, 'Quantity', 1) < 1) return refuse('InvalidParameter', 'Quantity begins at 1.');
  if (numberOf(params, 'Quantity', 1) > maxQuantity)
    return refuse('FailedOperation.NumLimitError', `An order holds at most ${maxQuantity}.`);
  if (!isJsonObject(textOf(params, 'Parameter')))
    return refuse('InvalidParameter.ApiParamError', 'Parameter is the JSON text of an object.');
  return null;
}

/** The same for what an order and a renewal have in common. */
export function refusalOfPeriod(params: Readonly<Record<string, unknown>>): Refusal | null {
  // 1 to 64 signs from the printable part of ASCII.
  if (!/^[\x20-\x7e]{1,64}$/.test(textOf(params, 'ClientToken')))
    return refuse('InvalidParameter', 'ClientToken is 1 to 64 ASCII signs.');
  if (!['m', 'y'].includes(textOf(params, 'PeriodUnit', 'm')))
    return refuse('InvalidParameter', 'PeriodUnit is m or y.');
  if (!isBetween(numberOf(params, 'Period', 1), 1, 36))
    return refuse('InvalidParameter', 'Period lies between 1 and 36.');
  return null;
}

/** How many months an order or a renewal is for. */
export function monthsOf(params: Readonly<Record<string, unknown>>): number {
  return numberOf(params, 'Period', 1) * (textOf(params, 'PeriodUnit', 'm') === 'y' ? 12 : 1);
}

function isBetween(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
