import type { ErrorScope } from '../../outcome.ts';
import type { ErrorRule } from '../action.ts';

/** Surely not bought, and only the row's author can change that. */
export function refused(remedy: string): ErrorRule {
  return { meaning: 'refused', scope: 'row', remedy };
}

/** Surely not bought, nor would the next one be: the line waits for the account's owner or the operator. */
export function lineStopped(scope: Exclude<ErrorScope, 'row'>, remedy: string): ErrorRule {
  return { meaning: 'line-stopped', scope, remedy };
}

/** Not bought, but an order that waits for payment may have been left behind. */
export function unpaid(remedy: string): ErrorRule {
  return { meaning: 'unpaid', scope: 'account', remedy };
}

/** Turned away by the gateway's rate limit, before any backend saw the call. */
export function slowDown(remedy: string): ErrorRule {
  return { meaning: 'slow-down', scope: 'account', remedy };
}

/** May have been bought; only looking at the provider can tell. */
export function unknown(remedy: string, scope: ErrorScope = 'row'): ErrorRule {
  return { meaning: 'unknown', scope, remedy };
}

/** The same rule, not stretched to longer codes that begin with this one. */
export function exactOnly(rule: ErrorRule): ErrorRule {
  return { ...rule, isExactOnly: true };
}
