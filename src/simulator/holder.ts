import type { IncomingHttpHeaders } from 'node:http';
import type { Account } from './account.ts';
import type { SimulatorCredentials } from './simulator-options.ts';

/** An account and one of its keys. */
export interface Holder {
  readonly account: Account;
  readonly credentials: SimulatorCredentials;
}

/** The account whose SecretId a call names; the first one where it names nobody's, which then refuses the key. */
export function holderOf(holders: readonly [Holder, ...Holder[]], headers: IncomingHttpHeaders): Holder {
  const claimed = /Credential=([^/\s]+)\//.exec(headers.authorization ?? '')?.[1];
  return holders.find(({ credentials }) => credentials.secretId === claimed) ?? holders[0];
}

/** The same accounts, the first of which takes these keys and no others from now on. */
export function replaceKeys(
  [first, ...others]: readonly [Holder, ...Holder[]],
  [key, ...moreKeys]: readonly [SimulatorCredentials, ...SimulatorCredentials[]],
): [Holder, ...Holder[]] {
  const { account } = first;
  return [
    { account, credentials: key },
    ...moreKeys.map((credentials) => ({ account, credentials })),
    ...others.filter((holder) => holder.account !== account),
  ];
}
