import type { Logger } from 'pino';
import type { Config } from '../../shared/config.ts';
import type { Credentials } from '../../shared/credentials/credentials.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { defaultAccount } from '../../shared/line.ts';
import type { Durability } from '../../shared/redis/durability.ts';
import { createApiClient } from '../api-client.ts';
import { createDurableWriter } from '../durable-writer.ts';
import { createProvider } from '../reconcile/provider.ts';
import type { PayRoom } from './pay-order.ts';
import { createPaymentSender } from './payment-sender.ts';

export interface OpenPayRoom {
  readonly room: PayRoom;
  readonly close: () => Promise<void>;
}

export interface PayRoomOptions {
  readonly ledger: Ledger;
  readonly config: Config;
  readonly credentials: Credentials;
  readonly durability: Durability;
  readonly log: Logger;
  /** The person who pays. */
  readonly who: string;
}

/** Opens what paying orders needs. */
export function openPayRoom({ durability, who, ...options }: PayRoomOptions): OpenPayRoom {
  const { ledger, config, log } = options;
  const client = createApiClient({ timeoutMs: config.requestTimeoutMs });
  const provider = createProvider({ ...options, client });
  const sender = createPaymentSender({ ...options, client, account: defaultAccount });
  const intents = createDurableWriter(ledger, { durability, replicas: config.waitReplicas });
  return {
    room: { look: { ...config, ledger, provider, log }, sender, intents, who },
    close: async () => {
      sender.stop();
      provider.stop();
      await Promise.all([client.close(), intents.close()]);
    },
  };
}
