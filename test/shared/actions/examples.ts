import type { ActionDefinition } from '../../../src/shared/actions/action.ts';
import { columnsOf } from '../../../src/shared/actions/columns.ts';

/** The params that an action's own examples add up to, as a template would show them. */
export function exampleParams(definition: ActionDefinition): Record<string, unknown> {
  const params: Record<string, unknown> = {};
  for (const { path, example } of columnsOf(definition)) {
    const [name = '', nested] = path.split('.');
    if (nested === undefined) params[name] = example;
    else params[name] = { ...Object(params[name]), [nested]: example };
  }
  return params;
}
