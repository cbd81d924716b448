import type { ActionDefinition } from '../shared/actions/action.ts';
import type { Credentials } from '../shared/credentials/credentials.ts';
import type { Endpoint } from '../shared/endpoint.ts';
import { signRequest } from '../shared/tc3/sign-request.ts';
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
  return {
    prepare: () => client.prepare(endpoint.url),
    send: ({ body, traceId, isTimely }) => {
      const headers = signRequest({
        service: definition.service,
        action: definition.name,
        version: definition.version,
        host: endpoint.host,
        body,
        timestampSeconds: clock.nowSeconds(),
        credentials,
        traceId,
      });
      return client.send({ url: endpoint.url, headers, body, isTimely });
    },
    correctClock: clock.correct,
  };
}
