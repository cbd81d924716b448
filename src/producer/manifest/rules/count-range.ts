import { wholeNumber } from '../convert-value.ts';
import { describeValue } from '../describe-value.ts';
import type { RowRule } from './rule.ts';

/** A Count stays small enough that one mistyped row cannot empty an account. */
export const countRange: RowRule = ({ values, isText }) => {
  const given = values.get('Count');
  if (given === undefined) return [];
  const count = wholeNumber(given, isText);
  if (count !== null && count >= 1 && count <= maxCount) return [];
  const message = `Count must be a whole number from 1 to ${maxCount}: got ${describeValue(given)}`;
  return [{ column: 'Count', code: 'bad-count', message }];
};

const maxCount = 10_000;
