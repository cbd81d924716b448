import { randomUUID } from 'node:crypto';
import type { ReadBack } from '../../shared/actions/action.ts';
import type { Config } from '../../shared/config.ts';
import type { Credentials } from '../../shared/credentials/credentials.ts';
import { endpointFor } from '../../shared/endpoint.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { defaultAccount } from '../../shared/line.ts';
import { signRequest } from '../../shared/tc3/sign-request.ts';
import type { ApiClient } from '../api-client.ts';
import { readResponse } from '../api-response.ts';
import { createPacer, type Pacer } from '../pacer.ts';

/** What a look at the provider showed. */
export type Seen =
  | { readonly kind: 'seen'; readonly fields: Readonly<Record<string, unknown>> }
  /** The API answered with an error. */
  | { readonly kind: 'refused'; readonly code: string }
  /** No answer that can be read; looking again is harmless. */
  | { readonly kind: 'unseen' };

/** Looks at the provider, at a pace of its own. Looking changes nothing, so it may be repeated. */
export interface Provider {
  readonly look: (readBack: ReadBack, params: Readonly<Record<string, unknown>>) => Promise<Seen>;
  readonly stop: () => void;
}

/** A quarter of what the API grants each of its looking actions: people and consoles look with the same limit. */
const looksPerSecond = 5;

export interface ProviderOptions {
  readonly ledger: Ledger;
  readonly config: Config;
  readonly credentials: Credentials;
  readonly client: ApiClient;
}

export function createProvider({ ledger, config, credentials, client }: ProviderOptions): Provider {
  const pacers = new Map<string, Pacer>();
  const pacerFor = (action: string): Pacer => {
    const known = pacers.get(action);
    if (known) return known;
    const pacer = createPacer(ledger, { action, account: defaultAccount }, looksPerSecond);
    pacers.set(action, pacer);
    return pacer;
  };
  return {
    look: async (readBack, params) => {
      const slot = await pacerFor(readBack.action).nextSlot();
      if (slot === null) return { kind: 'unseen' };
      await slot.reach();
      const endpoint = endpointFor(config, readBack);
      const body = JSON.stringify(params);
      const headers = signRequest({
        ...readBack,
        host: endpoint.host,
        body,
        timestampSeconds: Math.floor(Date.now() / 1000),
        credentials,
        traceId: randomUUID(),
      });
      const answer = await client.send({ url: endpoint.url, headers, body });
      const response =
        answer.kind === 'answered' && answer.status === 200 ? readResponse(answer.bodyText) : null;
      if (!response) return { kind: 'unseen' };
      if (response.error) return { kind: 'refused', code: response.error.code };
      return { kind: 'seen', fields: response.fields };
    },
    stop: () => {
      for (const pacer of pacers.values()) pacer.stop();
    },
  };
}
