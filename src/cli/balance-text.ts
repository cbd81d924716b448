import { inMoney } from '../shared/in-money.ts';
import type { Unseen } from '../shared/seen.ts';
import type { Balance } from '../worker/balance/read-balance.ts';

/** The account and its balance, below a plan; nothing where nobody was asked. */
export function* balanceLines(
  seen: Balance | Unseen | null,
  stopBelowCents: number | null,
): Generator<string> {
  if (seen !== null) yield `  balance  ${describe(seen)}`;
  if (stopBelowCents) yield `  stops    when the balance falls below ${inMoney(stopBelowCents)}`;
}

function describe(seen: Balance | Unseen): string {
  switch (seen.kind) {
    case 'seen':
      return `${inMoney(seen.cents)} on account ${seen.uin}`;
    case 'refused':
      return `not to be read by this key (${seen.code})`;
    case 'unseen':
      return 'could not be read';
  }
}
