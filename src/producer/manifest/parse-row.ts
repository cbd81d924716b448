import { describeValue } from './describe-value.ts';
import type { Entry } from './entry.ts';
import { findJsonFault } from './find-json-fault.ts';
import { isJsonObject } from './json-object.ts';
import type { ProblemCode } from './problem.ts';
import { surveyJson } from './survey-json.ts';

/** Where a row's text begins in the file; all from 1. */
export interface RowPlace {
  readonly row: number;
  readonly line: number;
  readonly character: number;
}

/** Parses the JSON text of one row. What is not a plain object, or names a key twice, is a problem. */
export function parseRow(text: string, place: RowPlace): Entry {
  const { row, line } = place;
  const problem = (code: ProblemCode, message: string, column: string | null = null): Entry => ({
    kind: 'problem',
    problem: { row, line, column, code, message },
  });
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    return problem('bad-json', `Cannot read row as JSON: ${explainJsonFault(text, place)}`);
  }
  if (!isJsonObject(values)) {
    return problem(
      'bad-shape',
      `A row must be an object of columns and values: got ${describeValue(values)}`,
    );
  }
  const { depth, duplicateKey } = surveyJson(text);
  if (depth > maxDepth) {
    return problem('bad-shape', `A row must be nested at most ${maxDepth} deep: got ${depth}`);
  }
  // JSON.parse would keep the last of two and say nothing, and so might buy what the row's author did not mean.
  if (duplicateKey !== null) {
    return problem(
      'duplicate-column',
      `A key must stand once in its object: got \`${duplicateKey}\` twice`,
      duplicateKey,
    );
  }
  return { kind: 'object', row, line, values };
}

/** Says where in the file JSON text goes wrong, and what stands there. */
export function explainJsonFault(text: string, start: { line: number; character: number }): string {
  const at = findJsonFault(text);
  const before = text.slice(0, at).split('\n');
  const line = start.line + before.length - 1;
  const character = (before.at(-1)?.length ?? 0) + (before.length === 1 ? start.character : 1);
  const got =
    at < text.length ? `got \`${String.fromCodePoint(text.codePointAt(at) ?? 0)}\`` : 'it ends too early';
  return `${got} at line ${line}, character ${character}`;
}

/** Deeper than any parameter of an API, and shallow enough for every function that walks a value. */
const maxDepth = 64;
