import { type OwnCode, ownCodes } from '../outcome.ts';
import type { ActionDefinition } from './action.ts';
import { type ErrorAdvice, ownCodeAdvice } from './own-codes.ts';
import { ruleForCode } from './rule-for-code.ts';

/** Who has to act, and how, on any code that a report may show: the API's or one of our own. */
export function adviceForCode(definition: ActionDefinition, code: string): ErrorAdvice {
  if (isOwnCode(code)) return ownCodeAdvice[code];
  const { scope, remedy } = ruleForCode(definition, code);
  return { scope, remedy };
}

function isOwnCode(code: string): code is OwnCode {
  return ownCodes.some((own) => own === code);
}
