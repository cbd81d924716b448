import type { ErrorMeaning } from '../shared/actions/action.ts';
import { adviceForCode } from '../shared/actions/advice-for-code.ts';
import { findAction } from '../shared/actions/index.ts';
import type { ErrorAdvice } from '../shared/actions/own-codes.ts';
import { ruleForCode } from '../shared/actions/rule-for-code.ts';
import { ownCodes, type PurchaseState } from '../shared/outcome.ts';

/** Who has to act, and how, on a code as it stands on a purchase in that state; null for an action nobody knows. */
export function adviceForState(action: string, code: string, state: PurchaseState): ErrorAdvice | null {
  const definition = findAction(action);
  if (!definition) return null;
  const isOwn = ownCodes.some((own) => own === code);
  const meaning = isOwn ? meaningOfOwn(code) : ruleForCode(definition, code).meaning;
  if (state === 'in-doubt' && meaning !== 'unknown') return earlierAttemptInDoubt;
  if (state === 'failed' && !endsPurchase(meaning)) return foundNotBought;
  return adviceForCode(definition, code);
}

/** Of all that may happen to a call, only a lost connection before it was written proves that it was not executed. */
function meaningOfOwn(code: string): ErrorMeaning {
  return code === 'Transport.ConnectFailed' ? 'line-stopped' : 'unknown';
}

/** Whether an answer of that meaning makes a purchase failed; after any other one somebody looked. */
function endsPurchase(meaning: ErrorMeaning): boolean {
  return meaning === 'refused' || meaning === 'unpaid';
}

/** The code is of a later attempt that was surely refused; its own remedy would have the purchase made twice. */
const earlierAttemptInDoubt: ErrorAdvice = {
  scope: 'row',
  remedy:
    'Look in the Tencent Cloud console whether an earlier attempt bought this before buying it again, as only the last one was surely refused.',
};

const foundNotBought: ErrorAdvice = {
  scope: 'row',
  remedy: 'Retry the row if it is still wanted, as it was found not to have been bought.',
};
