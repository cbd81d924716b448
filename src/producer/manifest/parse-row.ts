import { checkObject } from './check-object.ts';
import type { Entry } from './entry.ts';
import { explainJsonFault } from './explain-json-fault.ts';

/** Where a row's text begins in the file; all from 1. */
export interface RowPlace {
  readonly row: number;
  readonly line: number;
  readonly character: number;
}

/** Parses the JSON text of one row. What is not an object, or names a key twice, is a problem. */
export function parseRow(text: string, place: RowPlace): Entry {
  const { row, line } = place;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const message = `Cannot read row as JSON: ${explainJsonFault(text, place)}`;
    return { kind: 'problem', problem: { row, line, column: null, code: 'bad-json', message } };
  }
  const checked = checkObject(value, { text, what: 'A row' });
  if (checked.kind === 'finding') return { kind: 'problem', problem: { row, line, ...checked.finding } };
  return { kind: 'object', row, line, values: checked.values };
}
