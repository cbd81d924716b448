import type { Account } from '../shared/accounts/account.ts';
import { defaultAccount } from '../shared/line.ts';
import { endpointHosts } from './live-account.ts';
import { maskedId } from './paying-credentials.ts';
import type { Setup } from './setup.ts';

/** Who pays for a plan, as far as this machine knows. */
export interface Payer {
  /** The SecretId, masked; null when no credentials were found. */
  readonly secretId: string | null;
  /** Where the credentials come from. */
  readonly source: string | null;
  /** Hosts that the calls go to. */
  readonly hosts: readonly string[];
}

/** The payers of a plan. */
export interface Payers {
  /** Of the first account that pays. */
  readonly payer: Payer;
  /** Of each account that pays, by name. */
  readonly payers: Readonly<Record<string, Payer>>;
}

/** Who pays for what these accounts are to buy. Throws an OperatorError on credentials that are half set. */
export async function payersOf(setup: Setup, accounts: readonly string[]): Promise<Payers> {
  const entries = await Promise.all(
    accounts.map(async (name) => [name, await payerOf(setup, setup.accounts.get(name))] as const),
  );
  const payer = entries[0]?.[1] ?? (await payerOf(setup, setup.accounts.get(defaultAccount)));
  return { payer, payers: Object.fromEntries(entries) };
}

async function payerOf({ isSimulated }: Setup, account: Account | undefined): Promise<Payer> {
  if (isSimulated)
    return { secretId: 'nobody', source: 'the simulator stands in for the account', hosts: [] };
  const credentials = account ? await account.source.read() : null;
  return {
    secretId: credentials && maskedId(credentials),
    source: credentials?.source ?? null,
    hosts: account ? endpointHosts([account]) : [],
  };
}
