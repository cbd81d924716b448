import type { ActionDefinition } from '../../shared/actions/action.ts';
import { type Column, columnsOf } from '../../shared/actions/columns.ts';
import { actions } from '../../shared/actions/index.ts';

export interface Parameter extends Column {
  /** `path` in its parts: the keys from the outside in. */
  readonly keys: readonly string[];
}

/** The parameters of one action by their dotted paths, in the order they are sent. Worked out once for each action. */
export function parametersOf(definition: ActionDefinition): ReadonlyMap<string, Parameter> {
  const known = byAction.get(definition);
  if (known) return known;
  const parameters = new Map(columnsOf(definition).map((column) => [column.path, withKeys(column)]));
  byAction.set(definition, parameters);
  return parameters;
}

/** Whether any action of the catalogue has a parameter of that path. */
export function isParameter(path: string): boolean {
  return everyPath.has(path);
}

/** Whether that path is an object which holds parameters: `PrepaidPlanParam`. */
export function isParameterGroup(path: string): boolean {
  return everyGroup.has(path);
}

const byAction = new Map<ActionDefinition, ReadonlyMap<string, Parameter>>();

function withKeys(column: Column): Parameter {
  return { ...column, keys: column.path.split('.') };
}

const everyPath = new Set(actions.flatMap((definition) => [...parametersOf(definition).keys()]));
const everyGroup = new Set([...everyPath].flatMap(groupsAround));

function groupsAround(path: string): string[] {
  const keys = path.split('.');
  return keys.slice(1).map((_, index) => keys.slice(0, index + 1).join('.'));
}
