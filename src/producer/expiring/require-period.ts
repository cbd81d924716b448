import { z } from 'zod';
import { findAction } from '../../shared/actions/index.ts';
import { OperatorError } from '../../shared/errors.ts';
import type { RenewalAction } from './find-renewals.ts';

/** Throws an OperatorError unless each action can renew for so many months. */
export function requirePeriod(actions: readonly RenewalAction[], period: number): void {
  const unsold = actions.find((action) => !sells(action, period));
  if (unsold === undefined) return;
  throw new OperatorError(
    'period-unsold',
    `Cannot renew as ${unsold} must sell the period: got ${period} months`,
    { advice: 'Plans are renewed for 1 to 12, 24 or 36 months, instances for 1 to 36.' },
  );
}

function sells(action: RenewalAction, period: number): boolean {
  const schema = findAction(action)?.params.shape.Period;
  return schema === undefined || z.core.safeParse(schema, period).success;
}
