import { suggestNear } from '../../producer/manifest/suggest-name.ts';
import { calledActions, findAction } from '../../shared/actions/index.ts';
import { defaultAccount, type Line, parseLineName } from '../../shared/line.ts';
import { RequestProblem } from '../server/problem.ts';

const names = calledActions.map((action) => action.name);

/**
 * The line that was named: an action, or `Action.account` for another account than the default one. Throws a
 * RequestProblem that names one that is near.
 */
export function knownLine(name: string, accounts: readonly string[] = [defaultAccount]): Line {
  const { action, account } = parseLineName(name);
  if (findAction(action) && accounts.includes(account)) return { action, account };
  if (findAction(action)) {
    throw new RequestProblem(
      404,
      'unknown-account',
      `Cannot find account as it is not configured: got ${account}`,
      {
        advice: `The accounts are ${accounts.join(', ')}.`,
      },
    );
  }
  const near = suggestNear(action, names);
  throw new RequestProblem(404, 'unknown-action', `Cannot find action as the API spells it: got ${name}`, {
    advice: `${near === null ? '' : `Did you mean ${near}? `}The actions are ${names.join(', ')}.`,
  });
}
