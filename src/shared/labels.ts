import { OperatorError } from './errors.ts';

/** What people know a run by beside its name: `customer=acme`, `month=2026-07`. */
export type Labels = Readonly<Record<string, string>>;

/** A label as a list is narrowed by it; `value` null: whatever its value. */
export interface LabelFilter {
  readonly key: string;
  readonly value: string | null;
}

const keyPattern = /^[a-z0-9_.-]{1,63}$/;
/** No control characters, no line breaks of Unicode, no half of a character. */
const printablePattern = /^[^\p{Cc}\p{Cs}\u2028\u2029]{0,256}$/u;
const mostLabels = 64;

/** Reads `key=value` once or several times. Throws an OperatorError `label-invalid`. */
export function parseLabels(texts: readonly string[]): Labels {
  const labels = new Map<string, string>();
  for (const text of texts) {
    const { key, value } = parseLabelFilter(text);
    if (value === null) throw wrong('key=value', text);
    if (labels.has(key)) throw wrong('one value for each key', text);
    labels.set(key, value);
  }
  if (labels.size > mostLabels) throw wrong(`at most ${mostLabels} labels`, String(labels.size));
  return Object.fromEntries(labels);
}

/** Reads `key` or `key=value`. Throws an OperatorError `label-invalid`. */
export function parseLabelFilter(text: string): LabelFilter {
  const [key = '', ...rest] = text.split('=');
  const value = rest.length === 0 ? null : rest.join('=');
  if (!keyPattern.test(key)) throw wrong('a key of 1 to 63 of a-z, 0-9, ".", "_" and "-"', text);
  if (value !== null && !printablePattern.test(value))
    throw wrong('a value of at most 256 printable characters', text);
  return { key, value };
}

/** Whether all of the filters fit. */
export function fitsLabels(labels: Labels, filters: readonly LabelFilter[]): boolean {
  return filters.every(
    ({ key, value }) => Object.hasOwn(labels, key) && (value === null || labels[key] === value),
  );
}

function wrong(rule: string, got: string): OperatorError {
  return new OperatorError('label-invalid', `Cannot read label as ${rule}: got ${JSON.stringify(got)}`, {
    advice: 'Write it as in `--label customer=acme`.',
  });
}
