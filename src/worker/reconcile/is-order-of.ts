import { renewalOf } from '../../shared/actions/renewal-of.ts';
import type { Params } from '../../shared/purchase.ts';
import type { Order } from './orders.ts';
import { planSpec } from './plans.ts';
import type { Question } from './room.ts';

/** Whether an order may be that of a purchase, by what is bought and whether it is bought or renewed. */
export function isOrderOf({ record, params }: Question, order: Order): boolean {
  const wanted = renewalOf(record.action) === undefined ? 'purchase' : 'renew';
  if (order.action !== '' && order.action !== wanted) return false;
  if (params.ProductCode !== undefined) {
    return order.productCode === params.ProductCode && order.subProductCode === params.SubProductCode;
  }
  // What EdgeOne's orders are called is not documented; one name was seen in a billing example.
  return /edgeone|teo/i.test(order.productCode);
}

/**
 * The same, unless the order speaks against it: another length, another type of plan, another resource. Too strict to
 * conclude from an absence, as the words of an order are not documented.
 */
export function isLikelyOrderOf(question: Question, order: Order): boolean {
  if (!isOrderOf(question, order)) return false;
  const months = monthsOf(question);
  if (order.timeSpan !== null && monthsIn(order.timeSpan, order.timeUnit) !== months) return false;
  const type = question.params.PlanType;
  const shown = /personal|basic|standard|enterprise/i.exec(order.subProductCode)?.[0];
  if (type !== undefined && shown !== undefined && shown.toLowerCase() !== type) return false;
  return !isOfAnother(question, order);
}

/** Whether an order shows that it renews something else than the purchase does. */
export function isOfAnother({ record, params }: Question, { resourceIds }: Order): boolean {
  const renewal = renewalOf(record.action);
  if (renewal === undefined || resourceIds.length === 0) return false;
  return !resourceIds.includes(String(params[renewal.resourceParameter]));
}

function monthsOf({ record, params }: Question): number {
  const renewal = renewalOf(record.action);
  if (renewal) return renewal.monthsOf(params);
  return params.PlanType === undefined ? instanceMonths(params) : planSpec(params).period;
}

/** The page's defaults where none is given: one month. */
function instanceMonths({ Period = 1, PeriodUnit = 'm' }: Params): number {
  return monthsIn(Number(Period), String(PeriodUnit));
}

function monthsIn(span: number, unit: string | null): number {
  return unit === 'y' ? span * 12 : span;
}
