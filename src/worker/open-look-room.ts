import type { Logger } from 'pino';
import type { Config } from '../shared/config.ts';
import type { Credentials } from '../shared/credentials/credentials.ts';
import type { Ledger } from '../shared/ledger/ledger.ts';
import { createApiClient } from './api-client.ts';
import { createProvider } from './reconcile/provider.ts';
import type { LookRoom } from './reconcile/room.ts';

export interface OpenLookRoom {
  readonly room: LookRoom;
  readonly close: () => Promise<void>;
}

/** Opens what looking at the provider needs, for a command that looks without working. */
export function openLookRoom(options: {
  readonly ledger: Ledger;
  readonly config: Config;
  readonly credentials: Credentials;
  readonly log: Logger;
  readonly requeueProved: boolean;
}): OpenLookRoom {
  const { ledger, config, log, requeueProved } = options;
  const client = createApiClient({ timeoutMs: config.requestTimeoutMs });
  const provider = createProvider({ ...options, client });
  return {
    room: { ...config, ledger, provider, log, requeueProved },
    close: async () => {
      provider.stop();
      await client.close();
    },
  };
}
