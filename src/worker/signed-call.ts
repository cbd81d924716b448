import type { ActionDefinition } from '../shared/actions/action.ts';
import type { Credentials } from '../shared/credentials/credentials.ts';
import type { Endpoint } from '../shared/endpoint.ts';
import { signRequest } from '../shared/tc3/sign-request.ts';
import { rememberedSigningKey } from '../shared/tc3/signing-key.ts';
import type { ApiClient } from './api-client.ts';
import type { SignedCall } from './bench.ts';
import { createServerClock } from './server-clock.ts';

export interface SignedCallOptions {
  readonly definition: ActionDefinition;
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly client: ApiClient;
}

/** Calls one action: each call is signed anew, with the time at which it is sent. */
export function createSignedCall({
  definition,
  endpoint,
  credentials,
  client,
}: SignedCallOptions): SignedCall {
  const clock = createServerClock();
  const keyOf = rememberedSigningKey();
  return {
    prepare: () => client.prepare(endpoint.url),
    send: ({ body, traceId, isTimely }) => {
      const { service, name: action, version } = definition;
      const timestampSeconds = clock.nowSeconds();
      const { host } = endpoint;
      const request = { service, action, version, host, body, timestampSeconds, credentials, traceId };
      const headers = signRequest(request, keyOf);
      return client.send({ url: endpoint.url, headers, body, isTimely });
    },
    correctClock: clock.correct,
  };
}
