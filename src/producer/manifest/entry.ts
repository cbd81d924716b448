import type { JsonObject } from './json-object.ts';
import type { Problem } from './problem.ts';

/**
 * One thing that a reader found, in the order of the file: a CSV header or a JSON file's defaults first, then rows.
 * A record that cannot be a row is a problem in its place, and counts as a row.
 */
export type Entry =
  | { readonly kind: 'header'; readonly line: number; readonly columns: readonly string[] }
  | { readonly kind: 'defaults'; readonly action: string | null; readonly values: JsonObject }
  | { readonly kind: 'cells'; readonly row: number; readonly line: number; readonly cells: readonly string[] }
  | { readonly kind: 'object'; readonly row: number; readonly line: number; readonly values: JsonObject }
  | { readonly kind: 'problem'; readonly problem: Problem };

/**
 * The longest row, in characters. No purchase comes near it, and without it one line of a wrong file would be held
 * in memory whole.
 */
export const maxRowLength = 1024 * 1024;
