import { columnsOf } from '../shared/actions/columns.ts';
import { findAction } from '../shared/actions/index.ts';
import { OperatorError } from '../shared/errors.ts';
import type { Params } from '../shared/purchase.ts';

/** The parameter columns of a manifest that mixes these actions, in the order sent; one name is one column. */
export function parameterColumns(actions: readonly string[]): readonly string[] {
  return [...new Set(actions.flatMap(pathsOf))];
}

/** The value at a dotted path as a cell of a manifest holds it; empty when it was not given. */
export function parameterCell(params: Params, path: string): string {
  return parameterAt(params, path.split('.'));
}

/** The same, of a path that is split already: a report reads each some million times. */
export function parameterAt(params: Params, keys: readonly string[]): string {
  let value: unknown = params;
  for (const key of keys) value = isParams(value) ? value[key] : undefined;
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function pathsOf(action: string): string[] {
  const definition = findAction(action);
  if (definition) return columnsOf(definition).map(({ path }) => path);
  throw new OperatorError(
    'unknown-action',
    `Cannot write parameters as columns of ${action}: got no such action`,
    {
      advice: 'Use the version of tcbatch that submitted the run, or write the report as JSON.',
    },
  );
}

function isParams(value: unknown): value is Params {
  return typeof value === 'object' && value !== null;
}
