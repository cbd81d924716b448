import { OperatorError } from '../shared/errors.ts';
import { inMoney } from '../shared/in-money.ts';
import { defaultAccount } from '../shared/line.ts';
import type { Unseen } from '../shared/seen.ts';
import { balanceDocument } from '../worker/balance/balance-document.ts';
import { type Balance, readBalance } from '../worker/balance/read-balance.ts';
import { balanceLines } from './balance-text.ts';
import { withLookRoom } from './look-at-provider.ts';
import type { OpenLedger } from './open-ledger.ts';
import type { Payers } from './payer.ts';
import type { Setup } from './setup.ts';

/** Nobody waits longer for what is only nice to know. */
const mostMs = 5_000;

/** What accounts hold, by name, as far as their keys may see it; null where nobody was asked. */
export type Balances = ReadonlyMap<string, Balance | Unseen | null>;

/** Looks at what the paying accounts hold. */
export async function lookAtBalances(
  ledger: OpenLedger,
  setup: Setup,
  accounts: readonly string[],
): Promise<Balances> {
  const looks = accounts.map(async (name) => [name, await lookAtBalance(ledger, setup, name)] as const);
  return new Map(await Promise.all(looks));
}

/** Who pays and what they hold, for a document: what is not known is null. */
export function payersDocument({ payer, payers }: Payers, balances: Balances) {
  const [first = null] = balances.values();
  return {
    payer: { ...payer, ...balanceDocument(first) },
    payers: Object.fromEntries(
      Object.entries(payers).map(([account, each]) => [
        account,
        { ...each, ...balanceDocument(balances.get(account) ?? null) },
      ]),
    ),
  };
}

/** Throws an OperatorError unless runs that these accounts pay can stop below an amount. */
export async function requireBalancesAbove(
  ledger: OpenLedger,
  setup: Setup,
  { accounts, stopBelowCents }: { readonly accounts: readonly string[]; readonly stopBelowCents: number },
): Promise<void> {
  const balances = await lookAtBalances(ledger, setup, accounts);
  for (const balance of balances.values()) requireBalanceAbove(balance, stopBelowCents);
}

/** The balances in words; one account needs no name where it is the default one. */
export function* accountBalanceLines(balances: Balances, stopBelowCents: number | null): Generator<string> {
  for (const [name, balance] of balances) {
    const whose = name === defaultAccount ? '' : `  ${name}:`;
    for (const line of balanceLines(balance, stopBelowCents)) yield `${whose}${line}`;
  }
}

async function lookAtBalance(
  ledger: OpenLedger,
  setup: Setup,
  name: string,
): Promise<Balance | Unseen | null> {
  const account = setup.accounts.get(name);
  if (setup.isSimulated || !account || !(await account.source.read())) return null;
  const requestTimeoutMs = Math.min(mostMs, setup.config.requestTimeoutMs);
  const hurried = { ...setup, config: { ...setup.config, requestTimeoutMs } };
  return withLookRoom(ledger, hurried, (room) => readBalance(room.inAccount(name).provider.look));
}

/**
 * Throws an OperatorError unless a run can stop below an amount: the balance is to be seen at least once, and not below
 * it already. The simulator's account is opened later.
 */
export function requireBalanceAbove(seen: Balance | Unseen | null, stopBelowCents: number | null): void {
  if (stopBelowCents === null || seen === null) return;
  if (seen.kind !== 'seen') {
    const why = seen.kind === 'refused' ? seen.code : 'no answer';
    throw new OperatorError(
      'balance-unreadable',
      `Cannot stop below a balance as this key must be able to read it: got ${why} from DescribeAccountBalance`,
      { advice: 'Nothing was queued. Grant the key finance read rights, or submit without --stop-below.' },
    );
  }
  if (seen.cents >= stopBelowCents) return;
  throw new OperatorError(
    'balance-too-low',
    `Cannot start as the balance must not be below ${inMoney(stopBelowCents)}: got ${inMoney(seen.cents)}`,
    { advice: 'Nothing was queued. Top up the account, or lower --stop-below.' },
  );
}
