import { randomUUID } from 'node:crypto';
import type { ReadBack } from '../../shared/actions/action.ts';
import type { Answer } from '../../shared/answer.ts';
import type { Config } from '../../shared/config.ts';
import type { Credentials } from '../../shared/credentials/credentials.ts';
import { endpointFor } from '../../shared/endpoint.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { defaultAccount } from '../../shared/line.ts';
import type { Look, Seen } from '../../shared/seen.ts';
import { signRequest } from '../../shared/tc3/sign-request.ts';
import type { ApiClient } from '../api-client.ts';
import { readResponse } from '../api-response.ts';
import { createPacer, type Pacer } from '../pacer.ts';
import { createServerClock } from '../server-clock.ts';

/** Looks at the provider, at a pace of its own. Looking changes nothing, so it may be repeated. */
export interface Provider {
  readonly look: Look;
  readonly stop: () => void;
}

/** A quarter of what the API grants each of its looking actions: people and consoles look with the same limit. */
const looksPerSecond = 5;
/** All that it grants: a look before each purchase must not slow the purchases down. */
const busyLooks: ReadonlyMap<string, number> = new Map([['DescribeDomain', 20]]);

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
    const pacer = createPacer(
      ledger,
      { action, account: defaultAccount },
      busyLooks.get(action) ?? looksPerSecond,
    );
    pacers.set(action, pacer);
    return pacer;
  };
  const clock = createServerClock();
  const ask = async (
    readBack: ReadBack,
    params: Readonly<Record<string, unknown>>,
  ): Promise<Answer | null> => {
    const slot = await pacerFor(readBack.action).nextSlot();
    if (slot === null) return null;
    await slot.reach();
    const endpoint = endpointFor(config, readBack);
    const body = JSON.stringify(params);
    const headers = signRequest({
      ...readBack,
      host: endpoint.host,
      body,
      timestampSeconds: clock.nowSeconds(),
      credentials,
      traceId: randomUUID(),
    });
    return client.send({ url: endpoint.url, headers, body });
  };
  return {
    look: async (readBack, params) => {
      const answer = await ask(readBack, params);
      const seen = readSeen(answer);
      const isClockWrong = seen.kind === 'refused' && seen.code === 'AuthFailure.SignatureExpire';
      if (!isClockWrong || answer?.kind !== 'answered' || !clock.correct(answer.dateHeader)) return seen;
      return readSeen(await ask(readBack, params));
    },
    stop: () => {
      for (const pacer of pacers.values()) pacer.stop();
    },
  };
}

function readSeen(answer: Answer | null): Seen {
  const isWhole = answer?.kind === 'answered' && answer.status === 200;
  const response = isWhole ? readResponse(answer.bodyText) : null;
  if (!response) return { kind: 'unseen' };
  if (response.error) return { kind: 'refused', code: response.error.code };
  return { kind: 'seen', fields: response.fields };
}
