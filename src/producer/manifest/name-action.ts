import type { ActionDefinition } from '../../shared/actions/action.ts';
import { actionNames, actions } from '../../shared/actions/index.ts';
import { describeValue } from './describe-value.ts';
import type { Finding } from './problem.ts';
import { suggestNear } from './suggest-name.ts';

export type NamedAction =
  | { readonly kind: 'known'; readonly definition: ActionDefinition }
  | { readonly kind: 'finding'; readonly finding: Finding };

/** Finds what a row buys by the name it gives, or says why it buys nothing. */
export function nameAction(name: unknown): NamedAction {
  const definition = actions.find((action) => action.name === name);
  return definition ? { kind: 'known', definition } : { kind: 'finding', finding: actionFinding(name) };
}

function actionFinding(name: unknown): Finding {
  const column = 'Action';
  if (name === undefined || name === null) {
    const message = `Action must be given, by the row or for all rows, one of ${actionNames.join(', ')}: got nothing`;
    return { column, code: 'missing-action', message };
  }
  if (typeof name !== 'string') {
    return { column, code: 'wrong-type', message: `Action must be a text: got ${describeValue(name)}` };
  }
  const near = suggestNear(name, actionNames);
  const meant = near === null ? `known are ${actionNames.join(', ')}` : `did you mean \`${near}\`?`;
  const message = `unknown action \`${describeValue(name)}\`, ${meant}`;
  return { column, code: 'unknown-action', message };
}
