import type { IncomingHttpHeaders } from 'node:http';
import type { Account } from './account.ts';
import type { SimulatorCredentials } from './simulator-options.ts';

/** An account and its key. */
export interface Holder {
  readonly account: Account;
  readonly credentials: SimulatorCredentials;
}

/** The account whose SecretId a call names; the first one where it names nobody's, which then refuses the key. */
export function holderOf(holders: readonly [Holder, ...Holder[]], headers: IncomingHttpHeaders): Holder {
  const claimed = /Credential=([^/\s]+)\//.exec(headers.authorization ?? '')?.[1];
  return holders.find(({ credentials }) => credentials.secretId === claimed) ?? holders[0];
}
