import { describeValue } from '../describe-value.ts';
import type { RowRule } from './rule.ts';

/** A Reference is the user's own key of a row, short enough for every report. */
export const referenceText: RowRule = ({ values }) => {
  const reference = values.get('Reference');
  if (reference === undefined || isReference(reference)) return [];
  const got =
    typeof reference === 'string' && reference !== ''
      ? `${characters(reference)} characters`
      : describeValue(reference);
  const message = `Reference must be a text of 1 to ${maxCharacters} characters: got ${got}`;
  return [{ column: 'Reference', code: 'bad-reference', message }];
};

/** Whether a value may be a Reference. */
export function isReference(value: unknown): boolean {
  if (typeof value !== 'string' || value === '') return false;
  return value.length <= maxCharacters || characters(value) <= maxCharacters;
}

/** Characters as people count them: one outside the basic plane is two units of a string. */
function characters(text: string): number {
  return [...text].length;
}

const maxCharacters = 128;
