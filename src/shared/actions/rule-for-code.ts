import type { ErrorRule, ErrorTable } from './action.ts';
import { unknown } from './errors/rule.ts';

const unknownCodeRule = unknown(
  'Look in the Tencent Cloud console whether this was bought before buying it again, as the error code is not known.',
);

/** An action of the catalogue, or any other call that changes something. */
interface HasErrors {
  readonly errors: ErrorTable;
}

/**
 * What an error code means for a purchase: the rule of the exact code, else of the longest known prefix that ends
 * before a dot, else that it is unknown whether the purchase was made.
 */
export function ruleForCode(definition: HasErrors, code: string): ErrorRule {
  return findRule(definition.errors, code) ?? unknownCodeRule;
}

/** Whether any rule speaks of the code. Several equal codes that none does hold the line. */
export function isKnownCode(definition: HasErrors, code: string): boolean {
  return findRule(definition.errors, code) !== undefined;
}

function findRule(errors: ErrorTable, code: string): ErrorRule | undefined {
  if (Object.hasOwn(errors, code)) return errors[code];
  for (let dot = code.lastIndexOf('.'); dot > 0; dot = code.lastIndexOf('.', dot - 1)) {
    const prefix = code.slice(0, dot);
    const rule = Object.hasOwn(errors, prefix) ? errors[prefix] : undefined;
    if (rule && !rule.isExactOnly) return rule;
  }
  return undefined;
}
