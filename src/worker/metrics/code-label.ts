import type { ActionDefinition } from '../../shared/actions/action.ts';
import { ownCodeAdvice } from '../../shared/actions/own-codes.ts';

/**
 * An error code as a label: one of ours, or one that the action's table has, exactly or as the prefix that speaks for
 * it. All others are one label, or whatever a server makes up would be kept for ever.
 */
export function codeLabel({ errors }: ActionDefinition, code: string): string {
  if (Object.hasOwn(ownCodeAdvice, code)) return code;
  for (let known = code; known !== ''; known = known.slice(0, Math.max(0, known.lastIndexOf('.')))) {
    if (Object.hasOwn(errors, known)) return known;
  }
  return 'unknown';
}
