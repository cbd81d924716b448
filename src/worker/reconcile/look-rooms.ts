import type { Logger } from 'pino';
import type { OpenAccounts } from '../../shared/accounts/open-account.ts';
import type { Config } from '../../shared/config.ts';
import { endpointFor } from '../../shared/endpoint.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { defaultAccount } from '../../shared/line.ts';
import { wayTo } from '../../shared/outgoing/way-to.ts';
import type { ApiClient } from '../api-client.ts';
import { blindProvider, createProvider, type Provider } from './provider.ts';
import type { LookRoom } from './room.ts';

export interface LookRoomsOptions {
  readonly ledger: Ledger;
  readonly accounts: OpenAccounts;
  readonly client: ApiClient;
  readonly config: Pick<Config, 'requestTimeoutMs' | 'tokenWindowMs' | 'proxies'>;
  readonly log: Logger;
  readonly requeueProved?: boolean;
}

/** The rooms of all accounts, each reached from every other. */
export interface LookRooms {
  /** That of the default account. */
  readonly room: LookRoom;
  /** Lets go of all looks that wait for their turn. */
  readonly stop: () => void;
}

/** Opens what looking at the provider needs, with a pace of its own for each account. */
export function createLookRooms({
  ledger,
  accounts,
  client,
  config: { requestTimeoutMs, tokenWindowMs, proxies },
  log,
  requeueProved = false,
}: LookRoomsOptions): LookRooms {
  const providers = new Map<string, Provider>(
    Array.from(accounts, ([name, account]) => [name, createProvider({ ledger, account, client })]),
  );
  const inAccount = (account: string): LookRoom => ({
    ledger,
    account,
    provider: providers.get(account) ?? blindProvider,
    inAccount,
    canLook: (other) => accounts.get(other)?.keyring.isReady() ?? false,
    isProxied: (definition) => {
      const settings = accounts.get(account);
      if (!settings) return false;
      return wayTo(proxies, new URL(endpointFor(settings, definition).url)).kind === 'proxied';
    },
    requestTimeoutMs,
    tokenWindowMs,
    requeueProved,
    log,
  });
  return {
    room: inAccount(defaultAccount),
    stop: () => {
      for (const provider of providers.values()) provider.stop();
    },
  };
}
