import { closeAccounts, type OpenAccounts } from '../shared/accounts/open-account.ts';
import { createApiClient } from './api-client.ts';
import { createLookRooms, type LookRoomsOptions } from './reconcile/look-rooms.ts';
import type { LookRoom } from './reconcile/room.ts';

export interface OpenLookRoom {
  /** That of the default account. */
  readonly room: LookRoom;
  readonly close: () => Promise<void>;
}

/** Opens what looking at the provider needs, for a command that looks without working. Closes the accounts with it. */
export function openLookRoom(
  options: Omit<LookRoomsOptions, 'client'> & { readonly accounts: OpenAccounts },
): OpenLookRoom {
  const client = createApiClient({
    timeoutMs: options.config.requestTimeoutMs,
    proxies: options.config.proxies,
  });
  const { room, stop } = createLookRooms({ ...options, client });
  return {
    room,
    close: async () => {
      stop();
      closeAccounts(options.accounts);
      await client.close();
    },
  };
}
