import type { Logger } from 'pino';
import type { OpenAccount } from '../../shared/accounts/open-account.ts';
import type { Config } from '../../shared/config.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import type { Durability } from '../../shared/redis/durability.ts';
import { createApiClient } from '../api-client.ts';
import { createDurableWriter } from '../durable-writer.ts';
import { createLookRooms } from '../reconcile/look-rooms.ts';
import type { PayRoom } from './pay-order.ts';
import { createPaymentSender } from './payment-sender.ts';

export interface OpenPayRoom {
  readonly room: PayRoom;
  readonly close: () => Promise<void>;
}

export interface PayRoomOptions {
  readonly ledger: Ledger;
  readonly config: Config;
  /** Who pays; its credentials are ready. */
  readonly account: OpenAccount;
  readonly durability: Durability;
  readonly log: Logger;
  /** The person who pays. */
  readonly who: string;
}

/** Opens what paying orders needs. */
export function openPayRoom({ durability, who, ...options }: PayRoomOptions): OpenPayRoom {
  const { config, account, ledger } = options;
  const client = createApiClient({ timeoutMs: config.requestTimeoutMs, proxies: config.proxies });
  const rooms = createLookRooms({ ...options, accounts: new Map([[account.name, account]]), client });
  const sender = createPaymentSender({ ...options, client });
  const intents = createDurableWriter(ledger, { durability, replicas: config.waitReplicas });
  return {
    room: { look: rooms.room.inAccount(account.name), sender, intents, who },
    close: async () => {
      sender.stop();
      rooms.stop();
      await Promise.all([client.close(), intents.close()]);
    },
  };
}
