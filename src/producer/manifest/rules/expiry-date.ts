import { describeValue } from '../describe-value.ts';
import { readMoment } from '../read-moment.ts';
import type { RowRule } from './rule.ts';

/** An IfExpiresBefore is one moment, whoever reads it: a date, which begins in UTC, or a time with its zone. */
export const expiryDate: RowRule = ({ values }) => {
  const given = values.get('IfExpiresBefore');
  if (given === undefined || (typeof given === 'string' && readMoment(given) !== null)) return [];
  const message = `IfExpiresBefore must be a date such as 2027-01-31, or a time with its zone such as 2027-01-31T08:00:00Z: got ${describeValue(given)}`;
  return [{ column: 'IfExpiresBefore', code: 'bad-date', message }];
};
