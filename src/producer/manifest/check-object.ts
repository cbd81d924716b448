import { describeValue } from './describe-value.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';
import type { Finding } from './problem.ts';
import { surveyJson } from './survey-json.ts';

export type CheckedObject =
  | { readonly kind: 'object'; readonly values: JsonObject }
  | { readonly kind: 'finding'; readonly finding: Finding };

/**
 * Checks that a parsed value is an object which says nothing twice; `text` is what it was parsed from, and `what` names
 * it in the message: `A row`.
 */
export function checkObject(value: unknown, { text, what }: { text: string; what: string }): CheckedObject {
  const finding = (code: Finding['code'], message: string, column: string | null = null): CheckedObject => ({
    kind: 'finding',
    finding: { column, code, message: `${what} must ${message}` },
  });
  if (!isJsonObject(value))
    return finding('bad-shape', `be an object of columns and values: got ${describeValue(value)}`);
  // Nearly every row is told to be well without walking through its text.
  if (countKeys(value, maxDepth) === countColons(text)) return { kind: 'object', values: value };
  const { depth, duplicateKey } = surveyJson(text);
  if (depth > maxDepth) return finding('bad-shape', `be nested at most ${maxDepth} deep: got ${depth}`);
  // JSON.parse keeps the last of two and says nothing, and so might buy what the author did not mean.
  if (duplicateKey !== null) {
    return finding('duplicate-column', `give each key once: got \`${duplicateKey}\` twice`, duplicateKey);
  }
  return { kind: 'object', values: value };
}

/** Deeper than any parameter of an API, and shallow enough for every function that walks a value. */
const maxDepth = 64;

/**
 * The keys of an object and of all that stands in it; infinite when it is nested deeper than `depth`. A text with no
 * more colons than that has no key twice: each key has a colon of its own, and one that was overwritten is missing here.
 */
function countKeys(value: object, depth: number): number {
  if (depth === 0) return Number.POSITIVE_INFINITY;
  let count = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) count += countKeys(inner, depth - 1);
  }
  return count;
}

function countColons(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) count += 1;
  return count;
}
