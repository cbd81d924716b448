import { suggestNear } from '../producer/manifest/suggest-name.ts';
import type { ActionDefinition } from '../shared/actions/action.ts';
import { calledActions, findAction } from '../shared/actions/index.ts';
import { OperatorError } from '../shared/errors.ts';

const names = calledActions.map(({ name }) => name);

/** The action that a person named. Throws an OperatorError that names one that is near. */
export function knownAction(name: string): ActionDefinition {
  const definition = findAction(name);
  if (definition) return definition;
  const near = suggestNear(name, names);
  throw new OperatorError(
    'unknown-action',
    `Cannot find action as the API spells it: got ${name}${near === null ? '' : `, did you mean ${near}?`}`,
    { advice: `The actions are ${names.join(', ')}.` },
  );
}
