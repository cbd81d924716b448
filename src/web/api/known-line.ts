import { suggestName } from '../../producer/manifest/suggest-name.ts';
import { calledActions, findAction } from '../../shared/actions/index.ts';
import { defaultAccount, type Line } from '../../shared/line.ts';
import { RequestProblem } from '../server/problem.ts';

const names = calledActions.map((action) => action.name);

/** The line of the action that was named. Throws a RequestProblem that names the nearest one. */
export function knownLine(name: string): Line {
  const definition = findAction(name);
  if (definition) return { action: definition.name, account: defaultAccount };
  throw new RequestProblem(404, 'unknown-action', `Cannot find action as the API spells it: got ${name}`, {
    advice: `Did you mean ${suggestName(name, names)}? The actions are ${names.join(', ')}.`,
  });
}
