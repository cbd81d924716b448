import { actions } from '../shared/actions/index.ts';
import { ruleForCode } from '../shared/actions/rule-for-code.ts';

/** Whether any of these codes may have left an order to be paid. */
export function mayBeUnpaid(errors: readonly { readonly code: string }[]): boolean {
  return errors.some(({ code }) => actions.some((action) => ruleForCode(action, code).meaning === 'unpaid'));
}
