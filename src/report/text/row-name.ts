import type { Position } from '../../shared/purchase.ts';

/** A position as people write it and commands take it: `12`, or `12.3` for the third of a row with Count. */
export function rowName({ row, index }: Position): string {
  return index === 1 ? String(row) : `${row}.${index}`;
}
