import type { ActionDefinition } from './action.ts';

/** Whether each parameter is judged by its own schema alone: no rule of the action looks at several at once. */
export function judgesFieldsAlone({ params }: ActionDefinition): boolean {
  return (params.def.checks ?? []).length === 0;
}
