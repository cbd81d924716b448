import { checkRow, type RowDefaults, type RowVerdict } from './check-row.ts';
import type { Entry } from './entry.ts';
import { valuesOfCells } from './given-row.ts';
import { fillTemplate, isFreeColumn, type RowTemplate, templateOf } from './row-template.ts';

/** Judges one row of a table, as `checkRow` does. */
export type CellsChecker = (entry: Entry & { readonly kind: 'cells' }) => RowVerdict;

/**
 * Opens the check of all rows below one header. A table repeats itself: once a row was found good, another that differs
 * from it in free texts alone needs only those looked at. In every doubt the whole check decides.
 */
export function cellsChecker(columns: readonly (string | null)[], defaults: RowDefaults): CellsChecker {
  const isFree = columns.map((column) => column !== null && isFreeColumn(column));
  const templates = new Map<string, RowTemplate>();
  return ({ row, line, cells }) => {
    const key = keyOf(cells, isFree);
    const template = templates.get(key);
    const filled = template && fillTemplate(template, { row, line, cells });
    if (filled) return filled;
    const verdict = checkRow({ row, line, isText: true, values: valuesOfCells(columns, cells) }, defaults);
    if (!template && verdict.checked) {
      // A table that does not repeat itself must not be remembered whole.
      if (templates.size >= mostTemplates) templates.clear();
      templates.set(key, templateOf(verdict.checked, columns, cells));
    }
    return verdict;
  };
}

const mostTemplates = 1000;
const givenFreely = '+\0';

/** The same for two rows that differ in free texts alone, and have the same of them. */
function keyOf(cells: readonly string[], isFree: readonly boolean[]): string {
  let key = '';
  for (let at = 0; at < cells.length; at += 1) {
    const text = cells[at]?.trim() ?? '';
    // No manifest holds a NUL, so no text runs over into the next.
    key += isFree[at] && text !== '' ? givenFreely : `${text}\0`;
  }
  return key;
}
