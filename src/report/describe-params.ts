import { columnsOf } from '../shared/actions/columns.ts';
import { findAction } from '../shared/actions/index.ts';
import type { Params } from '../shared/purchase.ts';
import { parameterCell } from './parameter-cells.ts';

/** What a purchase buys in a few words: the values it cannot do without and that are not the same for all. */
export function describeParams(action: string, params: Params): string {
  return tellingPaths(action)
    .map((path) => parameterCell(params, path))
    .join(' ');
}

function tellingPaths(action: string): readonly string[] {
  const known = pathsByAction.get(action);
  if (known) return known;
  const definition = findAction(action);
  const paths = (definition ? columnsOf(definition) : [])
    .filter(({ required, type, oneOf }) => required && type !== 'json-text' && oneOf?.length !== 1)
    .map(({ path }) => path);
  pathsByAction.set(action, paths);
  return paths;
}

/** Reading a schema for every line would take longer than writing the line. */
const pathsByAction = new Map<string, readonly string[]>();
